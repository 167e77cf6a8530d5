"""Caliper (Feret) diameters of all objects of a plane, each by its own outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.polygons import (
    Levels,
    center_levels,
    corner_levels,
    edge_polygon,
    most_rows,
    polygon,
)
from napari_darkroom.kernels.row_ends import RowEnds


@dataclass(frozen=True)
class Calipers:
    """Caliper diameters; an entry an object.

    Attributes
    ----------
    largest, smallest : array of float
        Largest distance between two points of the outline, and smallest distance between two
        parallel lines that hold it, in the unit of the spacing.
    angle : array of float
        Of the largest diameter in degrees against the x axis, counterclockwise as seen on the
        screen, from 0 up to 180.
    y, x : array of float
        The left end of the largest diameter in pixels; 0 is the centre of the first pixel.
    """

    largest: NDArray[np.float64]
    smallest: NDArray[np.float64]
    angle: NDArray[np.float64]
    y: NDArray[np.float64]
    x: NDArray[np.float64]


def corner_calipers(rows: RowEnds, spacing: Sequence[float]) -> Calipers:
    """Return the calipers of the outline along the edges of the pixels, as ImageJ has them."""
    return _calipers(rows, corner_levels(rows), spacing)


def center_calipers(rows: RowEnds, spacing: Sequence[float]) -> Calipers:
    """Return the calipers of the pixels' centres, as CellProfiler has them.

    An object of one pixel has diameters of 0, one of a line of pixels a smallest one of 0.
    """
    return _calipers(rows, center_levels(rows), spacing)


def hull_diameters(hull: RowEnds, spacing: Sequence[float]) -> NDArray[np.float64]:
    """Return the largest diameter of the line that scikit-image traces around a filled hull.

    It goes through the middles of the edges of the outermost pixels of the hull, whose rows are
    those of `hull_rows`: ``feret_diameter_max`` of ``skimage.measure.regionprops``.
    """
    found = np.zeros((len(hull.top), 6))
    _measure_hulls(hull.start, (hull.left, hull.right), spacing[0] / 2, spacing[1] / 2, found)
    return found[:, 0].copy()


def _calipers(rows: RowEnds, levels: Levels, spacing: Sequence[float]) -> Calipers:
    found = np.zeros((len(rows.top), 6))
    _measure(levels.start, levels.ends, spacing[0] / 2, spacing[1] / 2, found)
    largest, smallest, rise, run, y, x = found.T
    angle = np.degrees(np.arctan2(rise, run))
    return Calipers(largest, smallest, np.where(angle < 0, angle + 180, angle), rows.top + y, x)


@njit(nogil=True, cache=True)
def _measure(start: Any, ends: Any, tall: Any, wide: Any, found: Any) -> None:
    for k in range(len(found)):
        levels = ends[start[k] : start[k + 1]]
        corners = np.empty((2 * len(levels), 2), np.int64)
        n = polygon(levels, np.empty((len(levels), 2), np.int64), corners)
        _widest(corners, n, tall, wide, found[k])
        found[k, 1] = _narrowest(corners, n, tall, wide)


@njit(nogil=True, cache=True)
def _measure_hulls(rows: Any, ends: Any, tall: Any, wide: Any, found: Any) -> None:
    left, right = ends
    points = np.empty((2 * most_rows(rows) + 1, 2), np.int64)
    chain, corners = np.empty_like(points), np.empty((2 * len(points), 2), np.int64)
    for k in range(len(rows) - 1):
        a, b = rows[k], rows[k + 1]
        n = edge_polygon(left[a:b], right[a:b], points, chain, corners)
        _widest(corners, n, tall, wide, found[k])


@njit(nogil=True, cache=True)
def _widest(corners: Any, n: Any, tall: Any, wide: Any, found: Any) -> None:
    """Write the largest distance, rise and run from its left end, and that end.

    Of equal ones the first along the polygon counts. A polygon on pixels has few corners (about
    the size to the power of 2/3), so that all pairs are soon seen.
    """
    best, first, second = -1.0, 0, 0
    for i in range(n):
        for j in range(i + 1, n):
            dy, dx = (corners[j, 0] - corners[i, 0]) * tall, (corners[j, 1] - corners[i, 1]) * wide
            squared = dy * dy + dx * dx
            if squared > best:
                best, first, second = squared, i, j
    if corners[first, 1] > corners[second, 1]:
        first, second = second, first
    found[0] = np.sqrt(max(best, 0.0))
    found[2] = (corners[first, 0] - corners[second, 0]) * tall
    found[3] = (corners[second, 1] - corners[first, 1]) * wide
    found[4], found[5] = corners[first, 0] / 2, corners[first, 1] / 2


@njit(nogil=True, cache=True)
def _narrowest(corners: Any, n: Any, tall: Any, wide: Any) -> Any:
    """Return the smallest distance from a side of a polygon to the corner furthest from it."""
    smallest = np.inf
    for i in range(n):
        j = i + 1 if i + 1 < n else 0
        dy, dx = (corners[j, 0] - corners[i, 0]) * tall, (corners[j, 1] - corners[i, 1]) * wide
        length = np.sqrt(dy * dy + dx * dx)
        furthest = 0.0
        for m in range(n):
            from_y = (corners[m, 0] - corners[i, 0]) * tall
            from_x = (corners[m, 1] - corners[i, 1]) * wide
            furthest = max(furthest, abs(from_y * dx - from_x * dy))
        if length > 0:
            smallest = min(smallest, furthest / length)
    return smallest if n > 1 else 0.0
