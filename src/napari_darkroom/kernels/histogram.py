"""Histograms of many pixels: exact, and much quicker than sorting or counting in floats."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# OpenCV hands its counts over as float32, which is exact up to here.
_EXACT_COUNT = 2**24


def count_integers(values: NDArray[Any], low: int, high: int) -> NDArray[np.int64]:
    """Return how many of some integers have each value from `low` to `high`, their ends."""
    flat = np.ravel(values)
    if flat.dtype.kind == "u" and flat.dtype.itemsize <= 2:
        return _count_by_opencv(flat)[low : high + 1]
    if flat.dtype.kind == "i" and flat.dtype.itemsize <= 2:
        # The order of unsigned numbers is that of signed ones with the first bit turned.
        bits = flat.view(flat.dtype.str.replace("i", "u"))
        half = 2 ** (8 * flat.dtype.itemsize - 1)
        return np.roll(_count_by_opencv(bits), half)[low + half : high + half + 1]
    # In int64: the differences of a signed type may not fit into it.
    above_low = np.subtract(flat, low, dtype=np.int64, casting="unsafe")
    return np.bincount(above_low, minlength=high - low + 1).astype(np.int64, copy=False)


def _count_by_opencv(flat: NDArray[Any]) -> NDArray[np.int64]:
    import cv2

    levels = 2 ** (8 * flat.dtype.itemsize)
    counts = np.zeros(levels, np.int64)
    for start in range(0, flat.size, _EXACT_COUNT):
        part = flat[start : start + _EXACT_COUNT]
        found = cv2.calcHist([part], [0], None, [levels], [0, levels])
        counts += found.ravel().astype(np.int64)
    return counts


def finite_range(values: NDArray[Any]) -> tuple[float, float, int]:
    """Return the smallest and the largest finite value of floats, and how many are finite."""
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
    low = edges[0]
    scale = len(counts) / (edges[-1] - low)
    for k in range(flat.size):
        value = np.float64(flat[k])
        if not np.isfinite(value):
            continue
        bin_ = min(max(int((value - low) * scale), 0), last)
        # Rounding may have put it into the neighbour.
        while bin_ > 0 and value < edges[bin_]:
            bin_ -= 1
        while bin_ < last and value >= edges[bin_ + 1]:
            bin_ += 1
        counts[bin_] += 1
