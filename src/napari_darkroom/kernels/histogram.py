"""Histograms of many pixels: exact, and quicker than NumPy's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.counting import place_in_bins

_BLOCK = 2048


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
    # The last one for what is near an edge.
    counts = np.zeros(len(edges), np.int64)
    _count_floats(np.ravel(values), edges, counts)
    return counts[:-1]


@njit(nogil=True, cache=True)
def _count_floats(flat: Any, edges: Any, counts: Any) -> None:
    bins, low, high = len(edges) - 1, edges[0], edges[-1]
    scale = bins / (high - low)
    # More than what rounding can move the place, or an edge, in widths of a bin.
    near = 2.0**-49 * (bins + scale * (abs(low) + abs(high)))
    places = np.empty(_BLOCK, np.int32)
    for start in range(0, len(flat), _BLOCK):
        own = flat[start : start + _BLOCK]
        unclear = _find_places(own, (low, scale, near, bins), places)
        for i in range(len(own)):
            # Unsigned: none counts from the end, and the compiler need not look at each.
            counts[np.uint64(places[i])] += 1
        for i in range(len(own) if unclear else 0):
            if places[i] == bins and low <= own[i] <= high:
                counts[place_in_bins(np.float64(own[i]), edges, scale)] += 1


@njit(nogil=True, cache=True)
def _find_places(values: Any, grid: Any, places: Any) -> Any:
    """Write the bin of each value, their number for one that is near an edge or in none."""
    low, scale, near, bins = grid
    unclear = 0
    for i in range(len(values)):
        place = (np.float64(values[i]) - low) * scale
        # Without branches, for many values at a time; false for what is missing too.
        place = place if (place > near) & (place < bins) else 0.0
        whole = np.int32(place)
        rest = place - whole
        clear = (rest > near) & (rest < 1 - near)
        places[i] = whole if clear else bins
        unclear += not clear
    return unclear
