"""The median of many floats by counting, exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# The deviation of normal noise, in units of its median absolute deviation.
NORMAL = 1.4826
BINS = 2**16
_PART = 2**16


def median(values: NDArray[Any], known: NDArray[np.bool_] | None = None) -> float:
    """Return the median of numbers as 32-bit floats; of an even number the mean of two.

    They are counted by their upper half of bits, and only those around the middle are sorted.

    Parameters
    ----------
    values : array
        Those that are known are no NaN.
    known : array of bool, optional
        Which ones count.
    """
    return _middle(lambda: _floats(values, known))


def noise(values: NDArray[np.float32], known: NDArray[np.bool_] | None = None) -> float:
    """Return the standard deviation of normal noise by the median absolute deviation."""
    level = np.float32(median(values, known))
    return NORMAL * _middle(lambda: (np.abs(part - level) for part in _floats(values, known)))


def _floats(values: NDArray[Any], known: NDArray[np.bool_] | None) -> Iterator[NDArray[np.float32]]:
    """Yield values a part at a time: a copy of all of them takes memory."""
    flat = values.reshape(-1)
    for low in range(0, flat.size, _PART):
        part = flat[low : low + _PART]
        if known is not None:
            part = part[known.reshape(-1)[low : low + _PART]]
        yield part.astype(np.float32, copy=False)


def _middle(parts: Callable[[], Iterator[NDArray[np.float32]]]) -> float:
    counts = np.zeros(BINS, dtype=np.int64)
    for part in parts():
        _count(part.view(np.uint32), counts)
    ends = np.cumsum(counts)
    ranks = [(int(ends[-1]) - 1) // 2, int(ends[-1]) // 2]
    low, high = (int(np.searchsorted(ends, rank, side="right")) for rank in ranks)
    near = np.empty(int(counts[low] + (counts[high] if high != low else 0)), dtype=np.float32)
    n = 0
    for part in parts():
        n = _gather(part.view(np.uint32), (low, high), near.view(np.uint32), n)
    near.sort()
    before = int(ends[low - 1]) if low else 0
    # Between the two bins there is none.
    first, second = (float(near[rank - before]) for rank in ranks)
    return (first + second) / 2


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
def _gather(bits: Any, wanted: Any, near: Any, n: Any) -> Any:
    """Write the values of two bins behind the n that there are; return how many there are then."""
    low, high = wanted
    for one in bits:
        k = _bin(one)
        if k in (low, high):
            near[n] = one
            n += 1
    return n


@njit(nogil=True, cache=True)
def weigh(bits: Any, weights: Any, sums: Any) -> None:
    """Add to each bin the weights of the values in it."""
    for k in range(len(bits)):
        sums[_bin(bits[k])] += weights[k]


@njit(nogil=True, cache=True)
def _place(bits: Any, wanted: Any, places: Any) -> Any:
    n = 0
    for k in range(len(bits)):
        if _bin(bits[k]) == wanted:
            places[n] = k
            n += 1
    return n


def in_bin(
    values: NDArray[np.float32], weights: NDArray[Any], wanted: int
) -> tuple[NDArray[np.float32], NDArray[Any]]:
    """Return the values in one bin, and their weights."""
    places = np.empty(len(values), np.int64)
    kept = places[: _place(values.view(np.uint32), wanted, places)]
    return values[kept], weights[kept]
