"""What is added up over the places of all pixels of an object: size, box and moments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.runs import Runs, runs_of_index

_FAR = np.iinfo(np.int64).max


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


def region_sums(index: NDArray[Any], count: int) -> RegionSums:
    """Return the sums over objects 1 to `count`.

    Parameters
    ----------
    index : array of int, 3-D
        0 for background, the objects from 1 without gaps.
    """
    return sum_places(runs_of_index(index, count))


def sum_places(runs: Runs) -> RegionSums:
    """Return the sums over the places of the objects.

    Notes
    -----
    Sums are of whole numbers: they are exact, whatever the order of the pixels. Second moments
    are counted from the pixel next to the centroid, so that they stay small and their difference
    loses no digit far from the origin.
    """
    first = np.zeros((runs.count, 10), dtype=np.int64)
    first[:, 4:7] = _FAR
    _add_places(runs.pieces, first)
    size = first[:, 0]
    n = np.maximum(size, 1)[:, None].astype(float)
    middle = np.rint(first[:, 1:4] / n).astype(np.int64)
    second = np.zeros((runs.count, 9), dtype=np.int64)
    _add_products(runs.pieces, middle, second)
    offset = second[:, :3] / n
    return RegionSums(
        size, first[:, 4:7], first[:, 7:10], middle + offset, _covariance(second[:, 3:] / n, offset)
    )


def _covariance(squares: NDArray[np.float64], offset: NDArray[np.float64]) -> NDArray[np.float64]:
    covariance = np.empty((len(squares), 3, 3))
    for k, (i, j) in enumerate([(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)]):
        covariance[:, i, j] = squares[:, k] - offset[:, i] * offset[:, j]
        covariance[:, j, i] = covariance[:, i, j]
    return covariance


@njit(nogil=True, cache=True)
def _add_places(pieces: Any, sums: Any) -> None:
    """Fields: 0 size, 1-3 sums of z, y, x, 4-6 low, 7-9 beyond the highest."""
    owner, rows, start, first, height = pieces
    z = top = 0
    for r in range(len(owner)):
        own = sums[owner[r]]
        length = first[r + 1] - first[r]
        # Rows come in order, and planes with them: no division.
        while rows[r] >= top + height:
            z, top = z + 1, top + height
        y, x = rows[r] - top, start[r]
        own[0] += length
        own[1] += length * z
        own[2] += length * y
        own[3] += length * x + length * (length - 1) // 2
        own[4] = min(own[4], z)
        own[5] = min(own[5], y)
        own[6] = min(own[6], x)
        own[7] = max(own[7], z + 1)
        own[8] = max(own[8], y + 1)
        own[9] = max(own[9], x + length)


@njit(nogil=True, cache=True)
def _add_products(pieces: Any, middle: Any, sums: Any) -> None:
    """Fields: 0-2 sums of z, y, x from the middle; 3-8 of zz, yy, xx, zy, zx, yx."""
    owner, rows, start, first, height = pieces
    plane = top = 0
    for r in range(len(owner)):
        own, zero = sums[owner[r]], middle[owner[r]]
        n = first[r + 1] - first[r]
        while rows[r] >= top + height:
            plane, top = plane + 1, top + height
        z, y, x = plane - zero[0], rows[r] - top - zero[1], start[r] - zero[2]
        sum_x = n * x + n * (n - 1) // 2
        own[0] += n * z
        own[1] += n * y
        own[2] += sum_x
        own[3] += n * z * z
        own[4] += n * y * y
        own[5] += n * x * x + x * n * (n - 1) + (n - 1) * n * (2 * n - 1) // 6
        own[6] += n * z * y
        own[7] += z * sum_x
        own[8] += y * sum_x
