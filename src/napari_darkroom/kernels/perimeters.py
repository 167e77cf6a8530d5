"""Perimeters of all objects of a plane, by the line through the centres of border pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.marked import marked


def perimeters(index: NDArray[Any], count: int) -> NDArray[np.float64]:
    """Return the perimeter of objects 1 to `count` in pixels, holes included.

    Border pixels (those with a neighbour outside along an edge) weigh 1, √2 or (1 + √2)/2 by
    how their border neighbours lie: K. Benkrid, D. Crookes and A. Benkrid, Design and FPGA
    implementation of a perimeter estimator, 2000; ``skimage.measure.perimeter``.
    """
    classes = np.zeros((count + 1, 4), dtype=np.int64)
    _count_border(np.ascontiguousarray(index), _class_of(), classes)
    # Summed term by term: the order of a product of matrices is the library's.
    straight, diagonal, mixed, _ = classes[1:].T
    root = np.sqrt(2.0)
    return straight + diagonal * root + mixed * ((1 + root) / 2)


def _class_of() -> NDArray[np.int64]:
    """Return the column of each number of border neighbours by an edge and by a corner.

    The last column is for those without a weight.
    """
    column = np.full((5, 5), 3, dtype=np.int64)
    column[2:4, :3] = 0
    column[0, 2] = column[1, 3] = 1
    column[1, 1:3] = 2
    return column


@njit(nogil=True, cache=True)
def _count_border(index: Any, class_of: Any, classes: Any) -> None:
    """Go down the image with three rows of border pixels, each with a margin of one pixel."""
    height, width = index.shape
    nothing = np.zeros(width, index.dtype)
    above = np.zeros(width + 2, index.dtype)
    own = np.zeros(width + 2, index.dtype)
    below = np.zeros(width + 2, index.dtype)
    # One byte a pixel: eight that are no border are passed over at once.
    marks = np.zeros((2, (width + 2) // 8 + 1), np.uint64)
    places = np.empty(8 * marks.shape[1] + 1, np.int64)
    _mark_border(nothing, index[0], index[1] if height > 1 else nothing, own, marks[0])
    for y in range(height):
        below[:] = 0
        if y + 1 < height:
            after = index[y + 2] if y + 2 < height else nothing
            _mark_border(index[y], index[y + 1], after, below, marks[(y + 1) % 2])
        found = places[: marked(marks[y % 2], places)]
        _count_row((above, own, below), found, class_of, classes)
        above, own, below = own, below, above


@njit(nogil=True, cache=True)
def _mark_border(above: Any, own: Any, below: Any, border: Any, words: Any) -> None:
    """Write the numbers of the pixels that have a neighbour outside along an edge, else 0.

    `words` gets a byte that is not 0 for each of them.
    """
    width = len(own)
    marks = words.view(np.uint8)
    border[1] = own[0]
    border[width] = own[width - 1]
    for x in range(1, width - 1):
        k = own[x]
        # Without branches, for many pixels at a time.
        edge = (above[x] != k) | (below[x] != k) | (own[x - 1] != k) | (own[x + 1] != k)
        border[x + 1] = k if edge else 0
    for x in range(1, width + 1):
        marks[x] = border[x] != 0


@njit(nogil=True, cache=True)
def _count_row(rows: Any, places: Any, class_of: Any, classes: Any) -> None:
    above, own, below = rows
    for x in places:
        k = own[x]
        straight = (own[x - 1] == k) + (own[x + 1] == k) + (above[x] == k) + (below[x] == k)
        diagonal = (above[x - 1] == k) + (above[x + 1] == k)
        diagonal += (below[x - 1] == k) + (below[x + 1] == k)
        classes[k, class_of[straight, diagonal]] += 1
