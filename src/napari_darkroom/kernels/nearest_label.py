"""The nearest object of every pixel, exact, and of several as near the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.axis_passes import BLOCK, squared_distances
from napari_darkroom.kernels.side_by_side import in_strips


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
    owner = np.array(index, dtype=np.int32, order="C")
    far, limit = squared_distances(owner, radius, _along_rows, _along_middle)
    in_strips(owner.size, owner.size, _leave_out, owner.reshape(-1), far.reshape(-1), limit)
    return owner


@njit(nogil=True, cache=True)
def _leave_out(owner: Any, far: Any, limit: Any, low: Any, high: Any) -> None:
    """Take away what is too far."""
    for i in range(low, high):
        if far[i] > limit:
            owner[i] = 0


@njit(nogil=True, cache=True)
def _along_rows(owner: Any, far: Any, step: Any, low: Any, high: Any) -> None:
    """Write the nearest object of the same row over it, and the squared distance."""
    length = owner.shape[1]
    for row in range(low, high):
        last = -1
        for x in range(length):
            if owner[row, x]:
                last = x
            far[row, x] = np.inf if last < 0 else step * (x - last) * (x - last)
            owner[row, x] = 0 if last < 0 else owner[row, last]
        last = -1
        for x in range(length - 1, -1, -1):
            # No distance: it was an object before the first pass too.
            if far[row, x] == 0:
                last = x
            if last >= 0:
                away, other = step * (x - last) * (x - last), owner[row, last]
                if away < far[row, x] or (away == far[row, x] and other < owner[row, x]):
                    far[row, x], owner[row, x] = away, other


@njit(nogil=True, cache=True)
def _along_middle(owner: Any, far: Any, way: Any, low: Any, high: Any) -> None:
    """Look at the other places along the middle axis too, for some blocks of lines."""
    step, limit = way
    _, n, inner = owner.shape
    blocks = (inner + BLOCK - 1) // BLOCK
    fars, owners = np.empty((n, BLOCK), far.dtype), np.empty((n, BLOCK), owner.dtype)
    # Of the type of the distances, so that they are added as they are.
    away = np.empty(1, far.dtype)
    for block in range(low, high):
        o, left = block // blocks, block % blocks * BLOCK
        width = min(left + BLOCK, inner) - left
        best, nearest = far[o, :, left : left + width], owner[o, :, left : left + width]
        fars[:, :width], owners[:, :width] = best, nearest
        for i in range(n):
            d, worst = 1, best[i].max()
            while step * d * d <= min(limit, worst):
                away[0] = step * d * d
                for j in (i - d, i + d):
                    if 0 <= j < n:
                        there = fars[j, :width], owners[j, :width]
                        _take_nearer(there, away[0], (best[i], nearest[i]))
                d += 1
                worst = best[i].max()
                if i - d < 0 and i + d >= n:
                    break


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
