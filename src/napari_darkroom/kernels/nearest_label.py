"""The nearest object of every pixel, exact, and of several as near the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.label_radius import limit_of, squared_steps

# Pixels of a row that are looked at together, until none of them can find anything nearer.
_BLOCK = 64


def nearest_label(index: NDArray[Any], radius: Sequence[float]) -> NDArray[np.int32]:
    """Return the nearest object with a pixel at an offset d with sum((d / radius)²) ≤ 1.

    Distances are measured in the same way; of several as near the lowest is taken.

    Parameters
    ----------
    index : array of int, 2-D or 3-D
        0 for background, the objects from 1.
    radius : sequence of float
        Pixels along each axis; below 1 nothing is reached along it.
    """
    steps, limit = squared_steps(radius), limit_of(radius)
    owner = np.ascontiguousarray(index, dtype=np.int32)
    shape, length = owner.shape, owner.shape[-1]
    far, owner = _along_rows(owner.reshape(-1, length), steps[-1])
    for axis in range(len(shape) - 2, -1, -1):
        # The axis in the middle, those before and after it as one each.
        blocks = (-1, shape[axis], int(np.prod(shape[axis + 1 :])))
        far, owner = _along_middle(far.reshape(blocks), owner.reshape(blocks), steps[axis], limit)
    owner[far > limit] = 0
    return np.asarray(owner.reshape(shape))


@njit(nogil=True, cache=True)
def _along_rows(index: Any, step: Any) -> Any:
    """Return the squared distance to the nearest object of the same row, and which it is."""
    rows, length = index.shape
    far = np.full(index.shape, np.inf)
    owner = np.zeros(index.shape, np.int32)
    for row in range(rows):
        last = -1
        for x in range(length):
            if index[row, x]:
                last = x
            if last >= 0:
                far[row, x] = step * (x - last) * (x - last)
                owner[row, x] = index[row, last]
        last = -1
        for x in range(length - 1, -1, -1):
            if index[row, x]:
                last = x
            if last >= 0:
                away, other = step * (x - last) * (x - last), index[row, last]
                if away < far[row, x] or (away == far[row, x] and other < owner[row, x]):
                    far[row, x], owner[row, x] = away, other
    return far, owner


@njit(nogil=True, cache=True)
def _along_middle(far: Any, owner: Any, step: Any, limit: Any) -> Any:
    """Return the same with the other places along the middle axis looked at too."""
    result, nearest = far.copy(), owner.copy()
    for o in range(far.shape[0]):
        for i in range(far.shape[1]):
            for left in range(0, far.shape[2], _BLOCK):
                right = min(left + _BLOCK, far.shape[2])
                d = 1
                worst = result[o, i, left:right].max()
                while step * d * d <= min(limit, worst):
                    for j in (i - d, i + d):
                        if 0 <= j < far.shape[1]:
                            _take_nearer(
                                (far[o, j, left:right], owner[o, j, left:right]),
                                step * d * d,
                                (result[o, i, left:right], nearest[o, i, left:right]),
                            )
                    d += 1
                    worst = result[o, i, left:right].max()
                    if i - d < 0 and i + d >= far.shape[1]:
                        break
    return result, nearest


@njit(nogil=True, cache=True)
def _take_nearer(there: Any, away: Any, here: Any) -> None:
    """Take what a row `away` has nearer, or as near and lower."""
    far, owner = there
    best, nearest = here
    for x in range(len(far)):
        total = far[x] + away
        if total < best[x] or (total == best[x] and owner[x] < nearest[x]):
            best[x] = total
            nearest[x] = owner[x]
