"""The median of many floats by counting, exact."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.side_by_side import in_groups, side_by_side

# What gives some of the values.
Piece: TypeAlias = Callable[[], NDArray[Any]]

# The deviation of normal noise, in units of its median absolute deviation.
NORMAL = 1.4826
BINS = 2**16
_PART = 2**16
_MANY = 2**18


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
    return _middle(_floats(values, known), values.size)


def noise(values: NDArray[np.float32], known: NDArray[np.bool_] | None = None) -> float:
    """Return the standard deviation of normal noise by the median absolute deviation."""
    level = np.float32(median(values, known))
    far = [partial(_far, one, level) for one in _floats(values, known)]
    return NORMAL * _middle(far, values.size)


def finite_median(pieces: Sequence[Piece], number: int) -> float:
    """Return the median of the finite values among some of 64 bits; NaN if there is none.

    Parameters
    ----------
    pieces : sequence of callable
        What gives some of the values; called twice.
    number : int
        About how many there are.
    """
    finite = [partial(_finite, piece) for piece in pieces]
    if number >= _PART:
        return _middle(finite, number)
    # Of few a table of all bins takes longer than putting them in order.
    few = np.concatenate([one() for one in finite])
    return float(np.median(few)) if few.size else math.nan


def _finite(piece: Piece) -> NDArray[np.float64]:
    """Return the finite values; mostly all are, and none is copied."""
    values = piece()
    finite = np.isfinite(values)
    return values if finite.all() else values[finite]


def _floats(values: NDArray[Any], known: NDArray[np.bool_] | None) -> list[Piece]:
    """Return what gives the values a part at a time: a copy of all of them takes memory."""
    flat = values.reshape(-1)
    some = None if known is None else known.reshape(-1)
    return [partial(_single, flat, some, low) for low in range(0, flat.size, _PART)]


def _single(flat: NDArray[Any], known: NDArray[np.bool_] | None, low: int) -> NDArray[np.float32]:
    part = flat[low : low + _PART]
    if known is not None:
        part = part[known[low : low + _PART]]
    return part.astype(np.float32, copy=False)


def _far(part: Piece, level: np.float32) -> NDArray[np.float32]:
    return np.abs(part() - level)


def _middle(pieces: Sequence[Piece], number: int) -> float:
    # Each group takes a table of all bins: few values are one.
    groups = in_groups(pieces) if number >= _MANY else [pieces]
    counts = sum(side_by_side([partial(_counted, some) for some in groups], number))
    ends = np.cumsum(counts)
    if not ends[-1]:
        return math.nan
    ranks = [(int(ends[-1]) - 1) // 2, int(ends[-1]) // 2]
    bins = [int(np.searchsorted(ends, rank, side="right")) for rank in ranks]
    near = np.concatenate(side_by_side([partial(_near, some, bins) for some in groups], number))
    before = int(ends[bins[0] - 1]) if bins[0] else 0
    # Between the two bins there is none.
    own = [rank - before for rank in ranks]
    first, second = np.partition(near, own)[own].tolist()
    return float((first + second) / 2)


def _counted(pieces: Sequence[Piece]) -> NDArray[np.int64]:
    """Return how many values there are in each bin."""
    tables = np.zeros((4, BINS), dtype=np.int64)
    for piece in pieces:
        _count(_bits(piece()), tables)
    return np.asarray(tables.sum(axis=0))


def _near(pieces: Sequence[Piece], bins: Sequence[int]) -> NDArray[Any]:
    """Return the values in two bins."""
    return np.concatenate([_gathered(piece(), bins) for piece in pieces])


def _gathered(values: NDArray[Any], bins: Sequence[int]) -> NDArray[Any]:
    near = np.empty_like(values)
    return near[: _gather(_bits(values), tuple(bins), _bits(near))].copy()


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
def _gather(bits: Any, wanted: Any, near: Any) -> Any:
    """Write the values of two bins; return how many there are."""
    shift = np.uint64(bits.itemsize * 8 - 16)
    low, high = np.uint64(wanted[0]), np.uint64(wanted[1])
    n = 0
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
