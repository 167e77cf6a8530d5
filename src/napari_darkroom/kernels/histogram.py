"""Histograms of many pixels: exact, and quicker than NumPy's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def count_integers(values: NDArray[Any], low: int, high: int) -> NDArray[np.int64]:
    """Return how many of some integers have each value from `low` to `high`, their ends."""
    flat = np.ravel(values)
    counts = np.zeros(high - low + 1, np.int64)
    _count_integers(flat, flat.dtype.type(low), counts)
    return counts


@njit(nogil=True, cache=True)
def _count_integers(flat: Any, low: Any, counts: Any) -> None:
    for k in range(flat.size):
        counts[flat[k] - low] += 1


def finite_range(values: NDArray[Any]) -> tuple[float, float, int]:
    """Return the smallest and the largest finite value of floats, and how many are finite."""
    # Both are finite where all values are.
    if values.size and np.isfinite(low := values.min()) and np.isfinite(high := values.max()):
        return float(low), float(high), values.size
    low, high, count = _finite_range(np.ravel(values))
    return float(low), float(high), int(count)


@njit(nogil=True, cache=True)
def _finite_range(flat: Any) -> Any:
    low, high, count = np.inf, -np.inf, 0
    for k in range(flat.size):
        value = flat[k]
        if np.isfinite(value):
            count += 1
            low, high = min(low, value), max(high, value)
    return low, high, count


def count_floats(values: NDArray[Any], edges: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many floats lie in each of some bins of equal width, as NumPy counts them.

    A bin holds its lower edge, the last one both; what is not finite is left out.

    Parameters
    ----------
    values : array of float
    edges : array of float64
        Ends of the bins, from the smallest to the largest finite value.
    """
    counts = np.zeros(len(edges) - 1, np.int64)
    _count_floats(np.ravel(values), edges, counts)
    return counts


@njit(nogil=True, cache=True)
def _count_floats(flat: Any, edges: Any, counts: Any) -> None:
    last = len(counts) - 1
    low, high = edges[0], edges[-1]
    scale = len(counts) / (high - low)
    for k in range(flat.size):
        value = np.float64(flat[k])
        # False for what is missing too.
        if not low <= value <= high:
            continue
        bin_ = min(int((value - low) * scale), last)
        # Rounding may have put it into the neighbour.
        if value < edges[bin_]:
            bin_ -= 1
        elif value >= edges[bin_ + 1] and bin_ < last:
            bin_ += 1
        counts[bin_] += 1
