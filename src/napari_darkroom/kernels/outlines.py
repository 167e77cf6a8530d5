"""Perimeters and convex hulls of all objects of a plane."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def perimeters(index: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    """Return the perimeter of objects 1 to `count` in pixels, holes included.

    Border pixels (those with a neighbour outside along an edge) weigh 1, √2 or (1 + √2)/2 by
    how their border neighbours lie: K. Benkrid, D. Crookes and A. Benkrid, Design and FPGA
    implementation of a perimeter estimator, 2000; ``skimage.measure.perimeter``.
    """
    border = np.zeros(index.shape, dtype=np.bool_)
    classes = np.zeros((count + 1, 3), dtype=np.int64)
    _mark_border(index, border)
    _count_border(index, border, classes)
    root = np.sqrt(2.0)
    return classes[1:] @ np.array([1.0, root, (1 + root) / 2])


@njit(nogil=True, cache=True)
def _mark_border(index: Any, border: Any) -> None:
    height, width = index.shape
    for y in range(height):
        for x in range(width):
            k = index[y, x]
            if k == 0:
                continue
            inner = 0 < y < height - 1 and 0 < x < width - 1
            border[y, x] = not (
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
            if not border[y, x]:
                continue
            k = index[y, x]
            straight, diagonal = _border_neighbours(index, border, y, x)
            if 2 <= straight <= 3 and diagonal <= 2:
                classes[k, 0] += 1
            elif (straight == 0 and diagonal == 2) or (straight == 1 and diagonal == 3):
                classes[k, 1] += 1
            elif straight == 1 and 1 <= diagonal <= 2:
                classes[k, 2] += 1


@njit(nogil=True, cache=True)
def _border_neighbours(index: Any, border: Any, y: Any, x: Any) -> Any:
    """Return how many neighbours of a border pixel are border too: by an edge, by a corner."""
    height, width = index.shape
    found = np.zeros(2, np.int64)
    for dy in range(-1, 2):
        for dx in range(-1, 2):
            v, u = y + dy, x + dx
            if (dy != 0 or dx != 0) and 0 <= v < height and 0 <= u < width:
                found[abs(dy * dx)] += border[v, u] and index[v, u] == index[y, x]
    return found[0], found[1]


def convex_sizes(
    index: NDArray[np.intp], low: NDArray[np.int64], high: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many pixel centres lie in the convex hull of each object, borders included.

    The hull is that of the middles of the edges of the object's pixels, as in
    ``skimage.morphology.convex_hull_image``; the arithmetic is in whole numbers and exact.

    Parameters
    ----------
    low, high : array of int, (objects, 2)
        Bounding boxes along y, x.
    """
    heights = high[:, 0] - low[:, 0]
    start = np.concatenate([[0], np.cumsum(heights)]).astype(np.int64)
    left = np.full(start[-1], np.iinfo(np.int64).max // 8, dtype=np.int64)
    right = np.full(start[-1], -(np.iinfo(np.int64).max // 8), dtype=np.int64)
    _row_ends(index, low, start, left, right)
    sizes = np.zeros(len(low), dtype=np.int64)
    _count_hulls(start, left, right, sizes)
    return sizes


@njit(nogil=True, cache=True)
def _row_ends(index: Any, low: Any, start: Any, left: Any, right: Any) -> None:
    height, width = index.shape
    for y in range(height):
        for x in range(width):
            k = index[y, x] - 1
            if k >= 0:
                row = start[k] + y - low[k, 0]
                left[row] = min(left[row], x)
                right[row] = max(right[row], x)


@njit(nogil=True, cache=True)
def _count_hulls(start: Any, left: Any, right: Any, sizes: Any) -> None:
    for k in range(len(sizes)):
        rows = start[k + 1] - start[k]
        ends = np.empty((2, rows), np.int64)
        for side in range(2):
            # The right side is the left side of the mirrored object.
            sign = 1 - 2 * side
            source = left if side == 0 else right
            chain = np.empty((2 * rows + 1, 2), np.int64)
            n = _chain(sign * source[start[k] : start[k + 1]], chain)
            _chain_ends(chain, n, ends[side])
            ends[side] *= sign
        for row in range(rows):
            sizes[k] += max(ends[1, row] - ends[0, row] + 1, 0)


@njit(nogil=True, cache=True)
def _chain(left: Any, chain: Any) -> Any:
    """Write the left side of the hull in half pixels, top to bottom; return its length."""
    rows = len(left)
    far = np.int64(2) ** 59
    n = 0
    for y in range(-1, 2 * rows):
        row = y // 2
        if y % 2 == 0:
            x = 2 * left[row] - 1
        else:
            above = left[row] if row >= 0 else far
            below = left[row + 1] if row + 1 < rows else far
            x = 2 * min(above, below)
        if x >= far // 2:
            continue
        while n >= 2 and (chain[n - 1, 1] - chain[n - 2, 1]) * (y - chain[n - 2, 0]) >= (
            x - chain[n - 2, 1]
        ) * (chain[n - 1, 0] - chain[n - 2, 0]):
            n -= 1
        chain[n, 0], chain[n, 1] = y, x
        n += 1
    return n


@njit(nogil=True, cache=True)
def _chain_ends(chain: Any, n: Any, ends: Any) -> None:
    """Write the first whole pixel on or right of the chain in each row."""
    part = 0
    for row in range(len(ends)):
        y = 2 * row
        while part < n - 2 and chain[part + 1, 0] < y:
            part += 1
        y0, x0 = chain[part, 0], chain[part, 1]
        y1, x1 = chain[part + 1, 0], chain[part + 1, 1]
        numerator = x0 * (y1 - y0) + (y - y0) * (x1 - x0)
        ends[row] = -((-numerator) // (2 * (y1 - y0)))
