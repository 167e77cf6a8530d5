"""Perimeters of all objects of a plane, by the line through the centres of border pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.runs import Runs


def perimeters(runs: Runs) -> NDArray[np.float64]:
    """Return the perimeter of the objects of a plane in pixels, holes included.

    Border pixels (those with a neighbour outside along an edge) weigh 1, √2 or (1 + √2)/2 by
    how their border neighbours lie: K. Benkrid, D. Crookes and A. Benkrid, Design and FPGA
    implementation of a perimeter estimator, 2000; ``skimage.measure.perimeter``.
    """
    classes = np.zeros((runs.count, 4), dtype=np.int64)
    _count_border(runs.pieces, runs.shape[2], _class_of(), classes)
    # Summed term by term: the order of a product of matrices is the library's.
    straight, diagonal, mixed, _ = classes.T
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
def _count_border(pieces: Any, width: Any, class_of: Any, classes: Any) -> None:
    """Go down the image with three rows of border pixels, each with a margin of one pixel."""
    owner, row, start, first, height = pieces
    borders = np.zeros((3, width + 2), np.int64)
    places = np.empty((3, width), np.int64)
    sizes = np.zeros(3, np.int64)
    # First pieces of the row above, of the row itself and of the two below.
    above, own, below = 0, 0, _beyond(row, 0, 0)
    for y in range(height + 1):
        after = _beyond(row, below, y + 1)
        old, last, new = (y + 1) % 3, (y + 2) % 3, y % 3
        part = (above, own, below, after)
        sizes[new] = _mark_border((owner, start, first), part, borders[new], places[new])
        rows = (borders[old], borders[last], borders[new])
        _count_row(rows, places[last, : sizes[last]], class_of, classes)
        for x in places[old, : sizes[old]]:
            borders[old, x] = 0
        above, own, below = own, below, after


@njit(nogil=True, cache=True)
def _beyond(row: Any, piece: Any, y: Any) -> Any:
    """Return the first piece from `piece` on that lies below a row."""
    while piece < len(row) and row[piece] <= y:
        piece += 1
    return piece


@njit(nogil=True, cache=True)
def _mark_border(pieces: Any, part: Any, border: Any, places: Any) -> Any:
    """Write the numbers of the border pixels of a row, and where they are; return how many.

    A pixel within a piece is none if pieces of the same object lie above and below it.
    """
    owner, start, first = pieces
    above, own, below, after = part
    n = 0
    for r in range(own, below):
        k, x = owner[r], start[r]
        end = x + first[r + 1] - first[r]
        while above < own and start[above] + first[above + 1] - first[above] <= x + 1:
            above += 1
        while below < after and start[below] + first[below + 1] - first[below] <= x + 1:
            below += 1
        i, j = above, below
        while i < own and j < after and max(start[i], start[j]) < end - 1:
            end_i, end_j = start[i] + first[i + 1] - first[i], start[j] + first[j + 1] - first[j]
            inner, beyond = max(start[i], start[j], start[r] + 1), min(end_i, end_j, end - 1)
            if owner[i] == k and owner[j] == k and inner < beyond:
                n = _mark(x, inner, k + 1, (border, places, n))
                x = beyond
            i, j = i + (end_i < end_j), j + (end_i >= end_j)
        n = _mark(x, end, k + 1, (border, places, n))
    return n


@njit(nogil=True, cache=True)
def _mark(begin: Any, end: Any, number: Any, found: Any) -> Any:
    border, places, n = found
    # The margin comes first in a row. Unsigned: none counts from the end.
    for x in range(np.uint64(begin + 1), np.uint64(end + 1)):
        border[x] = number
        places[np.uint64(n)] = x
        n += 1
    return n


@njit(nogil=True, cache=True)
def _count_row(rows: Any, places: Any, class_of: Any, classes: Any) -> None:
    above, own, below = rows
    one = np.uint64(1)
    for place in places:
        x = np.uint64(place)
        k = own[x]
        straight = (own[x - one] == k) + (own[x + one] == k) + (above[x] == k) + (below[x] == k)
        diagonal = (above[x - one] == k) + (above[x + one] == k)
        diagonal += (below[x - one] == k) + (below[x + one] == k)
        classes[k - 1, class_of[straight, diagonal]] += 1
