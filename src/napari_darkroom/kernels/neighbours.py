"""Neighbours of objects: who is within reach, and how much of the border touches."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.runs import Runs


def offsets_within(radius: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the offsets d along z, y, x with sum((d / radius)²) ≤ 1, nearest first."""
    reach = [int(r) for r in radius]
    grids = np.meshgrid(*(np.arange(-r, r + 1) for r in reach), indexing="ij")
    offsets = np.stack([g.ravel() for g in grids], axis=1)
    scaled = ((offsets / np.maximum(radius, 0.5)) ** 2).sum(axis=1)
    # The tolerance keeps d² ≤ r² exact where d / r is not.
    order = np.argsort(scaled, kind="stable")
    return offsets[order][scaled[order] <= 1 + 1e-9].astype(np.int64)


def border_pixels(index: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return the places z, y, x of pixels of objects with a neighbour that is none of theirs.

    They stand object by object; neighbours share a face, in a plane an edge.
    """
    marked = np.zeros(index.shape, dtype=np.bool_)
    _mark_faces(index, marked)
    places = np.argwhere(marked)
    return places[np.argsort(index[marked], kind="stable")]


@njit(nogil=True, cache=True)
def _mark_faces(index: Any, marked: Any) -> None:
    depth, height, width = index.shape
    for z in range(depth):
        for y in range(height):
            for x in range(width):
                k = index[z, y, x]
                if k == 0:
                    continue
                marked[z, y, x] = (
                    (z > 0 and index[z - 1, y, x] != k)
                    or (z < depth - 1 and index[z + 1, y, x] != k)
                    or (y > 0 and index[z, y - 1, x] != k)
                    or (y < height - 1 and index[z, y + 1, x] != k)
                    or (x > 0 and index[z, y, x - 1] != k)
                    or (x < width - 1 and index[z, y, x + 1] != k)
                )


@njit(nogil=True, cache=True)
def _mark_corners(index: Any, marked: Any) -> None:
    depth, height, width = index.shape
    for z in range(depth):
        for y in range(height):
            for x in range(width):
                k = index[z, y, x]
                if k == 0:
                    continue
                edge = y == 0 or y == height - 1 or x == 0 or x == width - 1
                marked[z, y, x] = edge or (depth > 1 and (z == 0 or z == depth - 1))
                for w in range(max(z - 1, 0), min(z + 2, depth)):
                    for v in range(max(y - 1, 0), min(y + 2, height)):
                        for u in range(max(x - 1, 0), min(x + 2, width)):
                            if index[w, v, u] != k:
                                marked[z, y, x] = True


def contacts(
    runs: Runs, index: NDArray[np.intp], near: NDArray[np.float64], far: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return how many others each object has in reach, and how much of its border has any.

    Parameters
    ----------
    index : array of int, 3-D
        The index image of the same objects.
    near, far : array of float
        Radii along z, y, x for the first and for the second; none of `far` is the smaller.

    Returns
    -------
    array of int, (objects, 3)
        Other objects with a pixel within `near` of one of the object's; border pixels, those at
        corners and at the edge of the image among them; and of these those with a pixel of another
        object within `far`.
    """
    border = np.zeros(index.shape, dtype=np.bool_)
    _mark_corners(index, border)
    order = np.argsort(runs.owner, kind="stable")
    rows = runs.shape[0] * runs.shape[1]
    first_of_row = np.searchsorted(runs.row, np.arange(rows + 1))
    reach = np.array([int(r) for r in far])
    widths = np.stack([_half_widths(offsets_within(radius), reach) for radius in (near, far)])
    found = np.zeros((runs.count, 3), np.int64)
    _count_contacts(runs.pieces, order, first_of_row, (widths, border), found)
    return found


def _half_widths(offsets: NDArray[np.int64], reach: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how far offsets go along x, by those along z and y; -1 where there are none."""
    widths = np.full(2 * reach[:2] + 1, -1)
    np.maximum.at(widths, tuple((offsets[:, :2] + reach[:2]).T), offsets[:, 2])
    return widths


@njit(nogil=True, cache=True)
def _count_contacts(pieces: Any, order: Any, first_of_row: Any, given: Any, found: Any) -> None:
    """Look from each piece of an object into the rows within reach, object by object."""
    owner, row, start, first, height = pieces
    widths, border = given
    _, tall, wide = widths.shape
    depth, width = len(border), border.shape[2]
    seen = np.full(len(found), -1)
    covered = np.zeros(width, np.bool_)
    for piece in order:
        k, begin = owner[piece], start[piece]
        end = begin + first[piece + 1] - first[piece]
        z, y = row[piece] // height, row[piece] % height
        for dz in range(max(-(tall // 2), -z), min(tall // 2 + 1, depth - z)):
            for dy in range(max(-(wide // 2), -y), min(wide // 2 + 1, height - y)):
                near, far = widths[:, dz + tall // 2, dy + wide // 2]
                if far < 0:
                    continue
                other = first_of_row[(z + dz) * height + y + dy]
                after = first_of_row[(z + dz) * height + y + dy + 1]
                other = _first_beyond(start, first, (other, after), begin - far)
                while other < after and start[other] < end + far:
                    if owner[other] != k:
                        low, high = start[other], start[other] + first[other + 1] - first[other]
                        close = low < end + near and high > begin - near
                        if near >= 0 and close and seen[owner[other]] != k:
                            seen[owner[other]] = k
                            found[k, 0] += 1
                        covered[max(low - far, begin) : min(high + far, end)] = True
                    other += 1
        for x in range(begin, end):
            found[k, 1] += border[z, y, x]
            found[k, 2] += border[z, y, x] and covered[x]
            covered[x] = False


@njit(nogil=True, cache=True)
def _first_beyond(start: Any, first: Any, part: Any, x: Any) -> Any:
    """Return the first of the pieces of a row that ends at a pixel or behind it."""
    low, high = part
    while low < high:
        middle = (low + high) // 2
        if start[middle] + first[middle + 1] - first[middle] > x:
            high = middle
        else:
            low = middle + 1
    return low
