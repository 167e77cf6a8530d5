"""Columns of shape: perimeter and convex hull."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from napari_darkroom.kernels.regions import RegionSums


def outline_columns(
    index: NDArray[Any], sums: RegionSums, spacing: Sequence[float]
) -> dict[str, NDArray[np.float64]]:
    """Return perimeter (2-D) and solidity of objects 1 to n of an index image."""
    from napari_darkroom.kernels.hulls import hull_pixels
    from napari_darkroom.kernels.perimeters import perimeters
    from napari_darkroom.kernels.row_ends import row_ends

    if index.ndim == 3:
        return {"solidity": sums.size / _hull_voxels(index, sums)}
    square = bool(np.isclose(spacing[0], spacing[1], rtol=1e-6))
    scale = spacing[0] if square else np.nan
    hulls = hull_pixels(row_ends(index, sums.low[:, 1:], sums.high[:, 1:]))
    return {
        "perimeter": perimeters(index, len(sums.size)) * scale,
        "solidity": sums.size / hulls,
    }


def _hull_voxels(index: NDArray[Any], sums: RegionSums) -> NDArray[np.float64]:
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
