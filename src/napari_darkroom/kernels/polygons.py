"""Convex polygons around objects of a plane, in whole half pixels and so exact.

A point (y, x) counts half pixels from the centre of the first pixel of an object's first row along
y, and of the image along x. An object is given as levels: heights, and on each the smallest and
the largest x that a point of the object has there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.row_ends import FAR, RowEnds


@dataclass(frozen=True)
class Levels:
    """Levels of objects, one object after the other.

    Attributes
    ----------
    start : array of int, (objects + 1,)
        Levels ``start[k]`` to ``start[k + 1]`` are those of object k.
    ends : array of int, (levels, 3)
        y, smallest x, largest x.
    """

    start: NDArray[np.int64]
    ends: NDArray[np.int64]


def center_levels(rows: RowEnds) -> Levels:
    """Return the levels of the centres of pixels."""
    start, ends = _empty(rows)
    _write_centers(rows.start, rows.left, rows.right, start, ends)
    return Levels(start, ends)


def corner_levels(rows: RowEnds) -> Levels:
    """Return the levels of the corners of pixels."""
    start, ends = _empty(rows)
    _write_corners(rows.start, rows.left, rows.right, start, ends)
    return Levels(start, ends)


def _empty(rows: RowEnds) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    most = int(rows.start[-1]) + len(rows.top)
    return np.zeros(len(rows.start), dtype=np.int64), np.empty((most, 3), dtype=np.int64)


@njit(nogil=True, cache=True)
def _write_centers(rows: Any, left: Any, right: Any, start: Any, ends: Any) -> None:
    n = 0
    for k in range(len(rows) - 1):
        for row in range(rows[k], rows[k + 1]):
            if left[row] <= right[row]:
                ends[n, 0] = 2 * (row - rows[k])
                ends[n, 1], ends[n, 2] = 2 * left[row], 2 * right[row]
                n += 1
        start[k + 1] = n


@njit(nogil=True, cache=True)
def _write_corners(rows: Any, left: Any, right: Any, start: Any, ends: Any) -> None:
    n = 0
    for k in range(len(rows) - 1):
        for row in range(rows[k], rows[k + 1] + 1):
            near, far = _both(left, right, row, rows[k], rows[k + 1])
            if near <= far:
                ends[n, 0] = 2 * (row - rows[k]) - 1
                ends[n, 1], ends[n, 2] = 2 * near - 1, 2 * far + 1
                n += 1
        start[k + 1] = n


@njit(nogil=True, cache=True)
def most_rows(rows: Any) -> Any:
    """Return how many rows the object with the most has."""
    most = 0
    for k in range(len(rows) - 1):
        most = max(most, rows[k + 1] - rows[k])
    return most


@njit(nogil=True, cache=True)
def _both(left: Any, right: Any, row: Any, first: Any, after: Any) -> Any:
    """Return the ends of the rows above and below the upper edge of a row together."""
    near, far = FAR, -FAR
    if row > first:
        near, far = left[row - 1], right[row - 1]
    if row < after:
        near, far = min(near, left[row]), max(far, right[row])
    return near, far


@njit(nogil=True, cache=True)
def edge_side(ends: Any, sign: Any, points: Any, chain: Any) -> Any:
    """Write the corners of a side of the polygon around the middles of the edges of pixels.

    From the top down, those on a straight line left out; return how many.

    Parameters
    ----------
    ends : array of int
        The pixels at the left end of each row of an object, or at the right one.
    sign : int
        1 for the left side, -1 for the right one.
    points, chain : array of int, (2 rows + 1, 2)
        Room to work, and for the corners.
    """
    return _chain(points[: _edge_points(ends, sign, points)], sign, chain)


@njit(nogil=True, cache=True)
def _edge_points(ends: Any, sign: Any, points: Any) -> Any:
    """Write the points that may be corners, the right side mirrored; return how many.

    The edge above a row is left out where the end moves by one pixel at most: it lies on the line
    between the rows. The end of a row is left out where it lies on the line between the ends above
    and below, or on its inner side.
    """
    n, height, before = 0, len(ends), FAR
    for row in range(height):
        x = sign * ends[row]
        after = sign * ends[row + 1] if row + 1 < height else FAR
        # Without branches: outlines are too irregular for a processor to foresee them.
        points[n, 0], points[n, 1] = 2 * row - 1, 2 * min(before, x)
        n += abs(x - before) > 1
        points[n, 0], points[n, 1] = 2 * row, 2 * x - 1
        n += (before + after > 2 * x) & (x != FAR)
        before = x
    points[n, 0], points[n, 1] = 2 * height - 1, 2 * before
    return n + 1


@njit(nogil=True, cache=True)
def side(levels: Any, which: Any, chain: Any) -> Any:
    """Write the corners of the left (1) or right (2) side from the top down; return how many.

    Corners on a straight line between others are left out.
    """
    # The right side is the left side of the mirrored object.
    sign = 3 - 2 * which
    points = np.empty((len(levels), 2), np.int64)
    for i in range(len(levels)):
        points[i, 0], points[i, 1] = levels[i, 0], sign * levels[i, which]
    return _chain(points, sign, chain)


@njit(nogil=True, cache=True)
def _chain(points: Any, sign: Any, chain: Any) -> Any:
    m = 0
    for i in range(len(points)):
        y, x = points[i, 0], points[i, 1]
        while m >= 2 and (chain[m - 1, 1] - chain[m - 2, 1]) * (y - chain[m - 2, 0]) >= (
            x - chain[m - 2, 1]
        ) * (chain[m - 1, 0] - chain[m - 2, 0]):
            m -= 1
        chain[m, 0], chain[m, 1] = y, x
        m += 1
    for i in range(m):
        chain[i, 1] *= sign
    return m


@njit(nogil=True, cache=True)
def polygon(levels: Any, chain: Any, corners: Any) -> Any:
    """Write the corners of the convex polygon around levels; return how many.

    They begin at the left end of the top and go down the left side and up the right one.
    """
    return _close(side(levels, 1, corners), chain[: side(levels, 2, chain)], corners)


@njit(nogil=True, cache=True)
def edge_polygon(left: Any, right: Any, points: Any, chain: Any, corners: Any) -> Any:
    """Write the corners of the polygon around the middles of the edges of an object's pixels."""
    m = edge_side(left, 1, points, corners)
    return _close(m, chain[: edge_side(right, -1, points, chain)], corners)


@njit(nogil=True, cache=True)
def _close(m: Any, other: Any, corners: Any) -> Any:
    """Write the right side behind the left one, of which there are m corners, from below."""
    bottom, top, last = corners[m - 1, 1], corners[0, 1], len(other) - 1
    for i in range(last, -1, -1):
        double = (i == last and other[i, 1] == bottom) or (i == 0 and other[i, 1] == top)
        if not double:
            corners[m, 0], corners[m, 1] = other[i, 0], other[i, 1]
            m += 1
    return m
