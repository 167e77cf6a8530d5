"""Labels with a wall of one pixel around them, over which no step to a neighbour leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WALL = -1


def neighbour_steps(shape: Sequence[int], *, diagonal: bool) -> NDArray[np.int64]:
    """Return the steps to the neighbours in a flattened array, the nearest first."""
    grid = np.indices((3,) * len(shape)).reshape(len(shape), -1).T - 1
    squared = (grid**2).sum(axis=1)
    order = np.argsort(squared, kind="stable")
    kept = order[(squared[order] > 0) & (squared[order] <= (len(shape) if diagonal else 1))]
    strides = np.cumprod([1, *shape[:0:-1]])[::-1]
    return np.asarray(grid[kept] @ strides, dtype=np.int64)


def walled(markers: NDArray[Any], inside: NDArray[np.bool_] | None) -> NDArray[np.int32]:
    """Return the markers inside, with a wall around them over which no step leads."""
    shape = markers.shape if inside is None else inside.shape
    result = np.full([n + 2 for n in shape], _WALL, np.int32)
    inner = result[(slice(1, -1),) * len(shape)]
    where = True if inside is None else inside
    np.copyto(inner, markers, where=where, casting="same_kind")
    return result


def without_wall(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return what lies within the wall, 0 where there is wall."""
    return np.maximum(labels[(slice(1, -1),) * labels.ndim], 0)
