"""Values of a plane between its pixels, and statistics of groups of pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def sample(
    plane: NDArray[Any], places: NDArray[np.float64], *, nearest: bool = False
) -> NDArray[np.float64]:
    """Return the values of a plane at places between its pixels.

    Parameters
    ----------
    plane : array, 2-D
    places : array (n, 2) of float
        Along y and x, in pixels.
    nearest : bool
        Take the nearest pixel; by default the four around are weighted linearly.

    Returns
    -------
    array (n,) of float64
        NaN more than half a pixel outside, and where most of the weight lies on missing pixels,
        which else have none.
    """
    values = np.empty(len(places))
    (_nearest if nearest else _linear)(plane, places, values)
    return values


@njit(nogil=True, cache=True)
def _nearest(plane: Any, places: Any, values: Any) -> None:
    height, width = plane.shape
    for i in range(len(places)):
        y, x = int(np.floor(places[i, 0] + 0.5)), int(np.floor(places[i, 1] + 0.5))
        inside = 0 <= y < height and 0 <= x < width
        values[i] = plane[y, x] if inside else np.nan


@njit(nogil=True, cache=True)
def _linear(plane: Any, places: Any, values: Any) -> None:
    height, width = plane.shape
    for i in range(len(places)):
        y, x = places[i, 0], places[i, 1]
        values[i] = np.nan
        if not (-0.5 <= y <= height - 0.5 and -0.5 <= x <= width - 0.5):
            continue
        y, x = min(max(y, 0.0), height - 1.0), min(max(x, 0.0), width - 1.0)
        top, left = int(y), int(x)
        total = weight = 0.0
        for row in (top, top + 1):
            for column in (left, left + 1):
                share = (1 - abs(y - row)) * (1 - abs(x - column))
                if share > 0:
                    value = np.float64(plane[row, column])
                    if not np.isnan(value):
                        total += share * value
                        weight += share
        if weight >= 0.5:
            # Without missing pixels the weight is 1 but for rounding.
            values[i] = total if abs(weight - 1) < 1e-12 else total / weight


def group_statistics(
    values: NDArray[Any], group: NDArray[np.int32], count: int
) -> dict[str, NDArray[Any]]:
    """Return number, mean, deviation, extrema and sum of the values of each group.

    Parameters
    ----------
    values : array, 1-D
        Missing ones (NaN) are left out.
    group : array of int32
        From 0 to `count` - 1; -1 for a value that is left out.

    Returns
    -------
    dict of str to array
        ``num_pixels``, ``mean``, ``std`` (population, n), ``min``, ``max``, ``sum``; of nothing the
        sum is 0 and the others NaN. Sums of whole numbers up to 32 bits are exact.
    """
    number = np.zeros(count, dtype=np.int64)
    exact = values.dtype.kind in "iub" and values.dtype.itemsize <= 4
    total = np.zeros(count, dtype=np.int64 if exact else np.float64)
    ends = np.full((count, 2), np.nan)
    _add_values(values, group, number, total, ends)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / number
        squares = np.zeros(count)
        _add_squares(values, group, mean, squares)
        deviation = np.sqrt(squares / number)
    return {
        "num_pixels": number,
        "mean": mean,
        "std": deviation,
        "min": ends[:, 0],
        "max": ends[:, 1],
        "sum": total,
    }


@njit(nogil=True, cache=True)
def _add_values(values: Any, group: Any, number: Any, total: Any, ends: Any) -> None:
    for i in range(len(values)):
        k, value = group[i], values[i]
        if k < 0 or np.isnan(value):
            continue
        number[k] += 1
        total[k] += value
        if not ends[k, 0] <= value:
            ends[k, 0] = value
        if not ends[k, 1] >= value:
            ends[k, 1] = value


@njit(nogil=True, cache=True)
def _add_squares(values: Any, group: Any, mean: Any, squares: Any) -> None:
    for i in range(len(values)):
        k = group[i]
        if k >= 0 and not np.isnan(values[i]):
            difference = values[i] - mean[k]
            squares[k] += difference * difference
