"""How far an image is from its local means, and how it bends: what noise and spread follow from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(nogil=True, cache=True)
def add_squares(flat: Any, means: Any) -> Any:
    """Return the sum of the squares of value − mean where these are finite, and their number."""
    total, number = 0.0, 0
    for k in range(len(flat)):
        off = np.float64(flat[k]) - means[k]
        if np.isfinite(off):
            total += off * off
            number += 1
    return total, number


def curvatures(image: NDArray[Any]) -> NDArray[Any]:
    """Return the absolute second differences along y of those along x, in a line.

    Those of whole numbers of up to 16 bits are int32, all others float64.

    Parameters
    ----------
    image : array, 2-D or 3-D
        Each plane is looked at alone.
    """
    planes = image.reshape(-1, *image.shape[-2:])
    height, width = max(image.shape[-2] - 2, 0), max(image.shape[-1] - 2, 0)
    whole = image.dtype.kind in "iu" and image.dtype.itemsize <= 2
    result = np.empty((len(planes), height, width), np.int32 if whole else np.float64)
    for plane, out in zip(planes, result, strict=True):
        _bend(np.ascontiguousarray(plane), out)
    return result.reshape(-1)


@njit(nogil=True, cache=True)
def _bend(plane: Any, result: Any) -> None:
    height, width = result.shape
    wide = result.dtype.type
    lines = np.empty((height + 2, width), result.dtype)
    for y in range(len(lines)):
        line, own = lines[y], plane[y]
        for x in range(width):
            left, middle, right = wide(own[x]), wide(own[x + 1]), wide(own[x + 2])
            line[x] = (right - middle) - (middle - left)
    for y in range(height):
        above, own, below = lines[y], lines[y + 1], lines[y + 2]
        for x in range(width):
            result[y, x] = abs((below[x] - own[x]) - (own[x] - above[x]))
