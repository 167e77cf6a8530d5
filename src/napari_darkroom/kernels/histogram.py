"""Histograms of many pixels: exact, and quicker than NumPy's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.counting import place_in_bins
from napari_darkroom.kernels.side_by_side import in_pieces

_BLOCK = 2048
# Of as many levels there are four tables: one alone waits for itself where neighbours are equal.
_FEW = 2**16


def count_integers(values: NDArray[Any], low: int, high: int) -> NDArray[np.int64]:
    """Return how many of some integers have each value from `low` to `high`, their ends."""
    flat = np.ravel(values)
    levels = high - low + 1
    tables = np.zeros((4 if levels <= _FEW else 1, levels), np.int64)
    _count_integers(flat, flat.dtype.type(low), tables)
    return np.asarray(tables.sum(axis=0))


@njit(nogil=True, cache=True)
def _count_integers(flat: Any, low: Any, tables: Any) -> None:
    n = len(tables)
    first, second, third, fourth = tables[0], tables[1 % n], tables[2 % n], tables[3 % n]
    fours = flat.size - flat.size % 4
    for k in range(0, fours, 4):
        first[np.uint64(flat[k] - low)] += 1
        second[np.uint64(flat[k + 1] - low)] += 1
        third[np.uint64(flat[k + 2] - low)] += 1
        fourth[np.uint64(flat[k + 3] - low)] += 1
    for k in range(fours, flat.size):
        first[np.uint64(flat[k] - low)] += 1


def count_floats(values: NDArray[Any], edges: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many floats lie in each of some bins of equal width, as NumPy counts them.

    A bin holds its lower edge, the last one both; what is not finite is left out.

    Parameters
    ----------
    values : array of float
    edges : array of float64
        Ends of the bins, from the smallest to the largest finite value.
    """

    def count(flat: NDArray[Any]) -> NDArray[np.int64]:
        # The last bin for what is near an edge.
        tables = np.zeros((4, len(edges)), np.int64)
        _count_floats(flat, edges, tables)
        return np.asarray(tables[:, :-1].sum(axis=0))

    return np.asarray(sum(in_pieces(np.ravel(values), count)))


@njit(nogil=True, cache=True)
def _count_floats(flat: Any, edges: Any, tables: Any) -> None:
    bins, low, high = len(edges) - 1, edges[0], edges[-1]
    scale = bins / (high - low)
    # More than what rounding can move the place, or an edge, in widths of a bin; infinite where
    # the range is too narrow for a scale, so that nothing is clear and the edges decide.
    near = 2.0**-49 * (bins + scale * (abs(low) + abs(high)))
    first, second, third, fourth = tables
    places = np.zeros(_BLOCK, np.int32)
    for start in range(0, len(flat), _BLOCK):
        own = flat[start : start + _BLOCK]
        _find_places(own, (low, scale, near, np.int32(bins)), places)
        unclear = first[bins] + second[bins] + third[bins] + fourth[bins]
        fours = len(own) - len(own) % 4
        for i in range(0, fours, 4):
            # Unsigned: none counts from the end, and the compiler need not look at each.
            first[np.uint64(places[i])] += 1
            second[np.uint64(places[i + 1])] += 1
            third[np.uint64(places[i + 2])] += 1
            fourth[np.uint64(places[i + 3])] += 1
        for i in range(fours, len(own)):
            first[np.uint64(places[i])] += 1
        if first[bins] + second[bins] + third[bins] + fourth[bins] == unclear:
            continue
        for i in range(len(own)):
            if places[i] == bins and low <= own[i] <= high:
                first[place_in_bins(np.float64(own[i]), edges, scale)] += 1


@njit(nogil=True, cache=True)
def _find_places(values: Any, grid: Any, places: Any) -> None:
    """Write the bin of each value, their number for one that is near an edge or in none."""
    low, scale, near, bins = grid
    far = 1 - near
    for i in range(len(values)):
        place = (np.float64(values[i]) - low) * scale
        # Without branches, for many values at a time; false for what is missing too.
        place = place if (place > near) & (place < bins) else 0.0
        whole = np.int32(place)
        rest = place - np.float64(whole)
        places[i] = whole if (rest > near) & (rest < far) else bins
