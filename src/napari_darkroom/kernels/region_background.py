"""The ground around each object: the middle of the values that belong to no object."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.selection import middle_value


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
    values = np.empty(_largest_box(first, last))
    for k in range(len(found)):
        n = 0
        for z in range(first[k, 0], last[k, 0]):
            for y in range(first[k, 1], last[k, 1]):
                numbers, pixels = index[z, y], image[z, y]
                for x in range(first[k, 2], last[k, 2]):
                    # Without branches: the next one writes over what does not count.
                    values[n] = pixels[x]
                    n += (numbers[x] == 0) & (not np.isnan(values[n]))
        if n > 0:
            found[k] = middle_value(values, n)


@njit(nogil=True, cache=True)
def _largest_box(first: Any, last: Any) -> Any:
    largest = 0
    for k in range(len(first)):
        size = 1
        for axis in range(3):
            size *= last[k, axis] - first[k, axis]
        largest = max(largest, size)
    return largest
