"""Propagation: objects grow from seeds where the image changes least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.grey_range import grey_range
from napari_darkroom.kernels.ways_queue import put, take

_PLACE_BITS = 33


def propagate(
    image: NDArray[Any],
    seeds: NDArray[Any],
    inside: NDArray[np.bool_],
    regularization: float,
    spacing: Sequence[float],
) -> NDArray[np.int32]:
    """Return the seed from which the shortest way leads to each pixel.

    A step from a pixel to a neighbour is as long as the root of D² + λ² · s². D is the sum of the
    absolute differences between what surrounds the one (3 × 3 pixels, in 3-D 3 × 3 × 3) and the
    same around the other, on a scale from 0 to 1 between the smallest and the largest finite value;
    s is how far apart they are, λ the regularization. What lies outside of the image is as its
    border is; missing pixels add nothing to D. Of ways as long as each other the one from the lower
    seed is taken.

    Parameters
    ----------
    seeds : array of int
        The seeds from 1; 0 elsewhere.
    inside : array of bool
        Where the ways may lead; seeds outside are left out.
    spacing : sequence of float
        Pixel size along each axis.
    """
    volume = (1,) * (3 - image.ndim) + image.shape
    sizes = np.array([1.0] * (3 - image.ndim) + [float(s) for s in spacing])
    values = np.ascontiguousarray(_in_few_types(image))
    result = np.where(inside, seeds, 0).astype(np.int32, copy=False).reshape(volume)
    low, high = grey_range(values)
    apart = _apart(sizes, float(regularization))
    grid = (values.reshape(volume), (low, high - low), inside.reshape(volume), apart)
    # How long the way to a pixel is stands where its seed will be, below 0.
    lengths = result.view(np.float32)
    _spread(grid, result, lengths)
    return result.reshape(image.shape)


def _in_few_types(image: NDArray[Any]) -> NDArray[Any]:
    """Return the image in one of three types, each of which is compiled, with the same values."""
    if image.dtype in (np.uint16, np.float32, np.float64):
        return image
    small = image.dtype.itemsize <= 2
    return image.astype(np.float32 if small else np.float64)


def _apart(spacing: NDArray[np.float64], regularization: float) -> NDArray[np.float64]:
    """Return what the distance to each neighbour adds to the square of a step."""
    steps = np.indices((3, 3, 3)) - 1
    squares = sum((step * size) ** 2 for step, size in zip(steps, spacing, strict=True))
    return np.asarray(squares * regularization * regularization)


@njit(nogil=True, cache=True)
def _spread(grid: Any, result: Any, lengths: Any) -> None:
    height, width = result.shape[1:]
    queue, n = _begin(result, lengths, grid[2])
    around = np.empty((5, 5, 5))
    while n > 0:
        length, tag = queue[0][0], queue[1][0]
        n = take(queue, n)
        seed = np.int64(tag >> np.uint64(_PLACE_BITS))
        place = np.int64(tag & np.uint64((1 << _PLACE_BITS) - 1))
        here = place // (height * width), place // width % height, place % width
        # Above 0 is what was reached on a shorter way before.
        if result[here] <= 0:
            result[here] = seed
            _see(grid, here, around)
            way = here, length, seed
            queue, n = _look_around((grid, around), way, (result, lengths), (queue, n))


@njit(nogil=True, cache=True)
def _begin(result: Any, lengths: Any, inside: Any) -> Any:
    """Return the queue with the pixels of seeds from which a way may lead to others."""
    queue, n = (np.empty(1024), np.empty(1024, np.uint64)), 0
    depth, height, width = result.shape
    for z in range(depth):
        for y in range(height):
            for x in range(width):
                seed = result[z, y, x]
                if seed > 0 and _leads_on(result, inside, (z, y, x)):
                    place = np.int64((z * height + y) * width + x)
                    queue, n = put(queue, n, 0.0, _tag(seed, place))
    for i in range(n):
        place = np.int64(queue[1][i] & np.uint64((1 << _PLACE_BITS) - 1))
        lengths[place // (height * width), place // width % height, place % width] = -0.0
    return queue, n


@njit(nogil=True, cache=True)
def _tag(seed: Any, place: Any) -> Any:
    return (np.uint64(seed) << np.uint64(_PLACE_BITS)) | np.uint64(place)


@njit(nogil=True, cache=True)
def _leads_on(result: Any, inside: Any, here: Any) -> Any:
    """Whether a neighbour is no seed, or a higher one: over steps of no length the lower wins."""
    depth, height, width = result.shape
    z, y, x = here
    for w in range(max(z - 1, 0), min(z + 2, depth)):
        for v in range(max(y - 1, 0), min(y + 2, height)):
            for u in range(max(x - 1, 0), min(x + 2, width)):
                other = result[w, v, u]
                if inside[w, v, u] and (other == 0 or other > result[here]):
                    return True
    return False


@njit(nogil=True, cache=True)
def _see(grid: Any, here: Any, around: Any) -> None:
    """Write the values around a pixel on the scale from 0 to 1, the border beyond the image."""
    value: Any
    values, (low, span), _, _ = grid
    depth, height, width = values.shape
    reach = 2 if depth > 1 else 0
    for i in range(-reach, reach + 1):
        z = min(max(here[0] + i, 0), depth - 1)
        for j in range(-2, 3):
            row = values[z, min(max(here[1] + j, 0), height - 1)]
            for k in range(-2, 3):
                value = np.float64(row[min(max(here[2] + k, 0), width - 1)])
                if span != 0:
                    value = (value - low) / span
                    value = 0.0 if value < 0 else 1.0 if value > 1 else value
                elif not np.isnan(value):
                    value = 0.0
                around[2 + i, 2 + j, 2 + k] = value


@njit(nogil=True, cache=True)
def _look_around(seen: Any, reached: Any, state: Any, waiting: Any) -> Any:
    """Put the neighbours that are reached over a shorter way than before into the queue."""
    (_, _, inside, apart), around = seen
    (z, y, x), length, seed = reached
    (result, lengths), (queue, n) = state, waiting
    depth, height, width = result.shape
    for w in range(max(z - 1, 0), min(z + 2, depth)):
        for v in range(max(y - 1, 0), min(y + 2, height)):
            for u in range(max(x - 1, 0), min(x + 2, width)):
                before = result[w, v, u]
                taken = before > 0 and (length > 0 or before <= seed)
                if taken or not inside[w, v, u]:
                    continue
                step = w - z, v - y, u - x
                further = length + _step(around, step, apart, depth > 1)
                # As long, but from a lower seed: it leaves the queue before the other.
                longest = -np.float64(lengths[w, v, u]) if before < 0 else np.float64(0)
                if before == 0 or further <= longest:
                    lengths[w, v, u] = -_not_below(further)
                    place = np.int64((w * height + v) * width + u)
                    queue, n = put(queue, n, further, _tag(seed, place))
    return queue, n


@njit(nogil=True, cache=True)
def _not_below(length: Any) -> Any:
    """Return the length in 32 bits, rounded up: what is longer is not shorter in 64 bits either."""
    short = np.float32(length)
    return np.nextafter(short, np.float32(np.inf)) if np.float64(short) < length else short


@njit(nogil=True, cache=True)
def _step(around: Any, step: Any, apart: Any, deep: Any) -> float:
    reach = 1 if deep else 0
    change = 0.0
    for i in range(2 - reach, 3 + reach):
        for j in range(1, 4):
            for k in range(1, 4):
                difference = abs(around[i, j, k] - around[i + step[0], j + step[1], k + step[2]])
                if not np.isnan(difference):
                    change += difference
    return np.sqrt(change * change + apart[1 + step[0], 1 + step[1], 1 + step[2]])
