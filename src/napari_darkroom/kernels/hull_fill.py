"""Convex hulls of objects as pixels, in whole numbers: exact in two and three dimensions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.components import joined_runs, number_components
from napari_darkroom.kernels.hulls import hull_rows
from napari_darkroom.kernels.row_ends import FAR, RowEnds
from napari_darkroom.kernels.run_ends import few_rows

# Rows of objects whose ends are kept at once.
_ROWS = 2**20


def hulls_of_pieces(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pixels whose centres lie in the convex hull of a piece, its borders included.

    The hull is that of the middles of the faces (edges in a plane) of the piece's pixels, as in
    ``skimage.morphology.convex_hull_image``; pixels that meet at a corner are of one piece.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
    """
    if mask.ndim == 3:
        return _of_volumes(number_components(mask, diagonal=True))
    return _of_plane(mask, joined_runs(mask, diagonal=True))


def hull_of_all(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pixels whose centres lie in the convex hull of all pixels of a mask together."""
    if mask.ndim == 3:
        return _of_volumes(mask.astype(np.uint8))
    before, start, stop, number = joined_runs(mask, diagonal=True)
    return _of_plane(mask, (before, start, stop, np.ones_like(number)))


def _of_plane(mask: NDArray[np.bool_], runs: tuple[NDArray[Any], ...]) -> NDArray[np.bool_]:
    result = np.zeros(mask.shape, np.bool_)
    count = int(runs[3].max(initial=0))
    low, high = np.full((count, 1), len(mask)), np.zeros((count, 1), np.int64)
    _find_rows(runs, low[:, 0], high[:, 0])
    for some in few_rows(low, high, _ROWS):
        start = np.concatenate([[0], np.cumsum(high[some, 0] - low[some, 0])])
        top = np.ascontiguousarray(low[some, 0])
        left, right = np.full(start[-1], FAR), np.full(start[-1], -FAR)
        _find_ends(runs, (some.start, start, top), left, right)
        hull = hull_rows(RowEnds(start, top, left, right))
        _draw(result, hull.start, hull.top, hull.left, hull.right)
    return result


@njit(nogil=True, cache=True)
def _find_rows(runs: Any, low: Any, high: Any) -> None:
    before, _, _, number = runs
    for y in range(len(before) - 1):
        for k in range(before[y], before[y + 1]):
            owner = np.int64(number[k]) - 1
            low[owner] = min(low[owner], y)
            high[owner] = y + 1


@njit(nogil=True, cache=True)
def _find_ends(runs: Any, objects: Any, left: Any, right: Any) -> None:
    """Write the first and the last pixel of each row of some objects."""
    before, begin, end, number = runs
    first, start, top = objects
    for y in range(len(before) - 1):
        for k in range(before[y], before[y + 1]):
            owner = np.int64(number[k]) - 1 - first
            if 0 <= owner < len(top):
                row = start[owner] + y - top[owner]
                left[row] = min(left[row], np.int64(begin[k]))
                right[row] = max(right[row], np.int64(end[k]) - 1)


@njit(nogil=True, cache=True)
def _draw(mask: Any, start: Any, top: Any, left: Any, right: Any) -> None:
    for k in range(len(top)):
        for row in range(start[k], start[k + 1]):
            line = mask[top[k] + row - start[k]]
            for x in range(left[row], right[row] + 1):
                line[x] = True


def _of_volumes(labels: NDArray[Any]) -> NDArray[np.bool_]:
    """Return the hulls of the objects of a volume."""
    from scipy.ndimage import find_objects

    result = np.zeros(labels.shape, dtype=bool)
    for number, box in enumerate(find_objects(labels), start=1):
        if box is not None:
            result[box] |= _hull(labels[box] == number)
    return result


def _hull(volume: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the hull of a mask that reaches to all sides of its box."""
    from scipy.spatial import ConvexHull

    points = _corners(volume)
    normals, limits = _half_spaces(points[ConvexHull(points).simplices], points)
    result = np.zeros(volume.shape, dtype=bool)
    _fill(result, normals, limits)
    return result


def _corners(volume: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the middles of the faces of the first and last pixel of each row, in half pixels."""
    rows = np.argwhere(volume.any(axis=2))
    lines = volume[rows[:, 0], rows[:, 1]]
    first = lines.argmax(axis=1)
    last = volume.shape[2] - 1 - lines[:, ::-1].argmax(axis=1)
    ends = np.concatenate([np.column_stack([rows, first]), np.column_stack([rows, last])])
    steps = np.concatenate([np.eye(3, dtype=np.int64), -np.eye(3, dtype=np.int64)])
    return np.asarray((2 * ends[:, None] + steps).reshape(-1, 3))


def _half_spaces(
    facets: NDArray[np.int64], points: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return normals n and limits c with n · p ≤ c for every point p of the hull."""
    edges = facets[:, 1:] - facets[:, :1]
    normals = np.cross(edges[:, 0], edges[:, 1])
    limits = (normals * facets[:, 0]).sum(axis=1)
    inward = (normals @ points.sum(axis=0)) > len(points) * limits
    normals[inward] *= -1
    limits[inward] *= -1
    return normals, limits


@njit(nogil=True, cache=True)
def _fill(result: Any, normals: Any, limits: Any) -> None:
    depth, height, width = result.shape
    for z in range(depth):
        for y in range(height):
            first, last = 0, width - 1
            for k in range(len(limits)):
                rest = limits[k] - 2 * z * normals[k, 0] - 2 * y * normals[k, 1]
                slope = 2 * normals[k, 2]
                if slope > 0:
                    last = min(last, rest // slope)
                elif slope < 0:
                    first = max(first, -(rest // -slope))
                elif rest < 0:
                    last = -1
            for x in range(first, last + 1):
                result[z, y, x] = True
