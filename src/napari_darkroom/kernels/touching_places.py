"""Places in an image that touch, without an image of them."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.union_find import settle, unite


def touching_places(index: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Return for each place the first one that it is connected with, by places that touch.

    Parameters
    ----------
    index : array of int64, (places, dimensions)
        In order, row by row; places touch at corners too.
    """
    steps = np.array([s for s in product((-1, 0, 1), repeat=len(shape)) if s < (0,) * len(shape)])
    strides = np.cumprod([1, *shape[:0:-1]])[::-1].astype(np.int64)
    first = np.arange(len(index))
    _join(index, index @ strides, (steps, strides, np.array(shape)), first)
    return first


@njit(nogil=True, cache=True)
def _join(index: Any, flat: Any, grid: Any, first: Any) -> None:
    steps, strides, shape = grid
    for i in range(len(index)):
        for step in steps:
            place, within = 0, True
            for axis in range(len(shape)):
                at = index[i, axis] + step[axis]
                within &= 0 <= at < shape[axis]
                place += at * strides[axis]
            if within:
                j = np.searchsorted(flat[:i], place)
                if j < i and flat[j] == place:
                    unite(first, i, j)
    settle(first)
