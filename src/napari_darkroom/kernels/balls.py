"""Balls of any size around points in any number of dimensions, those of the first points on top."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Of rounding: what lies just at the radius belongs to a ball.
_EDGE = 1 + 1e-9


def paint_balls(labels: NDArray[np.int32], centres: Floats, radii: Floats) -> None:
    """Give the pixels at an offset d from a centre with sum((d / radius)²) ≤ 1 its number, from 1.

    The pixel that a centre lies in has it too. A point outside of the image paints nothing.

    Parameters
    ----------
    labels : array of int32, contiguous
        Written to.
    centres, radii : array of float (n, ndim)
        In pixels. Along an axis without reach a ball lies in the nearest plane.
    """
    shape = np.array(labels.shape, np.int64)
    _paint(labels.reshape(-1), shape, centres, radii)


@njit(nogil=True, cache=True)
def _paint(labels: Any, shape: Any, centres: Any, radii: Any) -> None:
    ndim = len(shape)
    box, nearest = np.empty((2, ndim), np.int64), np.empty(ndim, np.int64)
    middle, scale = np.empty(ndim), np.empty(ndim)
    # Backwards, so that the first has the last word.
    for n in range(len(centres) - 1, -1, -1):
        if _find_box(shape, (centres[n], radii[n]), (box, nearest), middle, scale):
            _paint_box(labels, shape, box, (middle, scale), n + 1)
            place = np.int64(0)
            for i in range(ndim):
                place = place * shape[i] + nearest[i]
            labels[place] = n + 1


@njit(nogil=True, cache=True)
def _find_box(shape: Any, ball: Any, found: Any, middle: Any, scale: Any) -> bool:
    """Write which pixels can be in a ball, and how it is measured; return whether there are any."""
    (centre, radius), (box, nearest) = ball, found
    for i in range(len(shape)):
        whole = math.floor(centre[i] + 0.5)
        # Not turned round: of a missing place nothing is true.
        if not 0 <= whole < shape[i]:
            return False
        nearest[i] = whole
        middle[i] = centre[i] if radius[i] > 0 else whole
        scale[i] = radius[i] if radius[i] > 0 else 1.0
        box[0, i] = max(math.ceil(middle[i] - radius[i]), 0)
        box[1, i] = min(math.floor(middle[i] + radius[i]) + 1, shape[i])
    return True


@njit(nogil=True, cache=True)
def _paint_box(labels: Any, shape: Any, box: Any, how: Any, number: Any) -> None:
    low, high = box
    last = len(shape) - 1
    lines, at = 1, low.copy()
    for i in range(last):
        lines *= max(high[i] - low[i], 0)
    for _ in range(lines):
        far, place = 0.0, np.int64(0)
        for i in range(last):
            far += _squared(at[i], how, i)
            place = (place + at[i]) * shape[i + 1]
        for x in range(low[last], high[last]):
            if far + _squared(x, how, last) <= _EDGE:
                labels[place + x] = number
        _step(at, low, high)


@njit(nogil=True, cache=True)
def _squared(x: Any, how: Any, axis: Any) -> Any:
    middle, scale = how
    far = (x - middle[axis]) / scale[axis]
    return far * far


@njit(nogil=True, cache=True)
def _step(at: Any, low: Any, high: Any) -> None:
    """Go on to the next line of a box."""
    for i in range(len(at) - 2, -1, -1):
        at[i] += 1
        if at[i] < high[i]:
            return
        at[i] = low[i]
