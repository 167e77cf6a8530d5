"""Range and sums of the finite values of many, in one pass each."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.side_by_side import in_pieces

_LANES = 1024


def finite_range(values: NDArray[Any]) -> tuple[float, float, int]:
    """Return the smallest and the largest finite value of floats, and how many are finite."""
    lows, highs, numbers = zip(*in_pieces(np.ravel(values), _range_of), strict=True)
    return min(lows), max(highs), sum(numbers)


def _range_of(flat: NDArray[Any]) -> tuple[float, float, int]:
    low = np.full(_LANES, np.inf, flat.dtype)
    high = np.full(_LANES, -np.inf, flat.dtype)
    numbers = np.zeros(_LANES, np.int32)
    _find_range(flat, low, high, numbers)
    return float(low.min()), float(high.max()), int(numbers.sum(dtype=np.int64))


# These go along side by side, every value of a block for itself and without branches, so that the
# compiler takes many at a time; what is added depends on the place of a value alone.
@njit(nogil=True, cache=True)
def _find_range(flat: Any, low: Any, high: Any, numbers: Any) -> None:
    most, least = low[0], high[0]
    for start in range(0, flat.size, _LANES):
        own = flat[start : start + _LANES]
        for j in range(len(own)):
            value = own[j]
            finite = value - value == 0
            lower = value if finite else most
            upper = value if finite else least
            low[j] = lower if lower < low[j] else low[j]
            high[j] = upper if upper > high[j] else high[j]
            numbers[j] += finite


def finite_sum(values: NDArray[Any]) -> float:
    """Return the sum of the finite values of floats, added in float64."""
    sums = np.zeros(_LANES)
    _add_finite(np.ravel(values), sums)
    return float(sums.sum())


def finite_total(values: NDArray[Any]) -> tuple[float, int]:
    """Return the sum of the finite values of floats, as `finite_sum` does, and their number."""
    sums, flat = np.zeros(_LANES), np.ravel(values)
    _add_all(flat, sums)
    # What is not finite would have made a sum that is not.
    if np.isfinite(sums).all():
        return float(sums.sum()), flat.size
    return finite_sum(flat), finite_range(flat)[2]


@njit(nogil=True, cache=True)
def _add_all(flat: Any, sums: Any) -> None:
    whole = flat.size - flat.size % (4 * _LANES)
    for start in range(0, whole, 4 * _LANES):
        a, b = flat[start : start + _LANES], flat[start + _LANES : start + 2 * _LANES]
        c = flat[start + 2 * _LANES : start + 3 * _LANES]
        d = flat[start + 3 * _LANES : start + 4 * _LANES]
        for j in range(_LANES):
            sums[j] = sums[j] + a[j] + b[j] + c[j] + d[j]
    for start in range(whole, flat.size, _LANES):
        own = flat[start : start + _LANES]
        for j in range(len(own)):
            sums[j] += own[j]


@njit(nogil=True, cache=True)
def _add_finite(flat: Any, sums: Any) -> None:
    nothing = flat.dtype.type(0)
    for start in range(0, flat.size, _LANES):
        own = flat[start : start + _LANES]
        for j in range(len(own)):
            value = own[j]
            sums[j] += np.float64(value if value - value == 0 else nothing)


def finite_squares(values: NDArray[Any], mean: float) -> float:
    """Return the sum of squares of how far the finite values are from a number."""
    sums = np.zeros(_LANES)
    _add_squares(np.ravel(values), mean, sums)
    return float(sums.sum())


@njit(nogil=True, cache=True)
def _add_squares(flat: Any, mean: float, sums: Any) -> None:
    for start in range(0, flat.size, _LANES):
        own = flat[start : start + _LANES]
        for j in range(len(own)):
            value = np.float64(own[j])
            off = value - mean if value - value == 0 else 0.0
            sums[j] += off * off
