"""How far it is to the nearest pixel of another number: of background or another object."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.axis_passes import BLOCK, squared_distances
from napari_darkroom.kernels.footprints import footprint
from napari_darkroom.kernels.grey import dilate, erode
from napari_darkroom.kernels.label_ids import short

# Up to so many pixels in its box a footprint is laid on faster than distances are found.
_FEW = 200
_EXACT_IN_32_BITS = 2**24


def near_another(numbers: NDArray[Any], radius: Sequence[float]) -> NDArray[np.bool_]:
    """Return which pixels have one of another number at an offset d with sum((d / radius)²) ≤ 1.

    What lies outside of the image has no say; background is a number too.

    Parameters
    ----------
    numbers : array of int from 0, 2-D or 3-D
    radius : sequence of float
        Pixels along each axis; below 1 nothing is reached along it.
    """
    largest = int(numbers.max(initial=0))
    if math.prod(2 * int(r) + 1 for r in radius) <= _FEW and largest < _EXACT_IN_32_BITS:
        small = np.ascontiguousarray(numbers, np.uint16 if largest < 2**16 else np.float32)
        window = footprint(radius, "disk")
        return np.asarray(erode(small, window) != dilate(small, window))
    index = np.ascontiguousarray(short(numbers)[0])
    far, limit = squared_distances(index, radius, _along_rows, _along_middle)
    return np.asarray(far <= limit)


@njit(nogil=True, cache=True)
def _along_rows(index: Any, far: Any, step: Any, low: Any, high: Any) -> None:
    """Write the squared distance to the nearest pixel of another number in the same row."""
    length = index.shape[1]
    for row in range(low, high):
        far[row] = np.inf
        other = -1
        for x in range(1, length):
            if index[row, x] != index[row, x - 1]:
                other = x - 1
            if other >= 0:
                far[row, x] = step * (x - other) * (x - other)
        other = -1
        for x in range(length - 2, -1, -1):
            if index[row, x] != index[row, x + 1]:
                other = x + 1
            if other >= 0:
                far[row, x] = min(far[row, x], step * (x - other) * (x - other))


@njit(nogil=True, cache=True)
def _along_middle(index: Any, far: Any, way: Any, low: Any, high: Any) -> None:
    """Look at the other places along the middle axis too, for some blocks of lines."""
    step, limit = way
    _, n, inner = index.shape
    blocks = (inner + BLOCK - 1) // BLOCK
    fars = np.empty((n, BLOCK), far.dtype)
    # Of the type of the distances, so that they are added as they are.
    away = np.empty(1, far.dtype)
    for block in range(low, high):
        o, left = block // blocks, block % blocks * BLOCK
        width = min(left + BLOCK, inner) - left
        own, nearest = index[o, :, left : left + width], far[o, :, left : left + width]
        fars[:, :width] = nearest
        for i in range(n):
            best, d = nearest[i], 1
            while step * d * d <= min(limit, best.max()):
                away[0] = step * d * d
                for j in (i - d, i + d):
                    if 0 <= j < n:
                        _take_nearer(own[j], fars[j, :width], away[0], own[i], best)
                d += 1
                if i - d < 0 and i + d >= n:
                    break


@njit(nogil=True, cache=True)
def _take_nearer(index: Any, far: Any, away: Any, own: Any, best: Any) -> None:
    """Take what a row `away` has nearer: itself, or what lies beside it in the same object."""
    for x in range(len(best)):
        total = away if index[x] != own[x] else away + far[x]
        best[x] = min(best[x], total)
