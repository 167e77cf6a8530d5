"""How an image bends: what its noise follows from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.mirror import Rows


def curvatures(image: NDArray[Any], strips: Sequence[Rows]) -> NDArray[Any]:
    """Return the absolute second differences along y of those along x, in a line.

    Those of whole numbers of up to 16 bits are int32, all others float64.

    Parameters
    ----------
    image : array, 2-D or 3-D
        Each plane is looked at alone.
    strips : sequence of (int, int)
        The rows that are looked at; each needs one more above and below.
    """
    height, width = image.shape[-2:]
    bounds = np.array([(max(a - 1, 0), min(b + 1, height)) for a, b in strips])
    number = int(np.maximum(bounds[:, 1] - bounds[:, 0] - 2, 0).sum()) * max(width - 2, 0)
    whole = image.dtype.kind in "iu" and image.dtype.itemsize <= 2
    planes = image.reshape(-1, height, width)
    result = np.empty((len(planes), number), np.int32 if whole else np.float64)
    for plane, out in zip(planes, result, strict=True):
        _bend_strips(np.ascontiguousarray(plane), bounds, out)
    return result.reshape(-1)


@njit(nogil=True, cache=True)
def _bend_strips(plane: Any, bounds: Any, result: Any) -> None:
    done, width = 0, plane.shape[1] - 2
    if width <= 0:
        return
    for k in range(len(bounds)):
        start, stop = bounds[k]
        height = stop - start - 2
        if height > 0:
            size = height * width
            _bend(plane[start:stop], result[done : done + size].reshape(height, width))
            done += size


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
