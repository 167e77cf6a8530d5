"""How far the pixels of all objects lie from the outside: radii and inscribed circles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.distance import squared_distance


@dataclass(frozen=True)
class Radii:
    """Distances from pixels to the nearest centre of a pixel outside; an entry an object.

    Attributes
    ----------
    largest, mean, median : array of float
        In the unit of the spacing. The largest is the radius of the inscribed circle or sphere.
    centre : array of int, (objects, ndim)
        The pixel with the largest distance, the first of several.
    """

    largest: NDArray[np.float64]
    mean: NDArray[np.float64]
    median: NDArray[np.float64]
    centre: NDArray[np.int64]


def radii(index: NDArray[Any], count: int, spacing: Sequence[float]) -> Radii:
    """Return the distances of the pixels of objects 1 to `count` from what is not the object.

    Beyond the border of the image is outside, and so is a touching object.
    """
    squared, scale = _squared_distances(index, spacing)
    numbers, distances = index.ravel(), squared.ravel()
    sizes = np.zeros(count + 1, dtype=np.int64)
    places = np.zeros(count, dtype=np.int64)
    _count(numbers, sizes)
    bounds = np.cumsum(sizes)
    grouped = np.empty(bounds[-1], dtype=distances.dtype)
    found = np.zeros((count, 3))
    _group(numbers, distances, bounds[:-1].copy(), grouped)
    _describe(grouped, bounds, found)
    _find(numbers, distances, found[:, 0].copy(), places)
    largest, mean, median = np.sqrt(found[:, 0]), found[:, 1], found[:, 2]
    centre = np.stack(np.unravel_index(places, index.shape), axis=1)
    return Radii(largest * scale, mean * scale, median * scale, centre)


def innermost(index: NDArray[Any], count: int, spacing: Sequence[float]) -> NDArray[np.int64]:
    """Return the place of each object that `radii` names the centre, an entry an object."""
    squared, _ = _squared_distances(index, spacing)
    places = np.zeros(count, dtype=np.int64)
    _find_first(index.ravel(), squared.ravel(), np.zeros(count, squared.dtype), places)
    return np.stack(np.unravel_index(places, index.shape), axis=1)


def _squared_distances(
    index: NDArray[Any], spacing: Sequence[float]
) -> tuple[NDArray[np.float32], float]:
    """Return squared distances in units of the largest spacing, and that spacing.

    Where it is the same along all axes they are whole numbers and exact.
    """
    scale = max(spacing)
    relative = tuple(size / scale for size in spacing)
    return squared_distance(index, relative, closed=True), scale


@njit(nogil=True, cache=True)
def _count(numbers: Any, sizes: Any) -> None:
    for k in numbers:
        if k > 0:
            sizes[k] += 1


@njit(nogil=True, cache=True)
def _group(numbers: Any, distances: Any, free: Any, grouped: Any) -> None:
    """Bring the distances of each object together, in the order of the pixels."""
    for i in range(len(numbers)):
        k = numbers[i] - 1
        if k >= 0:
            grouped[free[k]] = distances[i]
            free[k] += 1


@njit(nogil=True, cache=True)
def _describe(grouped: Any, bounds: Any, found: Any) -> None:
    """Write the largest squared distance, the mean and the median distance."""
    for k in range(len(found)):
        own = grouped[bounds[k] : bounds[k + 1]]
        n = len(own)
        total = 0.0
        for squared in own:
            total += np.sqrt(np.float64(squared))
        own.sort()
        low, high = np.float64(own[(n - 1) // 2]), np.float64(own[n // 2])
        found[k, 0] = own[n - 1]
        found[k, 1] = total / n
        found[k, 2] = (np.sqrt(low) + np.sqrt(high)) / 2


@njit(nogil=True, cache=True)
def _find(numbers: Any, distances: Any, largest: Any, places: Any) -> None:
    """Write where each object first has its largest distance."""
    for i in range(len(numbers) - 1, -1, -1):
        k = numbers[i] - 1
        if k >= 0 and distances[i] == largest[k]:
            places[k] = i


@njit(nogil=True, cache=True)
def _find_first(numbers: Any, distances: Any, largest: Any, places: Any) -> None:
    """Write where each object first has its largest distance, which is above 0."""
    for i in range(len(numbers)):
        k = numbers[i] - 1
        if k >= 0 and distances[i] > largest[k]:
            largest[k], places[k] = distances[i], i
