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
    for y in range(height):
        for x in range(width):
            k = index[y, x]
            if k == 0:
                continue
            inner = 0 < y < height - 1 and 0 < x < width - 1
            border[y + 1, x + 1] = not (
                inner
                and index[y - 1, x] == k
                and index[y + 1, x] == k
                and index[y, x - 1] == k
                and index[y, x + 1] == k
            )


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
