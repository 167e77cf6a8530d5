"""The median of many floats by counting, exact."""

from __future__ import annotations

import math
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


def finite_median(values: NDArray[np.float64]) -> float:
    """Return the median of the finite values among some of 64 bits; NaN if there is none."""
    if values.size < _PART:
        # Of few a table of all bins takes longer than putting them in order.
        few = values[np.isfinite(values)]
        return float(np.median(few)) if few.size else math.nan
    return _middle(lambda: _finite(values))


def _finite(values: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """Yield the finite values a part at a time; mostly all are, and none is copied."""
    flat = values.reshape(-1)
    for low in range(0, flat.size, _PART):
        part = flat[low : low + _PART]
        finite = np.isfinite(part)
        yield part if finite.all() else part[finite]


def _floats(values: NDArray[Any], known: NDArray[np.bool_] | None) -> Iterator[NDArray[np.float32]]:
    """Yield values a part at a time: a copy of all of them takes memory."""
    flat = values.reshape(-1)
    for low in range(0, flat.size, _PART):
        part = flat[low : low + _PART]
        if known is not None:
            part = part[known.reshape(-1)[low : low + _PART]]
        yield part.astype(np.float32, copy=False)


def _middle(parts: Callable[[], Iterator[NDArray[Any]]]) -> float:
    tables = np.zeros((4, BINS), dtype=np.int64)
    for part in parts():
        _count(_bits(part), tables)
    counts = tables.sum(axis=0)
    ends = np.cumsum(counts)
    if not ends[-1]:
        return math.nan
    ranks = [(int(ends[-1]) - 1) // 2, int(ends[-1]) // 2]
    low, high = (int(np.searchsorted(ends, rank, side="right")) for rank in ranks)
    near = np.empty(int(counts[low] + (counts[high] if high != low else 0)), dtype=part.dtype)
    n = 0
    for part in parts():
        n = _gather(_bits(part), (low, high), _bits(near), n)
    before = int(ends[low - 1]) if low else 0
    # Between the two bins there is none.
    own = [rank - before for rank in ranks]
    first, second = np.partition(near, own)[own].tolist()
    return float((first + second) / 2)


def _bits(floats: NDArray[Any]) -> NDArray[Any]:
    return floats.view(f"u{floats.itemsize}")


@njit(nogil=True, cache=True)
def _bin(bits: Any, shift: Any) -> Any:
    """Return the upper sixteen bits of a float, in the order of the values."""
    upper = np.uint64(bits) >> shift
    return upper ^ np.uint64(0xFFFF) if upper & np.uint64(0x8000) else upper | np.uint64(0x8000)


@njit(nogil=True, cache=True)
def _count(bits: Any, tables: Any) -> None:
    """Count in four tables: one alone waits for itself where neighbours are equal."""
    shift = np.uint64(bits.itemsize * 8 - 16)
    first, second, third, fourth = tables
    fours = len(bits) - len(bits) % 4
    for k in range(0, fours, 4):
        first[_bin(bits[k], shift)] += 1
        second[_bin(bits[k + 1], shift)] += 1
        third[_bin(bits[k + 2], shift)] += 1
        fourth[_bin(bits[k + 3], shift)] += 1
    for k in range(fours, len(bits)):
        first[_bin(bits[k], shift)] += 1


@njit(nogil=True, cache=True)
def _gather(bits: Any, wanted: Any, near: Any, n: Any) -> Any:
    """Write the values of two bins behind the n that there are; return how many there are then."""
    shift = np.uint64(bits.itemsize * 8 - 16)
    low, high = np.uint64(wanted[0]), np.uint64(wanted[1])
    for k in range(len(bits)):
        own = _bin(bits[k], shift)
        if own in (low, high):
            near[n] = bits[k]
            n += 1
    return n


@njit(nogil=True, cache=True)
def weigh(bits: Any, weights: Any, sums: Any) -> None:
    """Add to each bin the weights of the values in it."""
    shift = np.uint64(bits.itemsize * 8 - 16)
    for k in range(len(bits)):
        sums[_bin(bits[k], shift)] += weights[k]


@njit(nogil=True, cache=True)
def _place(bits: Any, wanted: Any, places: Any) -> Any:
    shift, own = np.uint64(bits.itemsize * 8 - 16), np.uint64(wanted)
    n = 0
    for k in range(len(bits)):
        if _bin(bits[k], shift) == own:
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
