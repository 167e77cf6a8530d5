"""The number that more than half of the pixels around a pixel have."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def majority(
    index: NDArray[Any], offsets: NDArray[np.int64], where: NDArray[np.bool_]
) -> NDArray[Any]:
    """Return the number of more than half of the pixels around, else the pixel's own.

    What lies outside of the image has no say.

    Parameters
    ----------
    index : array of int, 3-D
    offsets : array of int, (neighbours, 3)
        The pixels around, along z, y, x.
    where : array of bool
        Where to look; elsewhere a pixel keeps its number.
    """
    result = index.copy()
    _vote(index, offsets, where, result)
    return result


@njit(nogil=True, cache=True)
def _vote(index: Any, offsets: Any, where: Any, result: Any) -> None:
    """Find by pairing off who alone can have the majority, then count whether it has."""
    near = np.empty(len(offsets), index.dtype)
    for place in np.ndindex(where.shape):
        if not where[place]:
            continue
        n = _gather(index, offsets, place, near)
        candidate, lead = near[0], 0
        for number in near[:n]:
            if lead == 0:
                candidate = number
            lead += 1 if number == candidate else -1
        if 2 * np.sum(near[:n] == candidate) > n:
            result[place] = candidate


@njit(nogil=True, cache=True)
def _gather(index: Any, offsets: Any, place: Any, near: Any) -> Any:
    """Write the numbers around a place, and return how many lie in the image."""
    depth, height, width = index.shape
    n = 0
    for d in offsets:
        z, y, x = place[0] + d[0], place[1] + d[1], place[2] + d[2]
        if 0 <= z < depth and 0 <= y < height and 0 <= x < width:
            near[n] = index[z, y, x]
            n += 1
    return n
