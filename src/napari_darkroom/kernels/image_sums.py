"""Sums over all pixels of an image that count."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Values are added up by blocks of so many, and the blocks then: rounding does not pile up.
_BLOCK = 4096


def central_moments(values: NDArray[Any], mean: float) -> tuple[float, float, float]:
    """Return the second, third and fourth central moment of some values, 1-D, at least one."""
    sums = np.zeros(3)
    _add_powers(values, mean, sums)
    second, third, fourth = sums / len(values)
    return float(second), float(third), float(fourth)


@njit(nogil=True, cache=True)
def _add_powers(values: Any, mean: Any, sums: Any) -> None:
    for start in range(0, len(values), _BLOCK):
        two = three = four = 0.0
        for i in range(start, min(start + _BLOCK, len(values))):
            x = np.float64(values[i]) - mean
            two += x * x
            three += x * x * x
            four += x * x * x * x
        sums[0] += two
        sums[1] += three
        sums[2] += four


def laplacian_variance(planes: NDArray[Any], counted: NDArray[np.bool_]) -> float:
    """Return the variance of the Laplacian in each plane, NaN where no pixel has it.

    Parameters
    ----------
    planes : array, 3-D
        Of numbers; along the first axis there are no neighbours.
    counted : array of bool, of the same shape
        A pixel has a Laplacian where it and its four neighbours count.
    """
    sums = np.zeros(3)
    _add_laplacian(planes, counted, sums)
    n, total, squares = sums
    return float((squares - total * total / n) / n) if n else float("nan")


@njit(nogil=True, cache=True)
def _add_laplacian(planes: Any, counted: Any, sums: Any) -> None:
    depth, height, width = planes.shape
    for z in range(depth):
        for y in range(1, height - 1):
            number = total = squares = 0.0
            above, row, below = planes[z, y - 1], planes[z, y], planes[z, y + 1]
            some_above, some, some_below = counted[z, y - 1], counted[z, y], counted[z, y + 1]
            for x in range(1, width - 1):
                if some[x] and some[x - 1] and some[x + 1] and some_above[x] and some_below[x]:
                    value = np.float64(above[x]) + below[x] + row[x - 1] + row[x + 1]
                    value -= 4 * np.float64(row[x])
                    number += 1
                    total += value
                    squares += value * value
            sums[0] += number
            sums[1] += total
            sums[2] += squares
