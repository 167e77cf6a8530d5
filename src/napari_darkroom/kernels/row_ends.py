"""The first and the last pixel of every row of every object: all that a hull can rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Beyond every image; its double and triple still fit.
FAR = np.int64(2) ** 40


@dataclass(frozen=True)
class RowEnds:
    """Ends of the rows of objects of a plane, one object after the other.

    Attributes
    ----------
    start : array of int, (objects + 1,)
        Rows ``start[k]`` to ``start[k + 1]`` are those of object k.
    top : array of int, (objects,)
        Index along y of the first row of each object.
    left, right : array of int, (rows,)
        First and last pixel along x; a row without a pixel has them far away, left > right.
    """

    start: NDArray[np.int64]
    top: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]


def row_ends(index: NDArray[Any], low: NDArray[np.int64], high: NDArray[np.int64]) -> RowEnds:
    """Return the ends of the rows of objects 1 to n of an index image.

    Parameters
    ----------
    index : array of int, 2-D
        0 for background, the objects from 1 without gaps.
    low, high : array of int, (objects, 2)
        Bounding boxes along y, x; `high` is one beyond the last.
    """
    start = np.zeros(len(low) + 1, dtype=np.int64)
    np.cumsum(high[:, 0] - low[:, 0], out=start[1:])
    top = np.ascontiguousarray(low[:, 0], dtype=np.int64)
    left = np.full(start[-1], FAR, dtype=np.int64)
    right = np.full(start[-1], -FAR, dtype=np.int64)
    _find_ends(index, start, top, left, right)
    return RowEnds(start, top, left, right)


@njit(nogil=True, cache=True)
def _find_ends(index: Any, start: Any, top: Any, left: Any, right: Any) -> None:
    height, width = index.shape
    for y in range(height):
        before = 0
        for x in range(width):
            k = index[y, x]
            if k == before:
                continue
            if before > 0:
                # A later run of the row lies further to the right.
                right[start[before - 1] + y - top[before - 1]] = x - 1
            if k > 0:
                row = start[k - 1] + y - top[k - 1]
                left[row] = min(left[row], x)
            before = k
        if before > 0:
            right[start[before - 1] + y - top[before - 1]] = width - 1
