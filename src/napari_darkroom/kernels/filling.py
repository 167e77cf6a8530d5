"""Sizes of all objects with their holes filled."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

_OBJECT, _GAP, _REACHED = 0, 1, 2


def filled_sizes(
    index: NDArray[Any],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    numbers: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """Return the pixels of each object and of its holes.

    What no way over pixels that touch, be it at a corner, leads out of is a hole:
    ``area_filled`` of ``skimage.measure.regionprops``. What else lies in a hole is filled too.

    Parameters
    ----------
    index : array of int, 2-D or 3-D
        0 for background, the objects from 1 without gaps.
    low, high : array of int, (objects, ndim)
        Bounding boxes.
    numbers : array of int, optional
        The objects that they are of; all by default.
    """
    flat = 3 - index.ndim
    volume = index.reshape((1,) * flat + index.shape)
    first, after = np.zeros((len(low), 3), np.int64), np.ones((len(low), 3), np.int64)
    first[:, flat:], after[:, flat:] = low, high
    sizes = np.zeros(len(low), dtype=np.int64)
    if numbers is None:
        numbers = np.arange(1, len(low) + 1)
    _fill_all(volume, flat, (numbers, first, after), sizes)
    return sizes


@njit(nogil=True, cache=True)
def _fill_all(volume: Any, flat: Any, boxes: Any, sizes: Any) -> None:
    numbers, low, high = boxes
    for k in range(len(sizes)):
        # A margin along the axes that there are; what lies in it is outside.
        extent = high[k] - low[k] + 2
        if flat == 1:
            extent[0] = 1
        state = np.full((extent[0], extent[1], extent[2]), _REACHED, np.uint8)
        inner = state[1 - flat : extent[0] - 1 + flat, 1:-1, 1:-1]
        size, gaps = _find_gaps(volume, numbers[k], low[k], inner)
        if gaps > 0:
            gaps -= _reach(state, gaps)
        sizes[k] = size + gaps


@njit(nogil=True, cache=True)
def _find_gaps(volume: Any, number: Any, low: Any, inner: Any) -> Any:
    """Mark the object, and what lies between the ends of its rows; return how many of each.

    All else is reached along the row.
    """
    size, gaps = 0, 0
    depth, height, width = inner.shape
    for z in range(depth):
        for y in range(height):
            last = -1
            for x in range(width):
                if volume[z + low[0], y + low[1], x + low[2]] == number:
                    if last >= 0 and x > last + 1:
                        inner[z, y, last + 1 : x] = _GAP
                        gaps += x - last - 1
                    inner[z, y, x] = _OBJECT
                    last = x
                    size += 1
    return size, gaps


@njit(nogil=True, cache=True)
def _reach(state: Any, gaps: Any) -> Any:
    """Go on from what is reached through the gaps; return how many of them are reached."""
    stack = np.empty((gaps, 3), np.int64)
    n, reached = 0, 0
    for z, y, x in np.ndindex(state.shape):
        if state[z, y, x] == _GAP and _beside_reached(state, z, y, x):
            state[z, y, x] = _REACHED
            stack[n] = z, y, x
            n += 1
            while n > 0:
                n -= 1
                reached += 1
                n = _spread(state, stack[n].copy(), stack, n)
    return reached


@njit(nogil=True, cache=True)
def _beside_reached(state: Any, z: Any, y: Any, x: Any) -> Any:
    around = state[max(z - 1, 0) : z + 2, y - 1 : y + 2, x - 1 : x + 2]
    return np.any(around == _REACHED)


@njit(nogil=True, cache=True)
def _spread(state: Any, place: Any, stack: Any, n: Any) -> Any:
    """Reach the gaps around a place; return how many wait on the stack."""
    z, y, x = place
    for v in range(max(z - 1, 0), min(z + 2, state.shape[0])):
        for u in range(y - 1, y + 2):
            for t in range(x - 1, x + 2):
                if state[v, u, t] == _GAP:
                    state[v, u, t] = _REACHED
                    stack[n] = v, u, t
                    n += 1
    return n
