"""The nearest object of every pixel, exact, and of several as near the first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.axis_passes import BLOCK
from napari_darkroom.kernels.label_radius import float_type_of, limit_of, squared_steps
from napari_darkroom.kernels.side_by_side import in_strips

_NONE = -1


def nearest_label(index: NDArray[Any], radius: Sequence[float]) -> NDArray[np.int32]:
    """Return the nearest object with a pixel at an offset d with sum((d / radius)²) ≤ 1.

    Distances are measured in the same way; of several as near the lowest is taken.

    Parameters
    ----------
    index : array of int, 2-D or 3-D
        0 for background, the objects from 1.
    radius : sequence of float
        Pixels along each axis; below 1 nothing is reached along it.
    """
    owner = np.array(index, dtype=np.int32, order="C")
    limit = limit_of(radius)
    # From the last axis to the first, as the passes go.
    squares = squared_steps(radius)[::-1]
    steps = np.array(squares, float_type_of(squares, limit))
    # How many pixels it is along each axis takes less than what their squares add up to.
    near = np.empty((owner.ndim - 1, *owner.shape), _offset_type(owner.shape, radius))
    width = owner.shape[-1]
    rows = owner.reshape(-1, width), near[0].reshape(-1, width)
    in_strips(len(rows[0]), owner.size, _along_rows, *rows, (steps[0], limit))
    for known in range(1, owner.ndim):
        axis = owner.ndim - 1 - known
        # The axis in the middle, those before and after it as one each.
        middle = (-1, owner.shape[axis], math.prod(owner.shape[axis + 1 :]))
        blocks = owner.reshape(middle), near.reshape(len(near), *middle)
        count = len(blocks[0]) * -(-middle[2] // BLOCK)
        in_strips(count, owner.size, _along_middle, *blocks, (known, steps, limit))
    return owner


def _offset_type(shape: Sequence[int], radius: Sequence[float]) -> type[np.signedinteger[Any]]:
    """Return the smallest type that holds how many pixels off what is near may be."""
    farthest = min(max(shape), max(radius) + 1)
    return np.int16 if farthest <= np.iinfo(np.int16).max else np.int32


@njit(nogil=True, cache=True)
def _along_rows(owner: Any, near: Any, way: Any, low: Any, high: Any) -> None:
    """Write the nearest object of the same row over it, and how many pixels off it is."""
    step, limit = way
    length = owner.shape[1]
    for row in range(low, high):
        last = -1
        for x in range(length):
            if owner[row, x]:
                last = x
            within = last >= 0 and step * (x - last) * (x - last) <= limit
            near[row, x] = x - last if within else _NONE
            owner[row, x] = owner[row, last] if within else 0
        last = -1
        for x in range(length - 1, -1, -1):
            # No distance: it was an object before the first pass too.
            if near[row, x] == 0:
                last = x
            if last >= 0 and step * (last - x) * (last - x) <= limit:
                before, other = near[row, x], owner[row, last]
                if before == _NONE or last - x < before:
                    near[row, x], owner[row, x] = last - x, other
                elif last - x == before:
                    owner[row, x] = min(owner[row, x], other)


@njit(nogil=True, cache=True)
def _along_middle(owner: Any, near: Any, way: Any, low: Any, high: Any) -> None:
    """Look at the other places along the middle axis too, for some blocks of lines."""
    known, steps, limit = way
    _, n, inner = owner.shape
    blocks, step = (inner + BLOCK - 1) // BLOCK, steps[known]
    fars, owners = np.empty((n, BLOCK), steps.dtype), np.empty((n, BLOCK), owner.dtype)
    offsets, best = np.empty((known, n, BLOCK), near.dtype), np.empty(BLOCK, steps.dtype)
    chosen = np.empty(BLOCK, np.int32)
    # Of the type of the distances, so that they are added as they are.
    away = np.empty(1, steps.dtype)
    for block in range(low, high):
        o, left = block // blocks, block % blocks * BLOCK
        width = min(left + BLOCK, inner) - left
        nearest, ways = owner[o, :, left : left + width], near[:, o, :, left : left + width]
        owners[:, :width] = nearest
        _add_squares(ways, steps[:known], offsets, fars)
        for i in range(n):
            here = best[:width], nearest[i], chosen[:width]
            here[0][:], here[2][:] = fars[i, :width], i
            d, worst = 1, here[0].max()
            while step * d * d <= min(limit, worst):
                away[0] = step * d * d
                for j in (i - d, i + d):
                    if 0 <= j < n:
                        there = fars[j, :width], owners[j, :width]
                        _take_nearer(there, away[0], here, j)
                d += 1
                worst = here[0].max()
                if i - d < 0 and i + d >= n:
                    break
            if known < len(ways):
                _write_offsets(offsets, here[2], i, ways)
            else:
                _leave_out(here[0], limit, nearest[i])


@njit(nogil=True, cache=True)
def _add_squares(ways: Any, steps: Any, offsets: Any, fars: Any) -> None:
    """Copy the offsets along some axes, and write the squared distances that they are."""
    for i in range(len(fars)):
        far = fars[i]
        for k in range(len(steps)):
            way, offset = ways[k, i], offsets[k, i]
            for x in range(len(way)):
                square = steps[k] * way[x] * way[x]
                far[x] = square if k == 0 else far[x] + square
                offset[x] = way[x]
        first = offsets[0, i]
        for x in range(len(far)):
            far[x] = np.inf if first[x] == _NONE else far[x]


@njit(nogil=True, cache=True)
def _take_nearer(there: Any, away: Any, here: Any, row: int) -> None:
    """Take what a row `away` has nearer, or as near and lower, and write which row it was."""
    far, owner = there
    best, nearest, chosen = here
    for x in range(len(far)):
        total = far[x] + away
        if total < best[x] or (total == best[x] and owner[x] < nearest[x]):
            best[x] = total
            nearest[x] = owner[x]
            chosen[x] = row


@njit(nogil=True, cache=True)
def _write_offsets(offsets: Any, chosen: Any, row: int, ways: Any) -> None:
    """Write how far off what was chosen is: the row it is in, and from there as before."""
    known = len(offsets)
    for k in range(known):
        way = ways[k, row]
        for x in range(len(way)):
            way[x] = offsets[k, chosen[x], x]
    way = ways[known, row]
    for x in range(len(way)):
        way[x] = abs(chosen[x] - row)


@njit(nogil=True, cache=True)
def _leave_out(far: Any, limit: float, owner: Any) -> None:
    """Take away what is too far."""
    for x in range(len(far)):
        owner[x] = 0 if far[x] > limit else owner[x]
