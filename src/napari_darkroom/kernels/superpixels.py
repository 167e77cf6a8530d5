"""Pixels grouped by colour and place: k-means in which each centre looks around itself alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.pieces import connected_pieces
from napari_darkroom.kernels.side_by_side import in_strips

Floats = NDArray[np.float32]
# How often centres move at most, as its authors have it.
_ROUNDS = 10
# How many sizes a centre looks around itself to each side, as in scikit-image. A pixel that none
# sees any more stays with the one that it had.
_REACH = 2.0
# A piece smaller than this share of a block is joined to a neighbour.
_SMALL = 0.1


def superpixels(
    colours: Floats, inside: NDArray[np.bool_], size: Sequence[float]
) -> NDArray[np.int32]:
    """Return connected groups of pixels that are alike in colour and place, from 1.

    Parameters
    ----------
    colours : array of float32 (…, colours)
        As they are compared: a difference of 1 counts as much as a way of `size`.
    inside : array of bool
        The pixels that are grouped; 0 elsewhere.
    size : sequence of float
        Distance of the centres along each axis at the start.
    """
    volume = (1,) * (3 - inside.ndim) + inside.shape
    sizes = np.array([1.0] * (3 - inside.ndim) + list(size))
    values, valid = colours.reshape(*volume, -1), inside.reshape(volume)
    labels, count = _blocks(volume, sizes)
    labels[~valid] = -1
    distance = np.empty(volume)
    centres = np.zeros((count, 4 + values.shape[-1]))
    for _ in range(_ROUNDS):
        _move(values, labels, sizes, centres)
        distance[:] = np.where(valid, np.inf, -1.0)
        in_strips(volume[1], inside.size, _assign, values, (labels, distance), (centres, sizes))
    return _joined(np.asarray(labels + 1).reshape(inside.shape), _SMALL * float(np.prod(size)))


def _blocks(shape: Sequence[int], sizes: NDArray[np.float64]) -> tuple[NDArray[np.int32], int]:
    """Return the number of the block of a regular grid that each pixel lies in, and how many."""
    counts = [max(round(n / s), 1) for n, s in zip(shape, sizes.tolist(), strict=True)]
    along = [np.arange(n) * k // n for n, k in zip(shape, counts, strict=True)]
    numbers = np.ravel_multi_index(np.meshgrid(*along, indexing="ij"), counts)
    return np.asarray(numbers.astype(np.int32)), int(np.prod(counts))


def _joined(labels: NDArray[np.int32], least: float) -> NDArray[np.int32]:
    """Return connected pieces, the small ones joined to the largest beside them, in order."""
    while True:
        labels = connected_pieces(labels, diagonal=False)
        sizes = np.bincount(labels.reshape(-1))
        if labels.max() == 0 or sizes[1:].min() >= least:
            return labels
        beside = _largest_beside(labels, sizes)
        target = np.arange(len(sizes), dtype=np.int32)
        small = np.flatnonzero((sizes < least) & (beside > 0))
        if len(small) == 0:
            return labels
        # Small ones that are the largest beside each other become one.
        target[small] = beside[small]
        pair = small[(target[target[small]] == small) & (small < target[small])]
        target[pair] = pair
        labels = _ends(target)[labels]


def _ends(target: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return where ways from number to number end."""
    while True:
        further = target[target]
        if np.array_equal(further, target):
            return target
        target = further


def _largest_beside(labels: NDArray[np.int32], sizes: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return the largest piece beside each, of equal ones the lowest number; 0 for none."""
    pairs = []
    for axis in range(labels.ndim):
        this, following = (
            np.moveaxis(labels, axis, 0)[part].reshape(-1) for part in (slice(-1), slice(1, None))
        )
        edge = (this != following) & (this > 0) & (following > 0)
        pairs += [(this[edge], following[edge]), (following[edge], this[edge])]
    own, other = (np.concatenate(some) for some in zip(*pairs, strict=True))
    order = np.lexsort((other, -sizes[other], own))
    first = np.unique(own[order], return_index=True)
    beside = np.zeros(len(sizes), np.int32)
    beside[first[0]] = other[order][first[1]]
    return beside


@njit(nogil=True, cache=True)
def _move(values: Any, labels: Any, sizes: Any, centres: Any) -> None:
    """Put each centre into the middle of its pixels: place in sizes, count, colours."""
    sums = np.zeros_like(centres)
    for z in range(labels.shape[0]):
        for y in range(labels.shape[1]):
            for x in range(labels.shape[2]):
                k = labels[z, y, x]
                if k >= 0:
                    sums[k, 0] += z
                    sums[k, 1] += y
                    sums[k, 2] += x
                    sums[k, 3] += 1
                    for c in range(values.shape[3]):
                        sums[k, 4 + c] += values[z, y, x, c]
    for k in range(len(sums)):
        count = sums[k, 3]
        if count > 0:
            for axis in range(3):
                centres[k, axis] = sums[k, axis] / count / sizes[axis]
            for c in range(4, sums.shape[1]):
                centres[k, c] = sums[k, c] / count
        centres[k, 3] = count


@njit(nogil=True, cache=True)
def _assign(values: Any, found: Any, around: Any, low: Any, high: Any) -> None:
    """Give each pixel of some rows to the nearest centre that has it in its surroundings."""
    labels, distance = found
    centres, sizes = around
    colours = values.shape[3]
    for k in range(len(centres)):
        if centres[k, 3] == 0:
            continue
        own = centres[k]
        z0, z1 = _reach(own[0], sizes[0], 0, labels.shape[0])
        y0, y1 = _reach(own[1], sizes[1], low, high)
        x0, x1 = _reach(own[2], sizes[2], 0, labels.shape[2])
        for z in range(z0, z1):
            for y in range(y0, y1):
                along = (z / sizes[0] - own[0]) ** 2 + (y / sizes[1] - own[1]) ** 2
                for x in range(x0, x1):
                    apart = along + (x / sizes[2] - own[2]) ** 2
                    for c in range(colours):
                        apart += (values[z, y, x, c] - own[4 + c]) ** 2
                    # Below 0 where there is nothing to group.
                    if apart < distance[z, y, x]:
                        distance[z, y, x] = apart
                        labels[z, y, x] = k


@njit(nogil=True, cache=True)
def _reach(centre: Any, size: Any, low: Any, high: Any) -> Any:
    first, last = np.ceil((centre - _REACH) * size), np.floor((centre + _REACH) * size)
    return max(int(first), low), min(int(last) + 1, high)
