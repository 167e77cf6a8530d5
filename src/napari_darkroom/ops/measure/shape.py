"""Convex hulls of volumes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from napari_darkroom.kernels.regions import RegionSums


def hull_voxels(index: NDArray[Any], sums: RegionSums) -> NDArray[np.float64]:
    """Return how many voxels lie in the convex hull of each object."""

    def hull(k: int) -> float:
        box: Any = tuple(slice(a, b) for a, b in zip(sums.low[k], sums.high[k], strict=True))
        return float(_hull_size(index[box] == k + 1))

    return np.array([hull(k) for k in range(len(sums.size))], dtype=float)


def _hull_size(inside: NDArray[np.bool_]) -> int:
    """Return how many voxels have their centre in the hull of the voxels' face centres.

    As ``skimage.morphology.convex_hull_image``, also where an object is a plane or a line.
    """
    from scipy.spatial import ConvexHull

    faces = np.concatenate([np.eye(3), -np.eye(3)]) / 2
    corners = (_row_ends(inside)[:, None, :] + faces).reshape(-1, 3)
    sides = ConvexHull(corners).equations
    centres = np.argwhere(np.ones(inside.shape, dtype=bool))
    within = np.ones(len(centres), dtype=bool)
    for side in sides:
        within &= centres @ side[:3] + side[3] < 1e-10
    return int(np.count_nonzero(within))


def _row_ends(inside: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the first and last voxel of every row: all that a hull can rest on."""
    first = inside & (np.cumsum(inside, axis=-1) == 1)
    last = inside & (np.cumsum(inside[..., ::-1], axis=-1)[..., ::-1] == 1)
    return np.argwhere(first | last)
