"""Moments of the third order of all objects of a plane, and their invariants.

Of the shapes, where each pixel counts the same, or of an image, where it counts by its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.runs import Runs

# Along y and x, in the order of the arrays of central and normalised moments behind the size.
POWERS = ((2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3))


def hu_moments(
    index: NDArray[Any],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    spacing: Sequence[float] = (1.0, 1.0),
) -> NDArray[np.float64]:
    """Return Hu's seven invariants of the shape of each object; one column an invariant.

    They do not change with place, size and angle of a shape; the last changes its sign where it
    is mirrored. M. K. Hu, Visual pattern recognition by moment invariants, 1962;
    ``skimage.measure.moments_hu``. Pixels need not be square.

    Parameters
    ----------
    low, high : array of int, (objects, 2)
        Bounding boxes along y, x.
    """
    return invariants(normalized_moments(central_moments(index, low, high), spacing))


def invariants(normalized: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return Hu's invariants of normalised moments; one column an invariant."""
    n20, n11, n02, n30, n21, n12, n03 = normalized
    a, b = n30 + n12, n21 + n03
    c, d = n30 - 3 * n12, 3 * n21 - n03
    difference = n20 - n02
    return np.stack(
        [
            n20 + n02,
            difference**2 + 4 * n11**2,
            c**2 + d**2,
            a**2 + b**2,
            c * a * (a**2 - 3 * b**2) + d * b * (3 * a**2 - b**2),
            difference * (a**2 - b**2) + 4 * n11 * a * b,
            d * a * (a**2 - 3 * b**2) - c * b * (3 * a**2 - b**2),
        ],
        axis=1,
    )


def central_moments(
    index: NDArray[Any], low: NDArray[np.int64], high: NDArray[np.int64]
) -> list[NDArray[np.float64]]:
    """Return size and central moments yy, yx, xx, yyy, yyx, yxx, xxx, in pixels."""
    # In half pixels from the middle of the box the sums are whole, and of objects of up to a
    # thousand pixels along a side exact.
    middle = low + high - 1
    sums = np.zeros((len(low), 10))
    _add_moments(index, middle, sums)
    n, y, x, yy, yx, xx, yyy, yyx, yxx, xxx = sums.T
    v, u = y / n, x / n
    second = [yy - v * y, yx - v * x, xx - u * x]
    third = [
        yyy - 3 * v * yy + 2 * v * v * y,
        yyx - 2 * v * yx - u * yy + 2 * u * v * y,
        yxx - 2 * u * yx - v * xx + 2 * u * v * x,
        xxx - 3 * u * xx + 2 * u * u * x,
    ]
    return [n, *(value / 4 for value in second), *(value / 8 for value in third)]


def normalized_moments(
    central: Sequence[NDArray[np.float64]], spacing: Sequence[float] = (1.0, 1.0)
) -> list[NDArray[np.float64]]:
    """Return central moments (the size first) as they are for any size of the shape."""
    tall, wide = spacing
    area = central[0] * (tall * wide)
    return [
        value * (tall**p * wide**q * (tall * wide)) / area ** ((p + q) / 2 + 1)
        for value, (p, q) in zip(central[1:], POWERS, strict=True)
    ]


def weighted_central_moments(
    values: NDArray[Any], runs: Runs, centre: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Return the sum of the values and their central moments, as `central_moments` does.

    Missing values have no weight.

    Parameters
    ----------
    values : array
        Of the pixels of the objects, in the order of the runs.
    centre : array of float, (objects, 2)
        Weighted centroid along y, x; an object without one (NaN) has no moments.
    """
    sums = np.zeros((runs.count, 1 + len(POWERS)))
    _add_weighted_moments(values, runs.pieces, np.ascontiguousarray(centre), sums)
    return list(sums.T)


@njit(nogil=True, cache=True)
def _add_weighted_moments(values: Any, pieces: Any, centre: Any, sums: Any) -> None:
    owner, rows, start, first, height = pieces
    for r in range(len(owner)):
        k, at = owner[r], first[r]
        y = rows[r] % height - centre[k, 0]
        zero = start[r] - centre[k, 1]
        n = one = two = three = 0.0
        for i in range(first[r + 1] - at):
            value = np.float64(values[at + i])
            if not np.isnan(value):
                x = zero + i
                n += value
                one += value * x
                two += value * x * x
                three += value * x * x * x
        own = sums[k]
        own[0] += n
        own[1] += n * y * y
        own[2] += one * y
        own[3] += two
        own[4] += n * y * y * y
        own[5] += one * y * y
        own[6] += two * y
        own[7] += three


@njit(nogil=True, cache=True)
def _add_moments(index: Any, middle: Any, sums: Any) -> None:
    height, width = index.shape
    for row in range(height):
        for column in range(width):
            k = index[row, column] - 1
            if k < 0:
                continue
            own = sums[k]
            y = np.float64(2 * row - middle[k, 0])
            x = np.float64(2 * column - middle[k, 1])
            own[0] += 1
            own[1] += y
            own[2] += x
            own[3] += y * y
            own[4] += y * x
            own[5] += x * x
            own[6] += y * y * y
            own[7] += y * y * x
            own[8] += y * x * x
            own[9] += x * x * x
