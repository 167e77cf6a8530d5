"""The order of values within each of many groups, and their ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.ordered_bits import ordered_bits

_DIGITS = 1 << 16
_LARGEST_SHORT = 2**31
# Entries of a table of counts, to one value: with more of them sorting is as quick.
_SPACIOUS = 2
_WIDEST = 1 << 20


@dataclass(frozen=True)
class Ranks:
    """Ranks of values within their groups.

    Attributes
    ----------
    average : array of float64
        From 1; equal values share the mean of their ranks.
    dense : array of int32
        From 0, without gaps: the number of smaller values that differ.
    levels : array of float64
        The different values of each group, ascending, group after group.
    starts : array of int64
        Where the levels of each group begin, and at the end where the last one ends.
    """

    average: NDArray[np.float64]
    dense: NDArray[np.int32]
    levels: NDArray[np.float64]
    starts: NDArray[np.int64]


def ranks(values: NDArray[np.float64], group: NDArray[np.int32], count: int) -> Ranks:
    """Return the ranks of values within groups 0 to `count` - 1.

    Parameters
    ----------
    values : array of float64, 1-D
        None is NaN.
    group : array of int32
        The group of each value.
    """
    low, width = _whole_range(values)
    if 0 < count * width <= _SPACIOUS * len(values):
        return _counted_ranks(values, group, low, np.zeros((count, width), dtype=np.int64))
    order = order_of(values)
    begins = np.concatenate([[0], np.cumsum(np.bincount(group, minlength=count))])
    sorted_ = np.empty(len(values), dtype=np.int64)
    _distribute(order, group, begins[:-1].copy(), sorted_)
    average = np.empty(len(values))
    dense = np.empty(len(values), dtype=np.int32)
    levels = np.empty(len(values))
    starts = np.zeros(count + 1, dtype=np.int64)
    _rank(values, sorted_, begins, (average, dense), (levels, starts))
    return Ranks(average, dense, levels[: starts[-1]].copy(), starts)


def _whole_range(values: NDArray[np.float64]) -> tuple[int, int]:
    """Return the smallest of some whole numbers and how many there may be; 0 where it is no use."""
    if len(values) == 0:
        return 0, 0
    low, high = float(values.min()), float(values.max())
    if not (high - low < _WIDEST and _are_whole(values)):
        return 0, 0
    return int(low), int(high - low) + 1


@njit(nogil=True, cache=True)
def _are_whole(values: Any) -> Any:
    whole = True
    for value in values:
        whole &= value == np.floor(value)
    return whole


def _counted_ranks(
    values: NDArray[np.float64], group: NDArray[np.int32], low: int, counts: NDArray[np.int64]
) -> Ranks:
    """Return the ranks of whole numbers from how often each occurs: nothing is sorted."""
    _count_whole(values, group, low, counts)
    there = counts > 0
    smaller = np.cumsum(counts, axis=1) - counts
    table = smaller + 0.5 * (counts + 1)
    place = (np.cumsum(there, axis=1) - 1).astype(np.int32)
    average = np.empty(len(values))
    dense = np.empty(len(values), dtype=np.int32)
    _look_up(values, group, low, (table, place), (average, dense))
    starts = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    return Ranks(average, dense, low + np.nonzero(there)[1].astype(np.float64), starts)


@njit(nogil=True, cache=True)
def _count_whole(values: Any, group: Any, low: Any, counts: Any) -> None:
    for i in range(len(values)):
        counts[group[i], np.int64(values[i]) - low] += 1


@njit(nogil=True, cache=True)
def _look_up(values: Any, group: Any, low: Any, tables: Any, found: Any) -> None:
    table, place = tables
    average, dense = found
    for i in range(len(values)):
        k, number = group[i], np.int64(values[i]) - low
        average[i], dense[i] = table[k, number], place[k, number]


def order_of(values: NDArray[Any]) -> NDArray[Any]:
    """Return the indices that sort values, equal ones in their order, as a stable sort does.

    Parameters
    ----------
    values : array of float32 or float64
    """
    keys = ordered_bits(values)
    counts = np.zeros((values.itemsize // 2, _DIGITS), dtype=np.int64)
    _count_digits(keys, counts)
    order = np.arange(len(values), dtype=np.int32 if len(values) < _LARGEST_SHORT else np.int64)
    other = np.empty_like(order)
    for digit in range(len(counts)):
        if counts[digit].max(initial=0) < len(values):
            starts = np.cumsum(counts[digit]) - counts[digit]
            _sort_digit(keys, order, 16 * digit, starts, other)
            order, other = other, order
    return order


@njit(nogil=True, cache=True)
def _count_digits(keys: Any, counts: Any) -> None:
    for i in range(len(keys)):
        key = np.uint64(keys[i])
        for digit in range(len(counts)):
            counts[digit, (key >> np.uint64(16 * digit)) & np.uint64(0xFFFF)] += 1


@njit(nogil=True, cache=True)
def _sort_digit(keys: Any, order: Any, shift: Any, starts: Any, result: Any) -> None:
    for i in order:
        digit = (np.uint64(keys[i]) >> np.uint64(shift)) & np.uint64(0xFFFF)
        result[starts[digit]] = i
        starts[digit] += 1


@njit(nogil=True, cache=True)
def _distribute(order: Any, group: Any, next_: Any, result: Any) -> None:
    for i in order:
        result[next_[group[i]]] = i
        next_[group[i]] += 1


@njit(nogil=True, cache=True)
def _rank(values: Any, order: Any, begins: Any, ranked: Any, found: Any) -> None:
    average, dense = ranked
    levels, starts = found
    filled = 0
    for k in range(len(begins) - 1):
        starts[k] = filled
        low, end = begins[k], begins[k + 1]
        i = low
        while i < end:
            j = i
            while j < end and values[order[j]] == values[order[i]]:
                j += 1
            for m in range(i, j):
                average[order[m]] = 0.5 * (i + j + 1) - low
                dense[order[m]] = filled - starts[k]
            levels[filled] = values[order[i]]
            filled += 1
            i = j
    starts[len(begins) - 1] = filled
