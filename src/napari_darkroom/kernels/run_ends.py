"""Ends of the rows of all objects, from the pieces of rows that they are made of."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.row_ends import FAR, RowEnds
from napari_darkroom.kernels.runs import Runs


def row_ends_of(
    runs: Runs, low: NDArray[np.int64], high: NDArray[np.int64], objects: slice = slice(None)
) -> RowEnds:
    """Return the ends of the rows of the objects of a plane.

    Parameters
    ----------
    low, high : array of int, (objects, 2)
        Bounding boxes along y, x; `high` is one beyond the last.
    objects : slice
        Which objects, by default all.
    """
    begin, end, _ = objects.indices(runs.count)
    start = np.zeros(end - begin + 1, dtype=np.int64)
    np.cumsum(high[begin:end, 0] - low[begin:end, 0], out=start[1:])
    top = np.ascontiguousarray(low[begin:end, 0])
    left = np.full(start[-1], FAR, dtype=np.int64)
    right = np.full(start[-1], -FAR, dtype=np.int64)
    _find_ends(runs.pieces, begin, start, top, (left, right))
    return RowEnds(start, top, left, right)


def few_rows(low: NDArray[np.int64], high: NDArray[np.int64], most: int) -> list[slice]:
    """Return the objects in parts whose boxes have at most about `most` rows together.

    Objects that are scattered over the image would else take much more memory than it.
    """
    before = np.cumsum(high[:, 0] - low[:, 0]) // most
    cuts = [0, *(np.flatnonzero(np.diff(before)) + 1).tolist(), len(low)]
    return [slice(a, b) for a, b in pairwise(cuts)]


@njit(nogil=True, cache=True)
def _find_ends(pieces: Any, begin: Any, starts: Any, top: Any, ends: Any) -> None:
    owner, rows, start, first, _ = pieces
    left, right = ends
    for r in range(len(owner)):
        k = owner[r] - begin
        if not 0 <= k < len(top):
            continue
        row = starts[k] + rows[r] - top[k]
        left[row] = min(left[row], start[r])
        right[row] = max(right[row], start[r] + first[r + 1] - first[r] - 1)
