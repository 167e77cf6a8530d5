"""Perimeters of all objects of a plane, by the line through the centres of border pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def perimeters(index: NDArray[Any], count: int) -> NDArray[np.float64]:
    """Return the perimeter of objects 1 to `count` in pixels, holes included.

    Border pixels (those with a neighbour outside along an edge) weigh 1, √2 or (1 + √2)/2 by
    how their border neighbours lie: K. Benkrid, D. Crookes and A. Benkrid, Design and FPGA
    implementation of a perimeter estimator, 2000; ``skimage.measure.perimeter``.
    """
    height, width = index.shape
    border = np.zeros((height + 2, width + 2), dtype=np.bool_)
    classes = np.zeros((count + 1, 3), dtype=np.int64)
    _mark_border(index, border)
    _count_border(index, border, classes)
    # Summed term by term: the order of a product of matrices is the library's.
    straight, diagonal, mixed = classes[1:].T
    root = np.sqrt(2.0)
    return straight + diagonal * root + mixed * ((1 + root) / 2)


@njit(nogil=True, cache=True)
def _mark_border(index: Any, border: Any) -> None:
    """Mark border pixels; `border` has a margin of one pixel."""
    height, width = index.shape
    nothing = np.zeros(width, dtype=index.dtype)
    for y in range(height):
        own, marked = index[y], border[y + 1]
        above = index[y - 1] if y > 0 else nothing
        below = index[y + 1] if y < height - 1 else nothing
        marked[1] = own[0] != 0
        marked[width] = own[width - 1] != 0
        for x in range(1, width - 1):
            k = own[x]
            # Without branches, for many pixels at a time.
            edge = (above[x] != k) | (below[x] != k) | (own[x - 1] != k) | (own[x + 1] != k)
            marked[x + 1] = (k != 0) & edge


@njit(nogil=True, cache=True)
def _count_border(index: Any, border: Any, classes: Any) -> None:
    height, width = index.shape
    for y in range(height):
        for x in range(width):
            if not border[y + 1, x + 1]:
                continue
            k = index[y, x]
            straight, diagonal = 0, 0
            for dy in range(-1, 2):
                for dx in range(-1, 2):
                    # A marked pixel lies in the image.
                    if border[y + dy + 1, x + dx + 1] and index[y + dy, x + dx] == k:
                        straight += (dy == 0) != (dx == 0)
                        diagonal += dy != 0 and dx != 0
            if 2 <= straight <= 3 and diagonal <= 2:
                classes[k, 0] += 1
            elif (straight == 0 and diagonal == 2) or (straight == 1 and diagonal == 3):
                classes[k, 1] += 1
            elif straight == 1 and 1 <= diagonal <= 2:
                classes[k, 2] += 1
