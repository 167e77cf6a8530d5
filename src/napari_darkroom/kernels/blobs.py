"""How much every pixel looks like the middle of a bright round blob of some size."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.correlate import (
    correlate_rows,
    filter_blocks,
    gaussian_radius,
    gaussian_weights,
)

BlobFilter: TypeAlias = Literal["log", "dog", "doh"]
Floats: TypeAlias = NDArray[np.float32]
Weights: TypeAlias = Sequence[NDArray[np.float64]]
# Of the two Gaussians of a difference, as in D. Lowe's and in scikit-image's.
_RATIO = 1.6


def blob_answer(
    values: Floats, sigma: Sequence[float], filter_: BlobFilter
) -> tuple[Floats, Floats]:
    """Return the answer of a filter to bright blobs, and one that tells its noise.

    They are the same array but for the determinant, which is 0 in most places: the noise is that
    of the Laplacian. Beyond the border the image is mirrored.

    Parameters
    ----------
    values : array of float32, 2-D or 3-D
        Without missing pixels, and 0 where nothing is.
    sigma : sequence of float
        Of the Gaussian along each axis: the radius of the blob over the root of the dimensions.
    filter_ : {"log", "dog", "doh"}
        Minus the Laplacian of the Gaussian, a difference of two Gaussians on the same scale, or the
        root of the determinant of the Hessian; none of them fades with size.
    """
    result = np.empty(values.shape, np.float32)
    plain = np.empty(values.shape, np.float32) if filter_ == "doh" else result
    for low, high in filter_blocks(values.shape, blob_terms(sigma, filter_)[-1][1]):
        part = result[..., low:high, :]
        found = blob_rows(values, sigma, filter_, (low, high), part)
        if found is not part:
            plain[..., low:high, :] = found
    return result, plain


def blob_rows(
    values: Floats,
    sigma: Sequence[float],
    filter_: BlobFilter,
    rows: tuple[int, int],
    result: Floats,
) -> Floats:
    """Write what `blob_answer` gives for some rows alone; return what tells the noise of them."""
    return _FILTERS[filter_](values, sigma, rows, result)


def blob_terms(sigma: Sequence[float], filter_: BlobFilter) -> list[tuple[float, Weights]]:
    """Return the separable filters, and what each counts, whose sum is what tells the noise."""
    if filter_ == "dog":
        root, scale = _RATIO**0.5, 2 / (_RATIO - 1 / _RATIO)
        return [
            (sign * scale, [gaussian_weights(s * f) for s in sigma])
            for sign, f in ((1, 1 / root), (-1, root))
        ]
    return [(-1.0, _bent(sigma, axis, axis)) for axis in range(len(sigma))]


def _derivative(sigma: float, order: int) -> NDArray[np.float64]:
    """Return the weights of a derivative of a Gaussian times sigma to its order.

    A Gaussian that is cut off, or narrower than a pixel, is no Gaussian: the weights are such that
    what is even or a slope gives 0, and the derivatives of x and x² are right for every sigma.
    """
    weights, radius = gaussian_weights(sigma), gaussian_radius(sigma)
    if radius == 0:
        return np.zeros(1)
    away = np.arange(-radius, radius + 1) / sigma
    second = np.sum(weights * away**2)
    if order == 1:
        return np.asarray(weights * away / second)
    fourth = np.sum(weights * away**4)
    return np.asarray(weights * (away**2 - second) * 2 / (fourth - second**2))


def _bent(sigma: Sequence[float], *axes: int) -> Weights:
    """Return the weights of the second derivative along two axes, or twice along one."""
    weights = [gaussian_weights(s) for s in sigma]
    for axis in set(axes):
        weights[axis] = _derivative(sigma[axis], axes.count(axis))
    return weights


def _filtered(values: Floats, weights: Weights, rows: tuple[int, int]) -> Floats:
    """Return what a filter gives for some rows alone: filtered copies of all take memory."""
    result = np.empty((*values.shape[:-2], rows[1] - rows[0], values.shape[-1]), np.float32)
    correlate_rows(values, weights, ("reflect", 0.0), rows, result)
    return result


def _laplacian(
    values: Floats, sigma: Sequence[float], rows: tuple[int, int], result: Floats
) -> Floats:
    first, *others = (weights for _, weights in blob_terms(sigma, "log"))
    correlate_rows(values, first, ("reflect", 0.0), rows, result)
    for weights in others:
        result += _filtered(values, weights, rows)
    return np.negative(result, out=result)


def _difference(
    values: Floats, sigma: Sequence[float], rows: tuple[int, int], result: Floats
) -> Floats:
    (scale, narrow), (_, wide) = blob_terms(sigma, "dog")
    correlate_rows(values, narrow, ("reflect", 0.0), rows, result)
    result -= _filtered(values, wide, rows)
    result *= np.float32(scale)
    return result


def _determinant(
    values: Floats, sigma: Sequence[float], rows: tuple[int, int], result: Floats
) -> Floats:
    ndim = values.ndim
    pairs = [(i, j) for i in range(ndim) for j in range(i, ndim)]
    entries = [_filtered(values, _bent(sigma, *pair), rows) for pair in pairs]
    trace = sum(one for one, (i, j) in zip(entries, pairs, strict=True) if i == j)
    found = np.empty_like(entries[0])
    flat = tuple(one.reshape(-1) for one in entries)
    (_determinant_2d if ndim == 2 else _determinant_3d)(flat, found.reshape(-1))
    result[...] = found
    return np.negative(trace, out=entries[0])


_FILTERS: Mapping[str, Callable[[Floats, Sequence[float], tuple[int, int], Floats], Floats]] = (
    MappingProxyType({"log": _laplacian, "dog": _difference, "doh": _determinant})
)


@njit(nogil=True, cache=True)
def _determinant_2d(entries: Any, result: Any) -> None:
    """Write the root of the determinant where both curvatures are those of a peak, else 0."""
    yy, yx, xx = entries
    for i in range(len(result)):
        a, b, c = np.float64(yy[i]), np.float64(yx[i]), np.float64(xx[i])
        determinant = a * c - b * b
        result[i] = 2 * np.sqrt(determinant) if a < 0 and determinant > 0 else 0.0


@njit(nogil=True, cache=True)
def _determinant_3d(entries: Any, result: Any) -> None:
    """Write the root of the determinant where all curvatures are those of a peak, else 0."""
    zz, zy, zx, yy, yx, xx = entries
    for i in range(len(result)):
        a, b, c = np.float64(zz[i]), np.float64(zy[i]), np.float64(zx[i])
        d, e, f = np.float64(yy[i]), np.float64(yx[i]), np.float64(xx[i])
        minor = a * d - b * b
        determinant = a * (d * f - e * e) - b * (b * f - e * c) + c * (b * e - d * c)
        peak = a < 0 and minor > 0 and determinant < 0
        result[i] = 3 * (-determinant) ** (1 / 3) if peak else 0.0


def highest(answer: Floats, least: float, reach: Sequence[int]) -> NDArray[np.bool_]:
    """Return the pixels whose answer is the largest in the box around them, and large enough.

    Parameters
    ----------
    answer : array of float32, 2-D or 3-D
    least : float
        The least answer.
    reach : sequence of int
        Half the box along each axis.
    """
    found = np.zeros(answer.shape, dtype=np.bool_)
    volume = (1,) * (3 - answer.ndim) + answer.shape
    wide = np.array([0] * (3 - answer.ndim) + list(reach))
    _mark(answer.reshape(volume), np.float32(least), wide, found.reshape(volume))
    return found


@njit(nogil=True, cache=True)
def _mark(answer: Any, least: Any, reach: Any, found: Any) -> None:
    depth, height, width = answer.shape
    near = min(reach[2], 1)
    for z in range(depth):
        for y in range(height):
            row = answer[z, y]
            for x in range(width):
                value = row[x]
                # The neighbours in the row decide for most pixels.
                if not value >= least or row[max(x - near, 0)] > value:
                    continue
                if row[min(x + near, width - 1)] <= value:
                    found[z, y, x] = is_highest(answer, (z, y, x), reach)


@njit(nogil=True, cache=True)
def is_highest(answer: Any, place: Any, reach: Any) -> Any:
    """Return whether no answer in the box around a place is larger."""
    z, y, x = place
    depth, height, width = answer.shape
    value = answer[z, y, x]
    for i in range(max(z - reach[0], 0), min(z + reach[0] + 1, depth)):
        for j in range(max(y - reach[1], 0), min(y + reach[1] + 1, height)):
            row = answer[i, j]
            for k in range(max(x - reach[2], 0), min(x + reach[2] + 1, width)):
                if row[k] > value:
                    return False
    return True
