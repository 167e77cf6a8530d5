"""Pixels taken off the border of a mask that hold nothing together."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def thinned(mask: NDArray[np.bool_], iterations: int) -> NDArray[np.bool_]:
    """Return the mask thinned until nothing changes, or so many times.

    Z. Guo and R. Hall, Communications of the ACM 32 (1989) 359–373.

    Parameters
    ----------
    mask : array of bool, 2-D
        What lies outside of it is background.
    """
    result = np.array(mask, dtype=bool, order="C")
    halves = [np.array([_goes(around, half) for around in range(256)]) for half in (0, 4)]
    for _ in range(iterations):
        changed = [bool(_take_off(result.view(np.uint8), table)) for table in halves]
        if not any(changed):
            break
    return result


def _goes(around: int, half: int) -> bool:
    """Return whether a pixel goes whose neighbours are the bits of a number.

    The first bit is the pixel on the right, the others follow anticlockwise.

    Parameters
    ----------
    half : int
        0 or 4: from which side pixels are taken off; the other is the same turned by half.
    """
    bit = [bool(around >> (k % 8) & 1) for k in range(10)]
    pieces = sum(not bit[k] and (bit[k + 1] or bit[k + 2]) for k in (0, 2, 4, 6))
    pairs = min(sum(bit[k + s] or bit[k + s + 1] for k in (0, 2, 4, 6)) for s in (0, 1))
    turned = [bool(around >> ((k + half) % 8) & 1) for k in range(8)]
    side = (turned[1] or turned[2] or not turned[7]) and turned[0]
    return pieces == 1 and 2 <= pairs <= 3 and not side


@njit(nogil=True, cache=True)
def _take_off(image: Any, table: Any) -> Any:
    """Take off all pixels at once that go; return whether there are any."""
    height, width = image.shape
    # The rows above and here as they were, with background on both sides.
    above = np.zeros(width + 2, np.uint8)
    own, below = above.copy(), above.copy()
    if height:
        own[1:-1] = image[0]
    changed = False
    for y in range(height):
        below[:] = 0
        if y + 1 < height:
            below[1:-1] = image[y + 1]
        row = image[y]
        for x in range(width):
            if row[x]:
                around = np.int64(own[x + 2]) | above[x + 2] << 1 | above[x + 1] << 2
                around |= above[x] << 3 | own[x] << 4 | below[x] << 5
                around |= below[x + 1] << 6 | below[x + 2] << 7
                if table[around]:
                    row[x] = 0
                    changed = True
        above, own, below = own, below, above
    return changed
