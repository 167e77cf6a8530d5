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
    from napari_darkroom.kernels.outlines import convex_sizes, perimeters

    if index.ndim == 3:
        return {"solidity": sums.size / _hull_voxels(index, sums)}
    square = bool(np.isclose(spacing[0], spacing[1], rtol=1e-6))
    scale = spacing[0] if square else np.nan
    hulls = convex_sizes(index, sums.low[:, 1:], sums.high[:, 1:])
    return {
        "perimeter": perimeters(index, len(sums.size)) * scale,
        "solidity": sums.size / hulls,
    }


def _hull_voxels(index: NDArray[np.intp], sums: RegionSums) -> NDArray[np.float64]:
    """Return how many voxels lie in the convex hull of each object."""
    from skimage.morphology import convex_hull_image

    def hull(k: int) -> float:
        box: Any = tuple(slice(a, b) for a, b in zip(sums.low[k], sums.high[k], strict=True))
        return float(np.count_nonzero(convex_hull_image(index[box] == k + 1)))

    return np.array([hull(k) for k in range(len(sums.size))], dtype=float)
