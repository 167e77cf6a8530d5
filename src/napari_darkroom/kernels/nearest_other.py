"""How far it is to the nearest pixel of another number: of background or another object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.label_radius import limit_of, squared_steps


def near_another(index: NDArray[Any], radius: Sequence[float]) -> NDArray[np.bool_]:
    """Return which pixels have one of another number at an offset d with sum((d / radius)²) ≤ 1.

    What lies outside of the image has no say; background is a number too.

    Parameters
    ----------
    index : array of int, 2-D or 3-D
    radius : sequence of float
        Pixels along each axis; below 1 nothing is reached along it.
    """
    steps, limit = squared_steps(radius), limit_of(radius)
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
            for x in range(far.shape[2]):
                best = far[o, i, x]
                for way in (-1, 1):
                    best = _search(index[o, :, x], far[o, :, x], (i, way, step, limit), best)
                result[o, i, x] = best
    return result


@njit(nogil=True, cache=True)
def _search(index: Any, far: Any, along: Any, best: Any) -> Any:
    """Go one way along a line, until another number is met or nothing nearer can be."""
    i, way, step, limit = along
    own, d, j = index[i], 1, i + way
    while 0 <= j < len(index):
        away = step * d * d
        if away >= best or away > limit:
            break
        if index[j] != own:
            return away
        best = min(best, away + far[j])
        d += 1
        j += way
    return best
