"""Distances within objects: the length of the shortest way that does not leave the object."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def geodesic_distances(
    index: NDArray[np.intp], seeds: NDArray[np.intp], spacing: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return how far each pixel is from the seeds of its object, and which seed is the nearest.

    Parameters
    ----------
    index : array of int, 3-D
        0 for background, the objects from 1.
    seeds : array of int
        Where the ways begin: places in the flattened array. Those in the background have no say.
    spacing : array of float, (3)
        Pixel size along z, y, x.

    Returns
    -------
    distance : array of float
        Length of the shortest way over pixels of the object, by sides and corners; infinite
        where there is none.
    nearest : array of int
        The number of that seed, −1 for none.
    """
    distance = np.full(index.shape, np.inf)
    nearest = np.full(index.shape, -1, dtype=np.intp)
    _spread(index, seeds, spacing, distance, nearest)
    return distance, nearest


@njit(nogil=True, cache=True)
def _spread(index: Any, seeds: Any, spacing: Any, distance: Any, nearest: Any) -> None:
    depth, height, width = index.shape
    queue: Any = [(0.0, np.int64(0), np.int64(0))]
    queue.pop()
    for number in range(len(seeds)):
        at = seeds[number]
        z, y, x = at // (height * width), at // width % height, at % width
        if index[z, y, x] != 0 and distance[z, y, x] > 0:
            distance[z, y, x] = 0.0
            nearest[z, y, x] = number
            heappush(queue, (0.0, np.int64(at), np.int64(number)))
    while len(queue) > 0:
        length, place, number = heappop(queue)
        z, y, x = place // (height * width), place // width % height, place % width
        if length > distance[z, y, x]:
            continue
        for w in range(max(z - 1, 0), min(z + 2, depth)):
            for v in range(max(y - 1, 0), min(y + 2, height)):
                for u in range(max(x - 1, 0), min(x + 2, width)):
                    if index[w, v, u] != index[z, y, x]:
                        continue
                    dz, dy, dx = (w - z) * spacing[0], (v - y) * spacing[1], (u - x) * spacing[2]
                    further = length + np.sqrt(dz * dz + dy * dy + dx * dx)
                    if further < distance[w, v, u]:
                        distance[w, v, u] = further
                        nearest[w, v, u] = number
                        flat = (w * height + v) * width + u
                        heappush(queue, (further, np.int64(flat), np.int64(number)))
