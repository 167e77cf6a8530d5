"""The median over a footprint of any shape, in two and three dimensions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.selection import middle_value


def footprint_median(padded: NDArray[Any], footprint: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the median over the footprint around each pixel; NaN has no say.

    Parameters
    ----------
    padded : array, 2-D or 3-D
        The image with half a footprint more on every side.
    footprint : array of bool, of odd lengths

    Returns
    -------
    array
        Of the pixel type of `padded`, without its margin. Of an even number of values
        (which only missing pixels leave) the mean of the middle two; NaN of none.
    """
    volume = padded.reshape((1,) * (3 - padded.ndim) + padded.shape)
    shape = (1,) * (3 - footprint.ndim) + footprint.shape
    offsets = np.argwhere(footprint.reshape(shape))
    sizes = [n - f + 1 for n, f in zip(volume.shape, shape, strict=True)]
    result = np.empty(sizes, dtype=padded.dtype)
    _median(volume, offsets, result)
    return result.reshape(result.shape[3 - padded.ndim :])


@njit(nogil=True, cache=True)
def _median(volume: Any, offsets: Any, result: Any) -> None:
    values = np.empty(len(offsets), volume.dtype)
    for z in range(result.shape[0]):
        for y in range(result.shape[1]):
            for x in range(result.shape[2]):
                n = 0
                for k in range(len(offsets)):
                    value = volume[z + offsets[k, 0], y + offsets[k, 1], x + offsets[k, 2]]
                    if value == value:  # noqa: PLR0124 - false for NaN alone
                        values[n] = value
                        n += 1
                result[z, y, x] = middle_value(values, n)
