"""Neighbours of objects: who is within reach, how much of the border touches, who is nearest."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def offsets_within(radius: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the offsets d along z, y, x with sum((d / radius)²) ≤ 1, nearest first."""
    reach = [int(r) for r in radius]
    grids = np.meshgrid(*(np.arange(-r, r + 1) for r in reach), indexing="ij")
    offsets = np.stack([g.ravel() for g in grids], axis=1)
    scaled = ((offsets / np.maximum(radius, 0.5)) ** 2).sum(axis=1)
    # The tolerance keeps d² ≤ r² exact where d / r is not.
    order = np.argsort(scaled, kind="stable")
    return offsets[order][scaled[order] <= 1 + 1e-9].astype(np.int64)


def border_pixels(index: NDArray[np.intp], *, corners: bool) -> NDArray[np.int64]:
    """Return the places z, y, x of pixels of objects with a neighbour that is none of theirs.

    Parameters
    ----------
    corners : bool
        Whether neighbours that share just a corner count, and the edge of the image is a border.
    """
    marked = np.zeros(index.shape, dtype=np.bool_)
    _mark_corners(index, marked) if corners else _mark_faces(index, marked)
    places = np.argwhere(marked)
    # Object by object, so that one pass can tell what is new for an object.
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


@njit(nogil=True, cache=True)
def count_within(index: Any, places: Any, offsets: Any, count: Any) -> Any:
    """Return how many other objects have a pixel at one of the offsets from one of an object's.

    Parameters
    ----------
    places : array of int, (pixels, 3)
        Border pixels, object by object.
    """
    depth, height, width = index.shape
    found = np.zeros(count + 1, np.int64)
    seen = np.zeros(count + 1, np.int64)
    for i in range(len(places)):
        z, y, x = places[i]
        k = index[z, y, x]
        for j in range(len(offsets)):
            w, v, u = z + offsets[j, 0], y + offsets[j, 1], x + offsets[j, 2]
            if 0 <= w < depth and 0 <= v < height and 0 <= u < width:
                other = index[w, v, u]
                if other not in (0, k) and seen[other] != k:
                    seen[other] = k
                    found[k] += 1
    return found


@njit(nogil=True, cache=True)
def count_touching(index: Any, places: Any, offsets: Any, count: Any) -> Any:
    """Return for each object how many border pixels it has, and how many have another in reach."""
    depth, height, width = index.shape
    found = np.zeros((count + 1, 2), np.int64)
    for i in range(len(places)):
        z, y, x = places[i]
        k = index[z, y, x]
        found[k, 0] += 1
        for j in range(len(offsets)):
            w, v, u = z + offsets[j, 0], y + offsets[j, 1], x + offsets[j, 2]
            if 0 <= w < depth and 0 <= v < height and 0 <= u < width:
                other = index[w, v, u]
                if other not in (0, k):
                    found[k, 1] += 1
                    break
    return found


def two_nearest(points: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return for every point the two nearest others, −1 where there is none.

    Of several at the same distance the first ones are taken.

    Parameters
    ----------
    points : array of float, (points, 3)
        Places in physical units.
    """
    order = np.argsort(points[:, 2], kind="stable")
    nearest = np.full((len(points), 2), -1, dtype=np.intp)
    _search_line(points[order], order, nearest)
    return nearest


@njit(nogil=True, cache=True)
def _search_line(points: Any, order: Any, nearest: Any) -> None:
    """Search from each point both ways along x, until x alone is further than the second found."""
    total = len(points)
    for i in range(total):
        best = np.full(2, np.inf)
        who = np.full(2, -1, np.int64)
        for step in (-1, 1):
            j = i + step
            while 0 <= j < total:
                along = points[j, 2] - points[i, 2]
                if along * along > best[1]:
                    break
                dz, dy = points[j, 0] - points[i, 0], points[j, 1] - points[i, 1]
                apart = dz * dz + dy * dy + along * along
                _keep_two(best, who, apart, order[j])
                j += step
        nearest[order[i], 0] = who[0]
        nearest[order[i], 1] = who[1]


@njit(nogil=True, cache=True)
def _keep_two(best: Any, who: Any, apart: Any, candidate: Any) -> None:
    """Keep a candidate if it is among the two nearest, of equals the lower."""
    if apart < best[0] or (apart == best[0] and candidate < who[0]):
        best[1], who[1] = best[0], who[0]
        best[0], who[0] = apart, candidate
    elif apart < best[1] or (apart == best[1] and candidate < who[1]):
        best[1], who[1] = apart, candidate
