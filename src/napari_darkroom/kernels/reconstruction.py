"""Reconstruction by dilation: what is left of a marker floods an image, never above it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.margin import lowest, offsets, with_margin, without_margin


def reconstruct(marker: NDArray[Any], limit: NDArray[Any], *, diagonal: bool) -> NDArray[Any]:
    """Return the marker dilated again and again under the limit, until nothing changes.

    The hybrid of scans and a queue of L. Vincent, IEEE Transactions on Image Processing 2 (1993)
    176–201.

    Parameters
    ----------
    marker, limit : array, 2-D or 3-D
        Of one pixel type and shape; the marker nowhere above the limit, and nothing missing.
    """
    if limit.dtype == bool:
        found = reconstruct(marker.view(np.uint8), limit.view(np.uint8), diagonal=diagonal)
        return found.view(bool)
    if limit.dtype == np.float16:
        wide = reconstruct(*(a.astype(np.float32) for a in (marker, limit)), diagonal=diagonal)
        return wide.astype(np.float16)
    low = lowest(limit.dtype)
    flooded, top = with_margin(marker, low), with_margin(limit, low)
    steps = offsets(top.shape, limit.ndim, diagonal)
    _flood(flooded.ravel(), top.ravel(), np.array(top.shape), steps)
    return without_margin(flooded, limit.ndim)


@njit(nogil=True, cache=True)
def _flood(flooded: Any, top: Any, shape: Any, steps: Any) -> None:
    depth, height, width = shape
    half = len(steps) // 2
    for z in range(1, depth - 1):
        for y in range(1, height - 1):
            row = (z * height + y) * width
            for p in range(row + 1, row + width - 1):
                _take(flooded, top, p, steps[:half])
    waiting = np.empty(1024, np.int64)
    last = 0
    for z in range(depth - 2, 0, -1):
        for y in range(height - 2, 0, -1):
            row = (z * height + y) * width
            for p in range(row + width - 2, row, -1):
                _take(flooded, top, p, steps[half:])
                if _gives(flooded, top, p, steps[half:]):
                    waiting = room(waiting, last)
                    waiting[last] = p
                    last += 1
    _spread(flooded, top, steps, waiting, last)


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
def _spread(flooded: Any, top: Any, steps: Any, waiting: Any, last: Any) -> None:
    """Raise what the scans left, wave by wave."""
    following = np.empty(1024, np.int64)
    while last:
        n = 0
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
