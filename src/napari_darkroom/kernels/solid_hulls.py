"""Convex hulls of all objects of a volume: their voxels and their largest diameter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.polyhedron import convex_sides
from napari_darkroom.kernels.row_ends import FAR
from napari_darkroom.kernels.side_by_side import in_strips
from napari_darkroom.kernels.solid_ends import SolidEnds
from napari_darkroom.kernels.solid_points import face_centres

_WORTH = 64


def solid_hull(ends: SolidEnds) -> SolidEnds:
    """Return the ends of the rows of the convex hull of each object, borders included.

    The hull is that of the centres of the faces of the object's voxels, as in
    ``skimage.morphology.convex_hull_image``; the arithmetic is in whole numbers and exact.
    """
    left, right = np.empty_like(ends.left), np.empty_like(ends.right)
    own = (ends.start, ends.extent, ends.left, ends.right)
    # A row of a hull is worth about as many pixels.
    in_strips(len(ends.extent), _WORTH * len(ends.left), _fill_all, own, (left, right))
    return SolidEnds(ends.start, ends.extent, left, right)


def hull_voxels(hull: SolidEnds) -> NDArray[np.int64]:
    """Return how many voxels lie between the ends of the rows of each object."""
    ends = np.zeros(len(hull.left) + 1, dtype=np.int64)
    np.cumsum(np.maximum(hull.right - hull.left + 1, 0), out=ends[1:])
    return ends[hull.start[1:]] - ends[hull.start[:-1]]


def solid_diameters(hull: SolidEnds, spacing: Sequence[float]) -> NDArray[np.float64]:
    """Return the largest distance between the centres of faces of the hull's voxels.

    These are the points of scikit-image's surface of the filled hull: ``feret_diameter_max`` of
    ``skimage.measure.regionprops``.
    """
    found = np.zeros(len(hull.extent))
    half = np.asarray(spacing, dtype=float) / 2
    _measure(hull.start, hull.extent, hull.left, hull.right, half, found)
    return found


@njit(nogil=True, cache=True)
def _fill_all(ends: Any, filled: Any, first: Any, after: Any) -> None:
    """Fill the hulls of some of the objects, each with what belongs to it alone."""
    start, extent, left, right = ends
    filled_left, filled_right = filled
    for k in range(first, after):
        a, b = start[k], start[k + 1]
        planes, rows = extent[k]
        points = face_centres(left[a:b], right[a:b], planes, rows)
        sides = convex_sides(points)
        _fill(sides, planes, rows, filled_left[a:b], filled_right[a:b])


@njit(nogil=True, cache=True)
def _fill(sides: Any, planes: Any, rows: Any, left: Any, right: Any) -> None:
    """Write the first and the last voxel of each row on the inner side of all sides."""
    inverse = np.zeros(len(sides))
    for i in range(len(sides)):
        if sides[i, 2] != 0:
            inverse[i] = 0.5 / sides[i, 2]
    for z in range(planes):
        for y in range(rows):
            near, far = _within(sides, inverse, z, y)
            if near > far:
                near, far = FAR, -FAR
            left[z * rows + y], right[z * rows + y] = near, far


@njit(nogil=True, cache=True)
def _within(sides: Any, inverse: Any, z: Any, y: Any) -> Any:
    """Return the first and the last voxel of a row that no side leaves out."""
    near, far = -FAR, FAR
    for i in range(len(sides)):
        rest = sides[i, 3] - 2 * (sides[i, 0] * z + sides[i, 1] * y)
        slope = 2 * sides[i, 2]
        about = rest * inverse[i]
        # The division of whole numbers is exact and slow: only where it can matter.
        if slope > 0 and about < far + 1:
            far = min(far, rest // slope)
        elif slope < 0 and about > near - 1:
            near = max(near, -(rest // -slope))
        elif slope == 0 and rest < 0:
            return FAR, -FAR
    return near, far


@njit(nogil=True, cache=True)
def _measure(start: Any, extent: Any, left: Any, right: Any, *given: Any) -> None:
    half, found = given
    for k in range(len(found)):
        a, b = start[k], start[k + 1]
        points = face_centres(left[a:b], right[a:b], extent[k, 0], extent[k, 1])
        found[k] = _largest_distance(points * half)


@njit(nogil=True, cache=True)
def _largest_distance(places: Any) -> Any:
    best = 0.0
    for i in range(len(places)):
        for j in range(i):
            z, y = places[i, 0] - places[j, 0], places[i, 1] - places[j, 1]
            x = places[i, 2] - places[j, 2]
            best = max(best, z * z + y * y + x * x)
    return np.sqrt(best)
