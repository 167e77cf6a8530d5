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
    planes = np.ascontiguousarray(np.moveaxis(values, -1, 0))
    start = np.where(valid, np.inf, -1.0)
    distance = np.empty(volume)
    centres = np.zeros((count, 4 + len(planes)))
    for _ in range(_ROUNDS):
        _move(planes, labels, sizes, centres)
        distance[:] = start
        in_strips(volume[1], inside.size, _assign, planes, (labels, distance), (centres, sizes))
    return _joined(np.asarray(labels + 1).reshape(inside.shape), _SMALL * float(np.prod(size)))


def _blocks(shape: Sequence[int], sizes: NDArray[np.float64]) -> tuple[NDArray[np.int32], int]:
    """Return the number of the block of a regular grid that each pixel lies in, and how many."""
    counts = [max(round(n / s), 1) for n, s in zip(shape, sizes.tolist(), strict=True)]
    along = [np.arange(n) * k // n for n, k in zip(shape, counts, strict=True)]
    numbers = np.zeros(1, np.int32)
    for one, count in zip(along, counts, strict=True):
        numbers = numbers[..., np.newaxis] * np.int32(count) + one.astype(np.int32)
    return numbers[0], int(np.prod(counts))


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
    volume = labels.reshape((1,) * (3 - labels.ndim) + labels.shape)
    beside = np.zeros(len(sizes), np.int32)
    _look_beside(volume, sizes, beside)
    return beside


@njit(nogil=True, cache=True)
def _look_beside(labels: Any, sizes: Any, beside: Any) -> None:
    depth, height, width = labels.shape
    for z in range(depth):
        for y in range(height):
            for x in range(width):
                own = labels[z, y, x]
                if x + 1 < width:
                    _meet(own, labels[z, y, x + 1], sizes, beside)
                if y + 1 < height:
                    _meet(own, labels[z, y + 1, x], sizes, beside)
                if z + 1 < depth:
                    _meet(own, labels[z + 1, y, x], sizes, beside)


@njit(nogil=True, cache=True)
def _meet(one: Any, other: Any, sizes: Any, beside: Any) -> None:
    if one == other or one <= 0 or other <= 0:
        return
    for own, new in ((one, other), (other, one)):
        last = beside[own]
        more = np.int64(sizes[new]) - np.int64(sizes[last]) if last > 0 else np.int64(1)
        if more > 0 or (more == 0 and new < last):
            beside[own] = new


@njit(nogil=True, cache=True)
def _move(planes: Any, labels: Any, sizes: Any, centres: Any) -> None:
    """Put each centre into the middle of its pixels: place in sizes, count, colours."""
    sums = np.zeros_like(centres)
    depth, height, width = labels.shape
    for z in range(depth):
        for y in range(height):
            start = 0
            while start < width:
                k, stop = labels[z, y, start], start + 1
                while stop < width and labels[z, y, stop] == k:
                    stop += 1
                if k >= 0:
                    _add(planes[:, z, y, start:stop], (z, y, start, stop), sums[k])
                start = stop
    for k in range(len(sums)):
        count = sums[k, 3]
        if count > 0:
            for axis in range(3):
                centres[k, axis] = sums[k, axis] / count / sizes[axis]
            for c in range(4, sums.shape[1]):
                centres[k, c] = sums[k, c] / count
        centres[k, 3] = count


@njit(nogil=True, cache=True)
def _add(colours: Any, where: Any, own: Any) -> None:
    """Add the pixels of a part of a row; whole numbers at once, colours in their order."""
    z, y, start, stop = where
    count = stop - start
    own[0] += z * count
    own[1] += y * count
    own[2] += (start + stop - 1) * count // 2
    own[3] += count
    for c in range(len(colours)):
        total = own[4 + c]
        for x in range(count):
            total += colours[c, x]
        own[4 + c] = total


@njit(nogil=True, cache=True)
def _assign(planes: Any, found: Any, around: Any, low: Any, high: Any) -> None:
    """Give each pixel of some rows to the nearest centre that has it in its surroundings."""
    labels, distance = found
    centres, sizes = around
    beside, apart = np.empty(labels.shape[2]), np.empty(labels.shape[2])
    for k in range(len(centres)):
        if centres[k, 3] == 0:
            continue
        own = centres[k]
        z0, z1 = _reach(own[0], sizes[0], 0, labels.shape[0])
        y0, y1 = _reach(own[1], sizes[1], low, high)
        x0, x1 = _reach(own[2], sizes[2], 0, labels.shape[2])
        if x0 >= x1:
            continue
        for x in range(x0, x1):
            beside[x] = (x / sizes[2] - own[2]) ** 2
        for z in range(z0, z1):
            for y in range(y0, y1):
                along = (z / sizes[0] - own[0]) ** 2 + (y / sizes[1] - own[1]) ** 2
                row = planes[:, z, y, x0:x1]
                _measure(row[:-1], own[4:], (along, beside[x0:x1]), apart)
                marks = (labels[z, y, x0:x1], distance[z, y, x0:x1])
                _take(row[-1], (own[-1], np.int32(k)), apart, marks)


# Both go along a row without branches, so that the compiler takes many pixels at a time.
@njit(nogil=True, cache=True)
def _measure(colours: Any, own: Any, where: Any, apart: Any) -> None:
    """Write how far pixels are from a centre by place and all colours but the last."""
    along, beside = where
    for x in range(len(beside)):
        apart[x] = along + beside[x]
    for c in range(len(colours)):
        for x in range(len(beside)):
            apart[x] += (colours[c, x] - own[c]) ** 2


@njit(nogil=True, cache=True)
def _take(colours: Any, centre: Any, apart: Any, marks: Any) -> None:
    """Give the centre what it is the nearest to, the last colour counted in."""
    colour, number = centre
    labels, distance = marks
    for x in range(len(labels)):
        new = apart[x] + (colours[x] - colour) ** 2
        # Below 0 where there is nothing to group.
        nearer = new < distance[x]
        labels[x] = number if nearer else labels[x]
        distance[x] = new if nearer else distance[x]


@njit(nogil=True, cache=True)
def _reach(centre: Any, size: Any, low: Any, high: Any) -> Any:
    first, last = np.ceil((centre - _REACH) * size), np.floor((centre + _REACH) * size)
    return max(int(first), low), min(int(last) + 1, high)
