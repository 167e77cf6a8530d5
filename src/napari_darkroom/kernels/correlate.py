"""Separable correlation in two and three dimensions, with missing pixels left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import Boundary
from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.boundary import pad, trim

TRUNCATE = 4.0
# OpenCV fuses multiply and add in whole vector registers and not in the columns that are left
# over: these round differently, so they must lie outside of what is kept.
_LANES = 64
# A strip has so many rows, and at least so many times what it needs on each side.
_ROWS, _TIMES = 256, 8


def gaussian_radius(sigma: float) -> int:
    """Return the pixels that a Gaussian kernel reaches to each side, as SciPy cuts it off."""
    return int(TRUNCATE * sigma + 0.5)


def gaussian_weights(sigma: float) -> NDArray[np.float64]:
    """Return the weights of a sampled Gaussian, of sum 1; ``[1.0]`` for a sigma of 0."""
    radius = gaussian_radius(sigma)
    if radius == 0:
        return np.ones(1)
    offsets = np.arange(-radius, radius + 1)
    weights = np.exp(-0.5 * (offsets / sigma) ** 2)
    return np.asarray(weights / weights.sum())


def smooth(
    image: NDArray[Any], weights: Sequence[NDArray[np.float64]], mode: Boundary
) -> NDArray[Any]:
    """Correlate with the same kernel that `weights` give for each axis, in float.

    Missing pixels (NaN) have no weight and stay missing: normalised convolution (Knutsson
    and Westin, CVPR 1993).

    Parameters
    ----------
    image : array of float32 or float64, 2-D or 3-D
    weights : sequence of array
        One odd kernel of sum 1 an axis.
    """
    nan = missing(image)
    if nan is None:
        return separable(image, weights, mode, 0.0)
    values = separable(np.where(nan, 0, image).astype(image.dtype), weights, mode, 0.0)
    share = separable((~nan).astype(image.dtype), weights, mode, 1.0)
    # Far from missing pixels the share is exactly 1, as in an image that has none.
    share /= separable(np.ones((1,) * image.ndim, image.dtype), weights, "nearest", 1.0).item()
    with np.errstate(divide="ignore", invalid="ignore"):
        result = values / share
    result[nan] = np.nan
    return result


def separable(
    image: NDArray[Any], weights: Sequence[NDArray[np.float64]], mode: Boundary, outside: float
) -> NDArray[Any]:
    """Correlate an image without missing pixels with one odd kernel an axis, in its pixel type.

    Parameters
    ----------
    image : array of float32 or float64, 2-D or 3-D
    outside : float
        What lies beyond the border, in the mode constant.
    """
    kernels = [kernel.astype(image.dtype) for kernel in weights]
    radii = [len(kernel) // 2 for kernel in kernels]
    identity = np.ones(1, image.dtype)
    # OpenCV takes planes: y and x together, then z as the rows of one wide plane.
    wide = pad(image, [0] * (image.ndim - 2) + radii[-2:], mode, outside)
    planes = wide.reshape(-1, *wide.shape[-2:])
    result = np.empty((len(planes), *image.shape[-2:]), image.dtype)
    for plane, out in zip(planes, result, strict=True):
        _correlate_strips(plane, kernels[-1], kernels[-2], out)
    if image.ndim == 2:
        return result[0]
    rows = pad(result.reshape(len(result), -1), [radii[0], 0], mode, outside)
    filtered = _correlate_plane(rows, identity, kernels[0])
    return trim(filtered, [radii[0], 0]).reshape(image.shape)


def _correlate_strips(
    plane: NDArray[Any], along_x: NDArray[Any], along_y: NDArray[Any], result: NDArray[Any]
) -> None:
    """Write what is found for a padded plane, some rows at a time: copies of all take memory."""
    wide, high = len(along_x) // 2, len(along_y) // 2
    rows = max(_ROWS, _TIMES * high)
    for start in range(0, len(result), rows):
        part = plane[start : start + rows + 2 * high]
        result[start : start + rows] = trim(_correlate_plane(part, along_x, along_y), [high, wide])


def _correlate_plane(
    plane: NDArray[Any], along_x: NDArray[Any], along_y: NDArray[Any]
) -> NDArray[Any]:
    """Correlate rows and columns of a plane; a pixel is the same whatever the plane's width."""
    import cv2

    width = plane.shape[1]
    filled = np.pad(plane, [(0, 0), (0, -width % _LANES)])
    return np.asarray(cv2.sepFilter2D(filled, -1, along_x, along_y)[:, :width])


def gaussian_halo(sigma: Sequence[float]) -> list[int]:
    """Return the halo of a Gaussian along each axis."""
    return [gaussian_radius(s) for s in sigma]
