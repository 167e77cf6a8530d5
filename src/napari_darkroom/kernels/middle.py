"""The median of many floats by counting, exact."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# The deviation of normal noise, in units of its median absolute deviation.
_NORMAL = 1.4826
_BINS = 2**16


def median(values: NDArray[np.float32]) -> float:
    """Return the median of 32-bit floats that are no NaN; of an even number the mean of two.

    They are counted by their upper half of bits, and only those around the middle are sorted.
    """
    bits = np.ascontiguousarray(values).reshape(-1).view(np.uint32)
    counts = np.zeros(_BINS, dtype=np.int64)
    _count(bits, counts)
    ends, ranks = np.cumsum(counts), [(bits.size - 1) // 2, bits.size // 2]
    low, high = (int(np.searchsorted(ends, rank, side="right")) for rank in ranks)
    near = np.empty(int(counts[low] + (counts[high] if high != low else 0)), dtype=np.float32)
    _gather(bits, (low, high), near.view(np.uint32))
    near.sort()
    before = int(ends[low - 1]) if low else 0
    # Between the two bins there is none.
    first, second = (float(near[rank - before]) for rank in ranks)
    return (first + second) / 2


def noise(values: NDArray[np.float32]) -> float:
    """Return the standard deviation of normal noise by the median absolute deviation."""
    away = values - np.float32(median(values))
    return _NORMAL * median(np.abs(away, out=away))


@njit(nogil=True, cache=True)
def _bin(bits: Any) -> Any:
    """Return the upper half of the bits of a float, in the order of the values."""
    negative = bits >> np.uint32(31)
    turned = ~bits if negative else bits | np.uint32(0x80000000)
    return np.int64(turned >> np.uint32(16))


@njit(nogil=True, cache=True)
def _count(bits: Any, counts: Any) -> None:
    for one in bits:
        counts[_bin(one)] += 1


@njit(nogil=True, cache=True)
def _gather(bits: Any, wanted: Any, near: Any) -> None:
    low, high = wanted
    n = 0
    for one in bits:
        k = _bin(one)
        if k in (low, high):
            near[n] = one
            n += 1
