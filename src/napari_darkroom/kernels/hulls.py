"""Convex hulls of all objects of a plane: their pixels and their polygons."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.polygons import corner_levels, edge_levels, polygon, side
from napari_darkroom.kernels.row_ends import FAR, RowEnds


def hull_rows(rows: RowEnds) -> RowEnds:
    """Return the ends of the rows of the convex hull of each object, borders included.

    The hull is that of the middles of the edges of the object's pixels, as in
    ``skimage.morphology.convex_hull_image``; the arithmetic is in whole numbers and exact.
    """
    levels = edge_levels(rows)
    left, right = np.empty_like(rows.left), np.empty_like(rows.right)
    _fill(levels.start, levels.ends, rows.start, left, right)
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
def _fill(start: Any, ends: Any, rows: Any, left: Any, right: Any) -> None:
    for k in range(len(start) - 1):
        levels = ends[start[k] : start[k + 1]]
        chain = np.empty((len(levels), 2), np.int64)
        _inner_ends(chain[: side(levels, 1, chain)], 1, left[rows[k] : rows[k + 1]])
        _inner_ends(chain[: side(levels, 2, chain)], -1, right[rows[k] : rows[k + 1]])
        for row in range(rows[k], rows[k + 1]):
            if left[row] > right[row]:
                left[row], right[row] = FAR, -FAR


@njit(nogil=True, cache=True)
def _inner_ends(chain: Any, toward: Any, ends: Any) -> None:
    """Write in each row the outermost whole pixel on the inner side of a side of a polygon.

    `toward` is 1 for the left side, whose pixels lie right of it, and −1 for the right one.
    """
    part = 0
    for row in range(len(ends)):
        y = 2 * row
        while part < len(chain) - 2 and chain[part + 1, 0] < y:
            part += 1
        y0, x0 = chain[part, 0], toward * chain[part, 1]
        y1, x1 = chain[part + 1, 0], toward * chain[part + 1, 1]
        numerator = x0 * (y1 - y0) + (y - y0) * (x1 - x0)
        ends[row] = -toward * ((-numerator) // (2 * (y1 - y0)))


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
