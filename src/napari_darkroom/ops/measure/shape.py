"""Columns of shape: axes from moments, perimeter and convex hull."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from napari_darkroom.kernels.regions import RegionSums


def moment_axes(sums: RegionSums, spacing: Sequence[float]) -> dict[str, NDArray[np.float64]]:
    """Return the axes of the ellipse or ellipsoid with the same second moments.

    In 2-D an axis is 4 √λ and in 3-D 2 √(5 λ) for an eigenvalue λ of the covariance: both give
    the axes of a full ellipse or ellipsoid back.
    """
    ndim = len(spacing)
    size = np.asarray(spacing, dtype=float)
    covariance = sums.covariance[:, 3 - ndim :, 3 - ndim :] * np.outer(size, size)
    eigenvalues = np.maximum(np.linalg.eigvalsh(covariance), 0)
    factor = 16.0 if ndim == 2 else 20.0
    lengths = np.sqrt(factor * eigenvalues)
    columns = {"axis_major_length": lengths[:, -1], "axis_minor_length": lengths[:, 0]}
    if ndim == 2:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(lengths[:, -1] > 0, eigenvalues[:, 0] / eigenvalues[:, -1], 1.0)
        columns["eccentricity"] = np.sqrt(np.maximum(1 - ratio, 0))
    return columns


def outline_columns(
    index: NDArray[np.intp], sums: RegionSums, spacing: Sequence[float]
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


def _hull_voxels(index: NDArray[np.intp], sums: RegionSums) -> NDArray[np.float64]:
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
