"""Marked plateaus that lose all their marks where one of their pixels is found to have none."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.room import room


def drop_plateaus(
    marked: NDArray[np.bool_], hanging: NDArray[np.bool_], first: int, *, diagonal: bool
) -> None:
    """Take the marks off connected pixels of which one, in some of the rows, is hanging.

    Parameters
    ----------
    marked : array of bool, 2-D or 3-D
        Written to.
    hanging : array of bool
        For some of the rows.
    first : int
        The first of these.
    """
    deep = (1,) * (3 - marked.ndim)
    planes = (0,) if marked.ndim == 2 else (-1, 0, 1)
    near = [(z, y) for z, y in product(planes, (-1, 0, 1)) if diagonal or z * y == 0]
    rows = np.array([one for one in near if any(one)], dtype=np.int64)
    given = np.ascontiguousarray(hanging).reshape(deep + hanging.shape)
    _drop(marked.reshape(deep + marked.shape), given, first, (rows, int(diagonal)))


@njit(nogil=True, cache=True)
def _drop(marked: Any, hanging: Any, first: Any, beside: Any) -> None:
    waiting = np.empty(1024, np.int64)
    for z in range(hanging.shape[0]):
        for y in range(hanging.shape[1]):
            for x in range(hanging.shape[2]):
                if hanging[z, y, x] and marked[z, first + y, x]:
                    waiting = _drop_plateau(marked, (z, first + y, x), beside, waiting)


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
