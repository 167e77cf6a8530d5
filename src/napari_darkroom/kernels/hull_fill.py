"""Convex hulls of objects as pixels, in whole numbers: exact in two and three dimensions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def fill_hulls(labels: NDArray[Any]) -> NDArray[np.bool_]:
    """Return the pixels whose centres lie in the convex hull of an object, its borders included.

    The hull is that of the middles of the faces (edges in a plane) of the object's pixels, as in
    ``skimage.morphology.convex_hull_image``.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
    """
    from scipy.ndimage import find_objects

    result = np.zeros(labels.shape, dtype=bool)
    for number, box in enumerate(find_objects(labels), start=1):
        if box is not None:
            result[box] |= _hull(labels[box] == number)
    return result


def _hull(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the hull of a mask that reaches to all sides of its box."""
    from scipy.spatial import ConvexHull

    volume = mask.reshape((1,) * (3 - mask.ndim) + mask.shape)
    points = _corners(volume, mask.ndim)
    facets = points[ConvexHull(points).simplices]
    normals, limits = _half_spaces(facets, points)
    result = np.zeros(volume.shape, dtype=bool)
    flat = np.zeros((len(normals), 3), np.int64)
    flat[:, 3 - mask.ndim :] = normals
    _fill(result, flat, limits)
    return result.reshape(mask.shape)


def _corners(volume: NDArray[np.bool_], ndim: int) -> NDArray[np.int64]:
    """Return the middles of the faces of the first and last pixel of each row, in half pixels."""
    rows = np.argwhere(volume.any(axis=2))
    lines = volume[rows[:, 0], rows[:, 1]]
    first = lines.argmax(axis=1)
    last = volume.shape[2] - 1 - lines[:, ::-1].argmax(axis=1)
    ends = np.concatenate([np.column_stack([rows, first]), np.column_stack([rows, last])])
    steps = np.concatenate([np.eye(3, dtype=np.int64), -np.eye(3, dtype=np.int64)])
    corners = (2 * ends[:, None] + steps).reshape(-1, 3)
    # A plane has no face along z.
    return corners if ndim == 3 else corners[corners[:, 0] == 0, 1:]


def _half_spaces(
    facets: NDArray[np.int64], points: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return normals n and limits c with n · p ≤ c for every point p of the hull."""
    edges = facets[:, 1:] - facets[:, :1]
    if facets.shape[2] == 2:
        normals = np.stack([edges[:, 0, 1], -edges[:, 0, 0]], axis=1)
    else:
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
