"""Separable correlation in two and three dimensions, with missing pixels left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import Boundary
from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.boundary import pad, trim
from napari_darkroom.kernels.row_blocks import row_blocks

TRUNCATE = 4.0
# OpenCV fuses multiply and add in whole vector registers and not in the columns that are left
# over: these round differently, so they must lie outside of what is kept.
_LANES = 64
# A block has so many rows, and at least so many times what it needs on each side.
_ROWS, _TIMES = 128, 8
# So many values are correlated along the depth at once, so that they stay in fast memory.
_TOGETHER = 2**18


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
    result = np.empty(image.shape, image.dtype)
    for low, high in filter_blocks(image.shape, weights):
        correlate_rows(image, weights, (mode, outside), (low, high), result[..., low:high, :])
    return result


def filter_blocks(
    shape: Sequence[int], weights: Sequence[NDArray[np.float64]]
) -> list[tuple[int, int]]:
    """Return the blocks of rows in which an image is filtered."""
    return row_blocks(shape[-2], max(_ROWS, _TIMES * (len(weights[-2]) // 2)))


def correlate_rows(
    image: NDArray[Any],
    weights: Sequence[NDArray[np.float64]],
    beyond: tuple[Boundary, float],
    rows: tuple[int, int],
    result: NDArray[Any],
) -> None:
    """Write what `separable` gives for some rows of a plane, or of all planes of a volume.

    Parameters
    ----------
    beyond : (str, float)
        The mode, and what lies beyond the border in the mode constant.
    rows : (int, int)
        The first one, and one more than the last.
    """
    kernels = [kernel.astype(image.dtype) for kernel in weights]
    if image.ndim == 2:
        _correlate_plane(image, kernels, beyond, rows, result)
        return
    for plane, out in zip(image, result, strict=True):
        _correlate_plane(plane, kernels[1:], beyond, rows, out)
    if kernels[0].size > 1 or kernels[0][0] != 1:
        _correlate_depth(result, kernels[0], beyond)


def _correlate_plane(
    plane: NDArray[Any],
    kernels: Sequence[NDArray[Any]],
    beyond: tuple[Boundary, float],
    rows: tuple[int, int],
    result: NDArray[Any],
) -> None:
    """Correlate columns and rows; a pixel is the same whatever the plane's width."""
    high, wide = (len(kernel) // 2 for kernel in kernels)
    width = plane.shape[1]
    filled = np.zeros((rows[1] - rows[0] + 2 * high, _whole_vectors(width + 2 * wide)), plane.dtype)
    inner = filled[:, wide : wide + width]
    _take(plane, rows[0] - high, beyond, inner)
    _take(inner.T, -wide, beyond, filled[:, : width + 2 * wide].T)
    result[:] = trim(_filtered(filled, kernels[1], kernels[0])[:, : width + 2 * wide], [high, wide])


def _correlate_depth(
    volume: NDArray[Any], kernel: NDArray[Any], beyond: tuple[Boundary, float]
) -> None:
    """Correlate a volume along its first axis in place, some rows at a time."""
    depth, height, width = volume.shape
    deep = len(kernel) // 2
    rows = max(1, _TOGETHER // (depth * width))
    for low in range(0, height, rows):
        part = volume[:, low : low + rows]
        columns = part.shape[1] * width
        filled = np.zeros((depth + 2 * deep, _whole_vectors(columns)), volume.dtype)
        _take(part.reshape(depth, columns), -deep, beyond, filled[:, :columns])
        found = _filtered(filled, np.ones(1, volume.dtype), kernel)
        part[:] = trim(found[:, :columns], [deep, 0]).reshape(part.shape)


def _take(
    given: NDArray[Any], first: int, beyond: tuple[Boundary, float], result: NDArray[Any]
) -> None:
    """Write the rows from `first` on into a result of as many rows, those beyond the border too."""
    mode, outside = beyond
    before = max(-first, 0)
    behind = max(first + len(result) - len(given), 0)
    within = result[before : len(result) - behind]
    if not np.shares_memory(within, given):
        within[:] = given[max(first, 0) : max(first, 0) + len(within)]
    if mode == "constant":
        result[:before] = result[len(result) - behind :] = outside
        return
    places = pad(np.arange(len(given)), [max(before, behind)], mode)
    middle = max(before, behind)
    result[:before] = given[places[middle - before : middle]]
    result[len(result) - behind :] = given[places[middle + len(given) :][:behind]]


def _whole_vectors(width: int) -> int:
    return width + -width % _LANES


def _filtered(filled: NDArray[Any], along_x: NDArray[Any], along_y: NDArray[Any]) -> NDArray[Any]:
    import cv2

    return np.asarray(cv2.sepFilter2D(filled, -1, along_x, along_y))


def gaussian_halo(sigma: Sequence[float]) -> list[int]:
    """Return the halo of a Gaussian along each axis."""
    return [gaussian_radius(s) for s in sigma]
