"""Peaks that lie beside a higher one above a level that both have in common."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.edges import edge_at, steps_of
from napari_darkroom.kernels.limits import Limit
from napari_darkroom.kernels.room import room

# Of a place the lower half is its column, the upper half its row: nothing has to be divided.
_ROW, _HALF = 2**32, 32


def drop_lower_peaks(
    found: NDArray[np.bool_],
    flooded: NDArray[Any],
    top: Limit,
    shared: tuple[NDArray[Any], float],
    *,
    diagonal: bool,
) -> None:
    """Take the marks off peaks from which a way above their level leads to a higher one.

    Parameters
    ----------
    found : array of bool, 2-D or 3-D
        The peaks, none of which anything reaches that has a higher level. Written to.
    flooded : array of float
        On each peak its level; written to.
    top : Limit
        The values.
    shared : (array of float, float)
        The levels at which peaks of different values lie, in order, and the height that was taken
        from values for their level.
    """
    levels, height = shared
    rows = (-1, found.shape[-1])
    values = top.values.reshape(rows), top.scale, top.shift
    steps = steps_of(found.shape, diagonal=diagonal, row=_ROW)
    _drop(found.reshape(rows), flooded.reshape(rows), values, (levels, height), tuple(steps))


@njit(nogil=True, cache=True)
def _drop(found: Any, flooded: Any, top: Any, shared: Any, steps: Any) -> None:
    values, scale, shift = top
    levels, height = shared
    lists = np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(64, np.int64)
    for row in range(len(found)):
        for x in range(found.shape[1]):
            if found[row, x]:
                level = flooded[row, x]
                k = np.searchsorted(levels, level)
                if (
                    k < len(levels)
                    and levels[k] == level
                    and values[row, x] * scale + shift > level
                ):
                    begin = row * _ROW + x
                    lists, most, n = _gather(found, flooded, top, (begin, level), (lists, steps))
                    _keep_highest(found, top, (lists[2][:n], most, height))


@njit(nogil=True, cache=True)
def _gather(found: Any, flooded: Any, top: Any, begin: Any, way: Any) -> Any:
    """Return the peaks that are connected above a level, how many, and the largest value there.

    What was reached is missing from then on.
    """
    values, scale, shift = top
    (start, level), ((waiting, following, peaks), (width, rows, steps, counts)) = begin, way
    most, n, last = level, 0, 1
    waiting[0] = start
    flooded[start >> _HALF, start & (_ROW - 1)] = np.nan
    while last:
        next_ = 0
        for i in range(last):
            at = waiting[i]
            row, x = at >> _HALF, at & (_ROW - 1)
            most = max(most, values[row, x] * scale + shift)
            if found[row, x]:
                peaks = room(peaks, n)
                peaks[n] = at
                n += 1
            edge = edge_at(rows[row], x, width)
            for k in range(counts[edge]):
                to = at + steps[edge, k]
                v, u = to >> _HALF, to & (_ROW - 1)
                if not np.isnan(flooded[v, u]) and values[v, u] * scale + shift > level:
                    flooded[v, u] = np.nan
                    following = room(following, next_)
                    following[next_] = to
                    next_ += 1
        waiting, following, last = following, waiting, next_
    return (waiting, following, peaks), most, n


@njit(nogil=True, cache=True)
def _keep_highest(found: Any, top: Any, peaks: Any) -> None:
    values, scale, shift = top
    places, most, height = peaks
    highest = np.float64(most) - height
    for at in places:
        row, x = at >> _HALF, at & (_ROW - 1)
        found[row, x] = np.float64(values[row, x] * scale + shift) - height == highest
