"""How many values lie in each bin, in each of many groups."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]


def bin_edges(low: float, high: float, bins: int) -> Floats:
    """Return the edges of bins of equal width from `low` to `high`, one bin where these are one."""
    return np.array([low, high]) if low == high else np.linspace(low, high, bins + 1)


def bin_counts(
    values: NDArray[Any], group: NDArray[np.int32], edges: Floats, counts: Counts
) -> Counts:
    """Add to `counts` how many values of each group lie in each bin, as ``numpy.histogram`` does.

    Parameters
    ----------
    values : array, 1-D
        Infinite and missing values are left out.
    group : array of int32
        The group of each value; -1 for one that is left out.
    edges : array of float64
        Of bins of equal width; a bin holds its start, and the last one its end too.
    counts : array of int64, (groups, bins)

    Returns
    -------
    array of int64
        The number of finite values in each group.
    """
    sizes = np.zeros(len(counts), dtype=np.int64)
    _count(values, group, edges, counts, sizes)
    return sizes


@njit(nogil=True, cache=True)
def _count(values: Any, group: Any, edges: Any, counts: Any, sizes: Any) -> None:
    scale, low, high = _scale(edges), edges[0], edges[-1]
    for i in range(len(values)):
        value, k = np.float64(values[i]), group[i]
        if k < 0 or not np.isfinite(value):
            continue
        sizes[k] += 1
        if low <= value <= high:
            counts[k, place_in_bins(value, edges, scale)] += 1


@njit(nogil=True, cache=True)
def _scale(edges: Any) -> Any:
    """Return the bins to a unit."""
    return (len(edges) - 1) / (edges[-1] - edges[0]) if edges[-1] > edges[0] else 0.0


@njit(nogil=True, cache=True)
def place_in_bins(value: Any, edges: Any, scale: Any) -> Any:
    """Return the bin of a value that lies in one, of bins of equal width, `scale` to a unit."""
    last = len(edges) - 2
    at = (value - edges[0]) * scale
    # The edges have the last word, and not the rounding of the division. Where they lie so near to
    # each other, or so far apart, that there is no scale, they alone decide.
    place = int(at) if at < last else last
    while place > 0 and value < edges[place]:
        place -= 1
    while place < last and value >= edges[place + 1]:
        place += 1
    return place


def places(values: NDArray[Any], edges: Floats) -> NDArray[np.int32]:
    """Return the bin that each value lies in, -1 for none; see `bin_counts`."""
    found = np.empty(len(values), dtype=np.int32)
    _find(values, edges, found)
    return found


@njit(nogil=True, cache=True)
def _find(values: Any, edges: Any, found: Any) -> None:
    scale = _scale(edges)
    for i in range(len(values)):
        value = np.float64(values[i])
        inside = edges[0] <= value <= edges[-1]
        found[i] = place_in_bins(value, edges, scale) if inside else -1


def whole_counts(
    values: NDArray[Any], group: NDArray[np.int32], place: tuple[int, int], counts: Counts
) -> Counts:
    """Add to `counts` how many whole numbers of each group lie in each bin; see `bin_counts`.

    Parameters
    ----------
    place : (int, int)
        The first number of the first bin, and how many each holds.
    """
    sizes = np.zeros(len(counts), dtype=np.int64)
    _count_whole(values, group, place, counts, sizes)
    return sizes


@njit(nogil=True, cache=True)
def _count_whole(values: Any, group: Any, place: Any, counts: Any, sizes: Any) -> None:
    low, width = place
    for i in range(len(values)):
        k = group[i]
        if k < 0:
            continue
        sizes[k] += 1
        bin_ = np.int64(values[i]) - low
        if width > 1:
            bin_ //= width
        if 0 <= bin_ < counts.shape[1]:
            counts[k, bin_] += 1
