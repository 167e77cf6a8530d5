"""Ends of the rows of all objects, from the pieces of rows that they are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.row_ends import FAR, RowEnds
from napari_darkroom.kernels.runs import Runs


def row_ends_of(runs: Runs, low: NDArray[np.int64], high: NDArray[np.int64]) -> RowEnds:
    """Return what `row_ends` does for the objects of a plane.

    Parameters
    ----------
    low, high : array of int, (objects, 2)
        Bounding boxes along y, x; `high` is one beyond the last.
    """
    start = np.zeros(runs.count + 1, dtype=np.int64)
    np.cumsum(high[:, 0] - low[:, 0], out=start[1:])
    top = np.ascontiguousarray(low[:, 0])
    left = np.full(start[-1], FAR, dtype=np.int64)
    right = np.full(start[-1], -FAR, dtype=np.int64)
    _find_ends(runs.pieces, start, top, (left, right))
    return RowEnds(start, top, left, right)


@njit(nogil=True, cache=True)
def _find_ends(pieces: Any, begin: Any, top: Any, ends: Any) -> None:
    owner, rows, start, first, _ = pieces
    left, right = ends
    for r in range(len(owner)):
        k = owner[r]
        row = begin[k] + rows[r] - top[k]
        left[row] = min(left[row], start[r])
        right[row] = max(right[row], start[r] + first[r + 1] - first[r] - 1)
