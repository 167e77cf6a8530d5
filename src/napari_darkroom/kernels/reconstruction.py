"""Reconstruction by dilation: what is left of a marker floods an image, never above it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.edges import edge_at, row_steps, steps_of
from napari_darkroom.kernels.grey import turn_over
from napari_darkroom.kernels.limits import Limit, turned, upright
from napari_darkroom.kernels.line_extremes import lower_to, raise_to
from napari_darkroom.kernels.margin import highest, lowest
from napari_darkroom.kernels.room import room

# Of so many pixels one may be raised by waves before the next scans.
_SHARE_OF_WAVES = 2
# So many pixels wait before waves go out from them, or one of so many: more would take memory.
_FEW, _SHARE_OF_WAITING = 2**14, 64
# Of a place the lower half is its column, the upper half its row: nothing has to be divided.
_ROW, _HALF = 2**32, 32


def reconstruct(marker: NDArray[Any], limit: NDArray[Any], *, diagonal: bool) -> NDArray[Any]:
    """Return the marker dilated again and again under the limit, until nothing changes.

    The hybrid of scans and a queue of L. Vincent, IEEE Transactions on Image Processing 2 (1993)
    176–201.

    Parameters
    ----------
    marker, limit : array, 2-D or 3-D
        Of one pixel type and shape. The marker is cut off at the limit, and not missing anywhere;
        where the limit is, the result is the lowest value.
    """
    flooded, top = _in_exact_type(marker, limit)
    flood_under(flooded, upright(top), diagonal=diagonal)
    return _as_given(flooded, limit.dtype)


def reconstruct_down(marker: NDArray[Any], limit: NDArray[Any], *, diagonal: bool) -> NDArray[Any]:
    """Return the marker eroded again and again above the limit; see `reconstruct`.

    Where the limit is missing the result is the highest value.
    """
    flooded, top = _in_exact_type(marker, limit)
    turn_over(flooded)
    flood_under(flooded, turned(top), diagonal=diagonal)
    turn_over(flooded)
    return _as_given(flooded, limit.dtype)


def _in_exact_type(marker: NDArray[Any], limit: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return a copy of the marker and the limit in a type that kernels know."""
    if limit.dtype.kind == "b":
        marker, limit = marker.view(np.uint8), limit.view(np.uint8)
    exact = np.dtype(np.float32) if limit.dtype == np.float16 else limit.dtype
    return marker.astype(exact, order="C"), np.ascontiguousarray(limit, dtype=exact)


def _as_given(flooded: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    return flooded.view(bool) if dtype.kind == "b" else flooded.astype(dtype, copy=False)


def flood_under(flooded: NDArray[Any], limit: Limit, *, diagonal: bool) -> None:
    """Reconstruct in place what is cut off at a limit.

    Parameters
    ----------
    flooded : array, 2-D or 3-D, C-contiguous
        Of the type of the limit's values, and nowhere missing.
    """
    if flooded.size == 0:
        return
    shape = flooded.shape
    steps = row_steps(shape, diagonal=diagonal), steps_of(shape, diagonal=diagonal, row=_ROW)
    ends = lowest(flooded.dtype), highest(flooded.dtype)
    rows = (-1, shape[-1])
    top = limit.values.reshape(rows), limit.scale, limit.shift
    _flood(flooded.reshape(rows), top, tuple(map(tuple, steps)), (*ends, diagonal))


@njit(nogil=True, cache=True)
def _flood(flooded: Any, limit: Any, steps: Any, terms: Any) -> None:
    # Scans raise all pixels at little cost each, waves those that are left. On a rough ground
    # waves raise pixels again and again: then the next scans are quicker.
    near, neighbours = steps
    rows, before, behind = near
    settled = False
    while not settled:
        _scan_forth(flooded, limit, (rows, before, terms))
        settled = _scan_back(flooded, limit, (rows, behind, terms), neighbours)


@njit(nogil=True, cache=True)
def _scan_forth(flooded: Any, limit: Any, near: Any) -> None:
    """Raise the pixels to what comes before them, row by row."""
    line, most = np.empty_like(flooded[0]), np.empty_like(flooded[0])
    for row in range(len(flooded)):
        _meet(flooded, limit, row, near, (line, most))
        value = line[0]
        for x in range(len(line)):
            value = min(max(value, line[x]), most[x])
            flooded[row, x] = value


@njit(nogil=True, cache=True)
def _scan_back(flooded: Any, limit: Any, near: Any, neighbours: Any) -> Any:
    """Raise the pixels to what comes behind them, and what they give by waves.

    Return whether nothing is left to be raised.
    """
    lists, last = (np.empty(1024, np.int64), np.empty(1024, np.int64)), 0
    many = max(_FEW, flooded.size // _SHARE_OF_WAITING)
    left = flooded.size // _SHARE_OF_WAVES
    line, most = np.empty_like(flooded[0]), np.empty_like(flooded[0])
    settled = True
    for row in range(len(flooded) - 1, -1, -1):
        _meet(flooded, limit, row, near, (line, most))
        value = line[-1]
        for x in range(len(line) - 1, -1, -1):
            value = min(max(value, line[x]), most[x])
            flooded[row, x] = value
        _lowest_open(flooded, limit, row, near, (line, most))
        lists, last = _list_giving(flooded[row], line, row, lists, last)
        if last > many or row == 0:
            lists, last, left = _spread(flooded, limit, neighbours, (lists, last), left)
            settled &= last == 0
            last = 0
    return settled


@njit(nogil=True, cache=True)
def _meet(flooded: Any, limit: Any, row: Any, near: Any, lines: Any) -> None:
    """Write the largest of what lies in a row and in those beside it, and the limit of the row."""
    rows, (steps, counts), (low, _, reach) = near
    line, most = lines
    edge = rows[row]
    line[:] = flooded[row]
    for k in range(counts[edge]):
        raise_to(line, flooded[row + steps[edge, k]], reach)
    _read_limit(limit, row, low, most)


@njit(nogil=True, cache=True)
def _lowest_open(flooded: Any, limit: Any, row: Any, near: Any, lines: Any) -> None:
    """Write the lowest value that pixels behind have and could be raised from, else the highest."""
    rows, (steps, counts), (low, high, reach) = near
    line, most = lines
    edge = rows[row]
    _read_open(flooded[row], most, high, most)
    line[:-1] = most[1:]
    line[-1] = high
    for k in range(counts[edge]):
        there = row + steps[edge, k]
        _read_limit(limit, there, low, most)
        _read_open(flooded[there], most, high, most)
        lower_to(line, most, reach)


@njit(nogil=True, cache=True)
def _read_limit(limit: Any, row: Any, low: Any, line: Any) -> None:
    values, scale, shift = limit
    given = values[row]
    for x in range(len(line)):
        line[x] = given[x] * scale + shift
    for x in range(len(line)):
        line[x] = line[x] if line[x] == line[x] else low


@njit(nogil=True, cache=True)
def _read_open(own: Any, most: Any, high: Any, line: Any) -> None:
    for x in range(len(line)):
        line[x] = own[x] if own[x] < most[x] else high


@njit(nogil=True, cache=True)
def _list_giving(own: Any, line: Any, row: Any, lists: Any, last: Any) -> Any:
    """Put the pixels of a row that are above what could be raised beside them among the waiting."""
    waiting, following = lists
    for x in range(len(own)):
        if line[x] < own[x]:
            waiting = room(waiting, last)
            waiting[last] = row * _ROW + x
            last += 1
    return (waiting, following), last


@njit(nogil=True, cache=True)
def _spread(flooded: Any, limit: Any, neighbours: Any, begun: Any, most: Any) -> Any:
    """Raise what the scans left, wave by wave, until nothing is left or it was too much."""
    (waiting, following), last = begun
    values, scale, shift = limit
    width, rows, steps, counts = neighbours
    while last and most > 0:
        n = 0
        most -= last
        for i in range(last):
            at = waiting[i]
            row, x = at >> _HALF, at & (_ROW - 1)
            value, edge = flooded[row, x], edge_at(rows[row], x, width)
            for k in range(counts[edge]):
                to = at + steps[edge, k]
                v, u = to >> _HALF, to & (_ROW - 1)
                top = flooded.dtype.type(values[v, u] * scale + shift)
                if flooded[v, u] < value and flooded[v, u] < top:
                    flooded[v, u] = min(value, top)
                    following = room(following, n)
                    following[n] = to
                    n += 1
        waiting, following, last = following, waiting, n
    return (waiting, following), last, most
