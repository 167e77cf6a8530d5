"""Objects that touch, also through others: found by union–find over their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.octants import STEPS
from napari_darkroom.kernels.union_find import settle, unite


def lowest_of_touching(index: NDArray[Any], count: int, *, diagonal: bool) -> NDArray[np.int32]:
    """Return for each number the lowest that it touches, also through others; 0 for background.

    Parameters
    ----------
    index : array of int, 2-D or 3-D
        Objects by number from 1, 0 elsewhere.
    count : int
        One more than the largest number.
    diagonal : bool
        Whether pixels that meet at a corner (in 3-D also an edge) touch.
    """
    lowest = np.arange(count, dtype=np.int32)
    volume = index.reshape((1,) * (3 - index.ndim) + index.shape)
    steps = [step for step in STEPS if len(volume) > 1 or step[0] == 0]
    if not diagonal:
        steps = [step for step in steps if sum(map(abs, step)) == 1]
    _join(volume, np.array(steps, dtype=np.int64), lowest)
    settle(lowest)
    return lowest


@njit(nogil=True, cache=True)
def _join(volume: Any, steps: Any, lowest: Any) -> None:
    """Join the numbers of neighbouring pixels."""
    depth, height, width = volume.shape
    for dz, dy, dx in steps:
        left, right = max(0, -dx), width - max(0, dx)
        for z in range(depth - dz):
            for y in range(max(0, -dy), height - max(0, dy)):
                here, there = volume[z, y, left:right], volume[z + dz, y + dy, left + dx :]
                for x in range(right - left):
                    if here[x] != there[x] and here[x] != 0 and there[x] != 0:
                        unite(lowest, here[x], there[x])
