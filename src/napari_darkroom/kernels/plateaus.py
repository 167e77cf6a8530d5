"""Plateaus of an image that are marked in part: they lose their marks."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.reconstruction import room


def drop_hanging(values: NDArray[Any], marked: NDArray[np.bool_], *, diagonal: bool) -> None:
    """Take the marks off connected pixels of one value of which not all are marked.

    Parameters
    ----------
    values : array, 2-D or 3-D
        Pixels that are NaN are like no other.
    marked : array of bool
        Written to. Of neighbours that are marked none may be above the other.
    """
    shape = (1,) * (3 - values.ndim) + values.shape
    planes = (0,) if values.ndim == 2 else (-1, 0, 1)
    near = [(z, y) for z, y in product(planes, (-1, 0, 1)) if diagonal or z * y == 0]
    rows = np.array([one for one in near if any(one)], dtype=np.int64)
    _drop(values.reshape(shape), marked.reshape(shape), rows, int(diagonal))


@njit(nogil=True, cache=True)
def _drop(values: Any, marked: Any, rows: Any, reach: Any) -> None:
    hanging = np.empty(values.shape[2], np.bool_)
    waiting = np.empty(1024, np.int64)
    for z in range(values.shape[0]):
        for y in range(values.shape[1]):
            _look_at_row(values, marked, (z, y), (rows, reach), hanging)
            for x in range(len(hanging)):
                if hanging[x] and marked[z, y, x]:
                    waiting = _drop_plateau(marked, (z, y, x), (rows, reach), waiting)


@njit(nogil=True, cache=True)
def _look_at_row(values: Any, marked: Any, place: Any, beside: Any, hanging: Any) -> None:
    """Write which pixels of a row have a neighbour of their value that is not marked."""
    z, y = place
    rows, reach = beside
    own, width = values[z, y], values.shape[2]
    hanging[:] = False
    _compare(own[1:], own[:-1], marked[z, y, :-1], hanging[1:])
    _compare(own[:-1], own[1:], marked[z, y, 1:], hanging[:-1])
    for dz, dy in rows:
        v, u = z + dz, y + dy
        if 0 <= v < values.shape[0] and 0 <= u < values.shape[1]:
            other, known = values[v, u], marked[v, u]
            _compare(own, other, known, hanging)
            if reach and width > 1:
                _compare(own[1:], other[:-1], known[:-1], hanging[1:])
                _compare(own[:-1], other[1:], known[1:], hanging[:-1])


@njit(nogil=True, cache=True)
def _compare(own: Any, other: Any, marked: Any, hanging: Any) -> None:
    # Without a branch, so that many pixels are compared at once.
    for x in range(len(own)):
        hanging[x] |= (own[x] == other[x]) & (not marked[x])


@njit(nogil=True, cache=True)
def _drop_plateau(marked: Any, place: Any, beside: Any, waiting: Any) -> Any:
    """Take the marks off all that is connected with a pixel, piece of a row by piece."""
    depth, height, width = marked.shape
    rows, reach = beside
    waiting, n = _drop_piece(marked, place, waiting, 0)
    while n > 0:
        n -= 2
        at, stop = waiting[n], waiting[n + 1]
        z, y, start = at // width // height, at // width % height, at % width
        low, high = max(start - reach, 0), min(stop + reach, width)
        for dz, dy in rows:
            v, u = z + dz, y + dy
            if 0 <= v < depth and 0 <= u < height:
                for x in range(low, high):
                    if marked[v, u, x]:
                        waiting, n = _drop_piece(marked, (v, u, x), waiting, n)
    return waiting


@njit(nogil=True, cache=True)
def _drop_piece(marked: Any, place: Any, waiting: Any, n: Any) -> Any:
    """Take the marks off the piece of a row around a pixel, and put it among those that wait."""
    z, y, x = place
    row, start, stop = marked[z, y], x, x
    while start > 0 and row[start - 1]:
        start -= 1
    while stop < len(row) and row[stop]:
        row[stop] = False
        stop += 1
    row[start:x] = False
    waiting = room(room(waiting, n), n + 1)
    waiting[n] = (z * marked.shape[1] + y) * marked.shape[2] + start
    waiting[n + 1] = stop
    return waiting, n + 2
