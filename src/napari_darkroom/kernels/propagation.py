"""Propagation: objects grow from seeds where the image changes least."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def propagate(
    image: NDArray[np.float64],
    seeds: NDArray[Any],
    inside: NDArray[np.bool_],
    regularization: float,
    spacing: Sequence[float],
) -> NDArray[np.int32]:
    """Return the seed from which the shortest way leads to each pixel.

    A step from a pixel to a neighbour is as long as the root of D² + λ² · s². D is the sum of the
    absolute differences between what surrounds the one (3 × 3 pixels, in 3-D 3 × 3 × 3) and the
    same around the other; s is how far apart they are, λ the regularization. What lies outside of
    the image is as its border is; missing pixels add nothing to D. Of ways as long as each other
    the one from the lower seed is taken.

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
    started = np.where(inside, seeds, 0).astype(np.int32).reshape(volume)
    result = np.zeros(volume, np.int32)
    values = np.ascontiguousarray(image, dtype=np.float64).reshape(volume)
    _spread(values, started, inside.reshape(volume), (float(regularization), sizes), result)
    return result.reshape(image.shape)


@njit(nogil=True, cache=True)
def _spread(values: Any, seeds: Any, inside: Any, ways: Any, result: Any) -> None:
    _, height, width = values.shape
    shortest = np.full(values.shape, np.inf)
    queue: Any = [(0.0, np.int64(0), np.int64(0))]
    queue.pop()
    for place in range(seeds.size):
        if seeds.flat[place] != 0:
            shortest.flat[place] = 0.0
            heappush(queue, (0.0, np.int64(seeds.flat[place]), np.int64(place)))
    while len(queue) > 0:
        way = heappop(queue)
        place = way[2]
        here = place // (height * width), place // width % height, place % width
        if result[here] == 0:
            result[here] = way[1]
            _look_around(values, inside, ways, (here, way), (result, shortest, queue))


@njit(nogil=True, cache=True)
def _look_around(values: Any, inside: Any, ways: Any, reached: Any, state: Any) -> None:
    """Put the neighbours that are reached over a shorter way than before into the queue."""
    depth, height, width = values.shape
    (z, y, x), (length, seed, _) = reached
    result, shortest, queue = state
    for w in range(max(z - 1, 0), min(z + 2, depth)):
        for v in range(max(y - 1, 0), min(y + 2, height)):
            for u in range(max(x - 1, 0), min(x + 2, width)):
                if result[w, v, u] != 0 or not inside[w, v, u]:
                    continue
                further = length + _step(values, (z, y, x), (w, v, u), ways)
                # As long, but from a lower seed: it leaves the queue before the other.
                if further <= shortest[w, v, u]:
                    shortest[w, v, u] = further
                    near = np.int64((w * height + v) * width + u)
                    heappush(queue, (further, seed, near))


@njit(nogil=True, cache=True)
def _step(values: Any, here: Any, there: Any, ways: Any) -> float:
    depth, height, width = values.shape
    regularization, spacing = ways
    reach = 1 if depth > 1 else 0
    change = 0.0
    for i in range(-reach, reach + 1):
        for j in range(-1, 2):
            for k in range(-1, 2):
                a = values[
                    min(max(here[0] + i, 0), depth - 1),
                    min(max(here[1] + j, 0), height - 1),
                    min(max(here[2] + k, 0), width - 1),
                ]
                b = values[
                    min(max(there[0] + i, 0), depth - 1),
                    min(max(there[1] + j, 0), height - 1),
                    min(max(there[2] + k, 0), width - 1),
                ]
                difference = abs(a - b)
                if not np.isnan(difference):
                    change += difference
    apart = 0.0
    for axis in range(3):
        side = (here[axis] - there[axis]) * spacing[axis]
        apart += side * side
    return np.sqrt(change * change + apart * regularization * regularization)
