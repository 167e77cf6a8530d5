"""Sums over objects in one pass: sizes, places, shapes and intensities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


@dataclass(frozen=True)
class RegionSums:
    """What one pass over a label image adds up; a row an object.

    Attributes
    ----------
    size : array of int
        Pixels.
    low, high : array of int, (objects, 3)
        Bounding box along z, y, x; `high` is one beyond the last.
    centroid : array of float, (objects, 3)
        Mean index along z, y, x.
    covariance : array of float, (objects, 3, 3)
        Second central moments divided by the size, in squared pixels.
    """

    size: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    centroid: NDArray[np.float64]
    covariance: NDArray[np.float64]


def region_sums(index: NDArray[np.intp], count: int) -> RegionSums:
    """Return the sums over objects 1 to `count`.

    Parameters
    ----------
    index : array of int, 3-D
        0 for background, the objects from 1 without gaps.

    Notes
    -----
    Sums are of whole numbers, counted from the first pixel of each object: they are exact,
    whatever the order of the pixels.
    """
    sums = np.zeros((count + 1, 19), dtype=np.int64)
    _add_places(index, sums)
    own = sums[1:]
    size = own[:, 0]
    n = np.maximum(size, 1)[:, None].astype(float)
    offset = own[:, 10:13] / n
    squares = own[:, 13:19] / n
    pairs = [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)]
    covariance = np.empty((count, 3, 3))
    for k, (i, j) in enumerate(pairs):
        covariance[:, i, j] = squares[:, k] - offset[:, i] * offset[:, j]
        covariance[:, j, i] = covariance[:, i, j]
    return RegionSums(size, own[:, 4:7], own[:, 7:10] + 1, own[:, 1:4] + offset, covariance)


@njit(nogil=True, cache=True)
def _add_places(index: Any, sums: Any) -> None:
    """Fields: 0 size, 1-3 first pixel, 4-6 low, 7-9 high, 10-12 offsets, 13-18 their products."""
    depth, height, width = index.shape
    for z in range(depth):
        for y in range(height):
            for x in range(width):
                k = index[z, y, x]
                if k == 0:
                    continue
                row = sums[k]
                if row[0] == 0:
                    row[1], row[2], row[3] = z, y, x
                    row[4], row[5], row[6] = z, y, x
                row[0] += 1
                row[5] = min(row[5], y)
                row[6] = min(row[6], x)
                row[7] = max(row[7], z)
                row[8] = max(row[8], y)
                row[9] = max(row[9], x)
                dz, dy, dx = z - row[1], y - row[2], x - row[3]
                row[10] += dz
                row[11] += dy
                row[12] += dx
                row[13] += dz * dz
                row[14] += dy * dy
                row[15] += dx * dx
                row[16] += dz * dy
                row[17] += dz * dx
                row[18] += dy * dx


def intensity_sums(
    index: NDArray[np.intp], image: NDArray[Any], count: int
) -> dict[str, NDArray[np.float64]]:
    """Return mean, minimum, maximum and standard deviation of `image` in every object.

    The deviation is that of the population (n, not n − 1). Missing pixels (NaN) have no
    say; an object without any other has NaN.
    """
    sums = np.zeros((count + 1, 6))
    sums[:, 4] = np.inf
    sums[:, 5] = -np.inf
    _add_intensities(index, image, sums)
    n, first, total, squares, low, high = sums[1:].T
    with np.errstate(divide="ignore", invalid="ignore"):
        offset = total / n
        variance = np.maximum(squares / n - offset**2, 0)
        empty = n == 0
        return {
            "intensity_mean": np.where(empty, np.nan, first + offset),
            "intensity_min": np.where(empty, np.nan, low),
            "intensity_max": np.where(empty, np.nan, high),
            "intensity_std": np.where(empty, np.nan, np.sqrt(variance)),
        }


@njit(nogil=True, cache=True)
def _add_intensities(index: Any, image: Any, sums: Any) -> None:
    """Fields: 0 size, 1 first value, 2 differences from it, 3 their squares, 4 low, 5 high."""
    depth, height, width = index.shape
    for z in range(depth):
        for y in range(height):
            for x in range(width):
                k = index[z, y, x]
                if k == 0:
                    continue
                value = np.float64(image[z, y, x])
                if np.isnan(value):
                    continue
                row = sums[k]
                if row[0] == 0:
                    row[1] = value
                difference = value - row[1]
                row[0] += 1
                row[2] += difference
                row[3] += difference * difference
                row[4] = min(row[4], value)
                row[5] = max(row[5], value)
