"""Convex hulls of all objects of a plane: their pixels and their polygons."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.polygons import corner_levels, edge_side, most_rows, polygon
from napari_darkroom.kernels.row_ends import FAR, RowEnds


def hull_rows(rows: RowEnds) -> RowEnds:
    """Return the ends of the rows of the convex hull of each object, borders included.

    The hull is that of the middles of the edges of the object's pixels, as in
    ``skimage.morphology.convex_hull_image``; the arithmetic is in whole numbers and exact.
    """
    left, right = np.empty_like(rows.left), np.empty_like(rows.right)
    _fill(rows.start, rows.left, rows.right, left, right)
    return RowEnds(rows.start, rows.top, left, right)


def hull_pixels(rows: RowEnds) -> NDArray[np.int64]:
    """Return how many pixel centres lie in the convex hull of each object (`hull_rows`)."""
    return count_pixels(hull_rows(rows))


def count_pixels(rows: RowEnds) -> NDArray[np.int64]:
    """Return how many pixels lie between the ends of the rows of each object."""
    ends = np.zeros(len(rows.left) + 1, dtype=np.int64)
    np.cumsum(np.maximum(rows.right - rows.left + 1, 0), out=ends[1:])
    return ends[rows.start[1:]] - ends[rows.start[:-1]]


def polygon_areas(rows: RowEnds) -> NDArray[np.float64]:
    """Return the area of the convex polygon around the pixels of each object, in pixels.

    The polygon is that of the pixels' corners, as in ImageJ: an object of one pixel has an area
    of 1.
    """
    levels = corner_levels(rows)
    doubled = np.zeros(len(rows.top), dtype=np.int64)
    _add_areas(levels.start, levels.ends, doubled)
    # Of half pixels.
    return doubled / 8


@njit(nogil=True, cache=True)
def _fill(rows: Any, near: Any, far: Any, left: Any, right: Any) -> None:
    points = np.empty((2 * most_rows(rows) + 1, 2), np.int64)
    chain = np.empty_like(points)
    for k in range(len(rows) - 1):
        a, b = rows[k], rows[k + 1]
        _inner_ends(chain[: edge_side(near[a:b], 1, points, chain)], 1, left[a:b])
        _inner_ends(chain[: edge_side(far[a:b], -1, points, chain)], -1, right[a:b])
        for row in range(a, b):
            if left[row] > right[row]:
                left[row], right[row] = FAR, -FAR


@njit(nogil=True, cache=True)
def _inner_ends(chain: Any, toward: Any, ends: Any) -> None:
    """Write in each row the outermost whole pixel on the inner side of a side of a polygon.

    `toward` is 1 for the left side, whose pixels lie right of it, and −1 for the right one.
    """
    row = 0
    for part in range(len(chain) - 1):
        y0, x0 = chain[part, 0], toward * chain[part, 1]
        y1, x1 = chain[part + 1, 0], toward * chain[part + 1, 1]
        tall, wide = 2 * (y1 - y0), x1 - x0
        # Divided once for the first row; from there on the rest is carried.
        whole, rest = _upward(x0 * (y1 - y0) + (2 * row - y0) * wide, tall)
        step, over = _upward(2 * wide, tall)
        while row < len(ends) and (2 * row <= y1 or part == len(chain) - 2):
            ends[row] = toward * whole
            row += 1
            whole, rest = whole + step, rest + over
            carried = rest >= tall
            whole -= carried
            rest -= tall if carried else 0


@njit(nogil=True, cache=True)
def _upward(part: Any, tall: Any) -> Any:
    """Return the smallest whole number not below part / tall, and what it is too much, · tall."""
    # Division of whole numbers is slow; that of floats is off by one at most, which is seen.
    whole = np.int64(part / tall)
    rest = whole * tall - part
    while rest < 0:
        whole, rest = whole + 1, rest + tall
    while rest >= tall:
        whole, rest = whole - 1, rest - tall
    return whole, rest


@njit(nogil=True, cache=True)
def _add_areas(start: Any, ends: Any, doubled: Any) -> None:
    """Add twice the areas of the convex polygons."""
    for k in range(len(doubled)):
        levels = ends[start[k] : start[k + 1]]
        corners = np.empty((2 * len(levels), 2), np.int64)
        n = polygon(levels, np.empty((len(levels), 2), np.int64), corners)
        for i in range(n):
            j = i + 1 if i + 1 < n else 0
            doubled[k] += corners[j, 1] * corners[i, 0] - corners[i, 1] * corners[j, 0]
        doubled[k] = abs(doubled[k])
