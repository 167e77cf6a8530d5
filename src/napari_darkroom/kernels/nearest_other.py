"""How far it is to the nearest pixel of another number: of background or another object."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.footprints import footprint
from napari_darkroom.kernels.grey import dilate, erode
from napari_darkroom.kernels.label_ids import dense
from napari_darkroom.kernels.label_radius import limit_of, squared_steps

# Pixels of a row that are looked at together, until none of them can find anything nearer.
_BLOCK = 64
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
    steps, limit = squared_steps(radius), limit_of(radius)
    index = numbers if largest < 2**31 else dense(numbers)[1]
    owner = np.ascontiguousarray(index, dtype=np.int32)
    shape = owner.shape
    far = _along_rows(owner.reshape(-1, shape[-1]), steps[-1])
    for axis in range(len(shape) - 2, -1, -1):
        # The axis in the middle, those before and after it as one each.
        blocks = (-1, shape[axis], int(np.prod(shape[axis + 1 :])))
        far = _along_middle(owner.reshape(blocks), far.reshape(blocks), steps[axis], limit)
    return np.asarray(far.reshape(shape) <= limit)


@njit(nogil=True, cache=True)
def _along_rows(index: Any, step: Any) -> Any:
    """Return the squared distance to the nearest pixel of another number in the same row."""
    rows, length = index.shape
    far = np.full(index.shape, np.inf)
    for row in range(rows):
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
    return far


@njit(nogil=True, cache=True)
def _along_middle(index: Any, far: Any, step: Any, limit: Any) -> Any:
    """Return the same with the other places along the middle axis looked at too."""
    result = far.copy()
    for o in range(far.shape[0]):
        for i in range(far.shape[1]):
            for left in range(0, far.shape[2], _BLOCK):
                row = slice(left, min(left + _BLOCK, far.shape[2]))
                best, own = result[o, i, row], index[o, i, row]
                d = 1
                while step * d * d <= min(limit, best.max()):
                    for j in (i - d, i + d):
                        if 0 <= j < far.shape[1]:
                            _take_nearer(index[o, j, row], far[o, j, row], step * d * d, own, best)
                    d += 1
                    if i - d < 0 and i + d >= far.shape[1]:
                        break
    return result


@njit(nogil=True, cache=True)
def _take_nearer(index: Any, far: Any, away: Any, own: Any, best: Any) -> None:
    """Take what a row `away` has nearer: itself, or what lies beside it in the same object."""
    for x in range(len(best)):
        total = away if index[x] != own[x] else away + far[x]
        best[x] = min(best[x], total)
