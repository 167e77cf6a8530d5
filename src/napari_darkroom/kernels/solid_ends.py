"""The first and the last voxel of every row of every object of a volume."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.row_ends import FAR


@dataclass(frozen=True)
class SolidEnds:
    """Ends of the rows of objects of a volume, one object after the other.

    Attributes
    ----------
    start : array of int, (objects + 1,)
        Rows ``start[k]`` to ``start[k + 1]`` are those of object k, plane after plane.
    extent : array of int, (objects, 2)
        Planes and rows in a plane of each object.
    left, right : array of int, (rows,)
        First and last voxel along x, counted from the object's box; a row without a voxel has them
        far away, left > right.
    """

    start: NDArray[np.int64]
    extent: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]


def solid_ends(
    index: NDArray[Any],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    objects: slice = slice(None),
) -> SolidEnds:
    """Return the ends of the rows of objects 1 to n of an index image.

    Parameters
    ----------
    index : array of int, 3-D
        0 for background, the objects from 1 without gaps.
    low, high : array of int, (objects, 3)
        Bounding boxes along z, y, x; `high` is one beyond the last.
    objects : slice
        Which objects, by default all.
    """
    begin, _, _ = objects.indices(len(low))
    extent = np.ascontiguousarray((high - low)[objects, :2], dtype=np.int64)
    start = np.zeros(len(extent) + 1, dtype=np.int64)
    np.cumsum(extent[:, 0] * extent[:, 1], out=start[1:])
    left = np.full(start[-1], FAR, dtype=np.int64)
    right = np.full(start[-1], -FAR, dtype=np.int64)
    own = np.ascontiguousarray(low[objects])
    _find_ends(index, begin, (start, extent, own), left, right)
    return SolidEnds(start, extent, left, right)


@njit(nogil=True, cache=True)
def _find_ends(index: Any, begin: Any, boxes: Any, left: Any, right: Any) -> None:
    start, extent, low = boxes
    depth, height, width = index.shape
    for z in range(depth):
        for y in range(height):
            before = -1
            row = 0
            for x in range(width + 1):
                k = index[z, y, x] - 1 - begin if x < width else -1
                if k == before:
                    continue
                if 0 <= before < len(extent):
                    # A later piece of the row lies further to the right.
                    right[row] = x - 1 - low[before, 2]
                if 0 <= k < len(extent):
                    box = low[k]
                    row = start[k] + (z - box[0]) * extent[k, 1] + y - box[1]
                    left[row] = min(left[row], x - box[2])
                before = k
