"""Flooding from markers where the way from a marker counts too: the compact watershed."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.wall import neighbour_steps, walled, without_wall


def flood_compactly(
    image: NDArray[Any],
    markers: NDArray[Any],
    inside: NDArray[np.bool_] | None,
    compactness: float,
    spacing: Sequence[float],
    *,
    diagonal: bool,
) -> NDArray[np.int32]:
    """Return what each marker floods when the way from it counts too.

    Parameters
    ----------
    compactness : float
        What a distance of 1 from the pixel where a flood began adds to the image.
    spacing : sequence of float
        Pixel size along each axis.
    """
    labels = walled(markers, inside)
    values = np.zeros(labels.shape)
    values[(slice(1, -1),) * image.ndim] = image
    strides = np.array(values.strides, dtype=np.int64) // values.itemsize
    steps = neighbour_steps(labels.shape, diagonal=diagonal)
    ways = (strides, np.asarray(spacing, dtype=np.float64), float(compactness))
    _rise_compactly(labels.reshape(-1), values.reshape(-1), steps, ways)
    return without_wall(labels)


@njit(nogil=True, cache=True)
def _rise_compactly(labels: Any, values: Any, steps: Any, ways: Any) -> None:
    queue: Any = [(0.0, np.int64(0), np.int64(0), np.int64(0))]
    queue.pop()
    age = 0
    for at in range(len(labels)):
        if labels[at] > 0:
            heappush(queue, (values[at], np.int64(age), np.int64(at), np.int64(at)))
            age += 1
    while len(queue) > 0:
        value, _, at, source = heappop(queue)
        if at != source and labels[at] != 0:
            continue
        labels[at] = labels[source]
        for step in steps:
            near = at + step
            if labels[near] == 0:
                further = values[near] + ways[2] * _way(near, source, ways[0], ways[1])
                heappush(queue, (max(further, value), np.int64(age), np.int64(near), source))
                age += 1


@njit(nogil=True, cache=True)
def _way(at: Any, source: Any, strides: Any, spacing: Any) -> float:
    squared = 0.0
    for axis in range(len(strides)):
        apart = (at // strides[axis] - source // strides[axis]) * spacing[axis]
        squared += apart * apart
        at, source = at % strides[axis], source % strides[axis]
    return np.sqrt(squared)
