"""Reconstruction by dilation: what is left of a marker floods an image, never above it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.grey import as_it_is
from napari_darkroom.kernels.margin import inner, lowest, offsets, with_margin, without_margin

# Of so many pixels one may be raised by waves before the next scans.
_SHARE_OF_WAVES = 2


def reconstruct(
    marker: NDArray[Any],
    limit: NDArray[Any],
    *,
    diagonal: bool,
    turn: Callable[[NDArray[Any]], None] = as_it_is,
) -> NDArray[Any]:
    """Return the marker dilated again and again under the limit, until nothing changes.

    The hybrid of scans and a queue of L. Vincent, IEEE Transactions on Image Processing 2 (1993)
    176–201.

    Parameters
    ----------
    marker, limit : array, 2-D or 3-D
        Of one pixel type and shape, and nothing missing. The marker is cut off at the limit.
    turn : callable
        What is done in place with copies before, and with the result after it: where it turns them
        over, the marker is eroded above the limit.
    """
    if limit.dtype == bool:
        start, most = marker.view(np.uint8), limit.view(np.uint8)
        bits = reconstruct(start, most, diagonal=diagonal, turn=turn)
        return bits.view(bool)
    if limit.dtype == np.float16:
        start, most = marker.astype(np.float32), limit.astype(np.float32)
        found = reconstruct(start, most, diagonal=diagonal, turn=turn)
        return found.astype(np.float16)
    low, ndim = lowest(limit.dtype), limit.ndim
    # What was made for this call alone is free once its copy is there.
    flooded = with_margin(marker, low)
    del marker
    top = with_margin(limit, low)
    del limit
    turn(inner(flooded, ndim))
    turn(inner(top, ndim))
    np.minimum(flooded, top, out=flooded)
    flood_under(flooded, top, ndim, diagonal=diagonal)
    del top
    result = without_margin(flooded, ndim)
    turn(result)
    return result


def flood_under(flooded: NDArray[Any], top: NDArray[Any], ndim: int, *, diagonal: bool) -> None:
    """Reconstruct in place: volumes with a margin of the lowest value, `flooded` nowhere above."""
    steps = offsets(top.shape, ndim, diagonal)
    _flood(flooded.reshape(-1), top.reshape(-1), np.array(top.shape), steps)


@njit(nogil=True, cache=True)
def _flood(flooded: Any, top: Any, shape: Any, steps: Any) -> None:
    # Scans raise all pixels at little cost each, waves those that are left. On a rough ground
    # waves raise pixels again and again: then the next scans are quicker.
    most = len(top) // _SHARE_OF_WAVES + 1
    waiting, last = np.empty(1024, np.int64), 1
    while last:
        waiting, last = _scan(flooded, top, (shape, steps), waiting)
        waiting, last = _spread(flooded, top, steps, (waiting, last), most)


@njit(nogil=True, cache=True)
def _scan(flooded: Any, top: Any, grid: Any, waiting: Any) -> Any:
    """Raise the pixels row by row, forth and back; return those that give more, and how many."""
    (depth, height, width), steps = grid
    # A plane has no margin along z.
    edge = int(depth > 1)
    half = len(steps) // 2
    for z in range(edge, depth - edge):
        for y in range(1, height - 1):
            row = (z * height + y) * width
            for p in range(row + 1, row + width - 1):
                _take(flooded, top, p, steps[:half])
    last = 0
    for z in range(depth - 1 - edge, edge - 1, -1):
        for y in range(height - 2, 0, -1):
            row = (z * height + y) * width
            for p in range(row + width - 2, row, -1):
                _take(flooded, top, p, steps[half:])
                if _gives(flooded, top, p, steps[half:]):
                    waiting = room(waiting, last)
                    waiting[last] = p
                    last += 1
    return waiting, last


@njit(nogil=True, cache=True, inline="always")
def _take(flooded: Any, top: Any, p: Any, steps: Any) -> None:
    """Raise a pixel to its highest neighbour, up to its limit."""
    value = flooded[p]
    for step in steps:
        value = max(value, flooded[p + step])
    flooded[p] = min(value, top[p])


@njit(nogil=True, cache=True, inline="always")
def _gives(flooded: Any, top: Any, p: Any, steps: Any) -> Any:
    """Whether a neighbour would still be raised by a pixel."""
    value = flooded[p]
    for step in steps:
        q = p + step
        if flooded[q] < value and flooded[q] < top[q]:
            return True
    return False


@njit(nogil=True, cache=True)
def room(waiting: Any, last: Any) -> Any:
    """Return a list with room for one more behind the `last` that are in it."""
    if last < len(waiting):
        return waiting
    longer = np.empty(2 * len(waiting), waiting.dtype)
    longer[: len(waiting)] = waiting
    return longer


@njit(nogil=True, cache=True)
def _spread(flooded: Any, top: Any, steps: Any, begun: Any, most: Any) -> Any:
    """Raise what the scans left, wave by wave, until nothing is left or it was too much."""
    waiting, last = begun
    following = np.empty(1024, np.int64)
    while last and most > 0:
        n = 0
        most -= last
        for i in range(last):
            p = waiting[i]
            value = flooded[p]
            for step in steps:
                q = p + step
                if flooded[q] < value and flooded[q] < top[q]:
                    flooded[q] = min(value, top[q])
                    following = room(following, n)
                    following[n] = q
                    n += 1
        waiting, following, last = following, waiting, n
    return waiting, last
