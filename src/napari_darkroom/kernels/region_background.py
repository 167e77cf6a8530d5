"""The ground around each object: the middle of the values that belong to no object."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def ground_medians(
    index: NDArray[Any],
    image: NDArray[Any],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    margin: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return the median of the background in the box around each object, grown by a margin.

    Parameters
    ----------
    index, image : array, (depth, height, width)
        0 for background, and the values.
    low, high : array of int, (objects, 3)
        Bounding boxes along z, y, x; `high` is one beyond the last.
    margin : array of int, (3,)
        Pixels by which a box is grown on both sides along each axis, as far as the image goes.

    Returns
    -------
    array of float
        NaN where no pixel that is not missing is background.
    """
    first = np.maximum(low - margin, 0)
    last = np.minimum(high + margin, np.asarray(index.shape))
    found = np.full(len(low), np.nan)
    _find_medians(index, image, first, last, found)
    return found


@njit(nogil=True, cache=True)
def _find_medians(index: Any, image: Any, first: Any, last: Any, found: Any) -> None:
    for k in range(len(found)):
        size = 1
        for axis in range(3):
            size *= last[k, axis] - first[k, axis]
        values = np.empty(size)
        n = 0
        for z in range(first[k, 0], last[k, 0]):
            for y in range(first[k, 1], last[k, 1]):
                for x in range(first[k, 2], last[k, 2]):
                    value = np.float64(image[z, y, x])
                    if index[z, y, x] == 0 and not np.isnan(value):
                        values[n] = value
                        n += 1
        if n > 0:
            own = np.sort(values[:n])
            found[k] = own[n // 2] if n % 2 else (own[n // 2 - 1] + own[n // 2]) / 2
