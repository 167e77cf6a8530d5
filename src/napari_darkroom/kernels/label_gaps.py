"""Which object is the only one around a piece of background."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def sole_neighbour(gaps: NDArray[Any], index: NDArray[Any]) -> NDArray[np.int64]:
    """Return for each piece of background the one object around it, 0 where there are several.

    A piece that reaches the edge of the image has the outside around it too, and so 0.

    Parameters
    ----------
    gaps : array of int, 2-D or 3-D
        Pieces of background from 1; 0 elsewhere.
    index : array of int, of the same shape
        The objects from 1; 0 is background.
    """
    count = int(gaps.max(initial=0))
    low = np.full(count + 1, np.iinfo(np.int64).max)
    high = np.zeros(count + 1, dtype=np.int64)
    shape = gaps.shape
    for axis in range(gaps.ndim):
        # The axis in the middle, those before and after it as one each.
        blocks = (-1, shape[axis], int(np.prod(shape[axis + 1 :])))
        _look_along(gaps.reshape(blocks), index.reshape(blocks), low, high)
        for end in (0, -1):
            low[np.unique(np.take(gaps, end, axis=axis))] = -1
    return np.where(low == high, low, 0)


@njit(nogil=True, cache=True)
def _look_along(gaps: Any, index: Any, low: Any, high: Any) -> None:
    """Note the lowest and highest object beside each gap along the middle axis."""
    outer, length, inner = gaps.shape
    for o in range(outer):
        for i in range(1, length):
            for x in range(inner):
                before, gap = gaps[o, i - 1, x], gaps[o, i, x]
                if gap and not before:
                    _note(low, high, gap, index[o, i - 1, x])
                elif before and not gap:
                    _note(low, high, before, index[o, i, x])


@njit(nogil=True, cache=True)
def _note(low: Any, high: Any, gap: Any, number: Any) -> None:
    low[gap] = min(low[gap], number)
    high[gap] = max(high[gap], number)
