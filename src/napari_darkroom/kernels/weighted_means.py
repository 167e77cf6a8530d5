"""Means with weights that are the same on both sides, exact where all is even, in any tile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.mirror import Rows, mirrored

Floats = NDArray[np.float64]
# So many columns are added up at once: few enough for the processor's own memory.
_COLUMNS = 256


def weighted_means(
    image: NDArray[Any], weights: Sequence[Floats], rows: Rows | None = None
) -> Floats:
    """Return the weighted mean around each pixel, in float64.

    What is added are differences from the pixel itself, so that an even ground keeps its value to
    the last bit. Missing pixels (NaN) have no weight (normalised convolution, Knutsson and Westin,
    CVPR 1993); outside of the image it is mirrored.

    Parameters
    ----------
    image : array, 2-D or 3-D
    weights : sequence of array
        One kernel an axis, odd, symmetric and of sum 1.
    rows : (int, int), optional
        Those whose means are wanted; all of them by default.
    """
    nan = missing(image)
    some = rows or (0, image.shape[-2])
    if nan is None:
        return _means(image, weights, some)
    values = _means(np.where(nan, 0, image).astype(image.dtype), weights, some)
    share = _means((~nan).view(np.uint8), weights, some)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(values, share, out=values)


def _means(image: NDArray[Any], weights: Sequence[Floats], rows: Rows) -> Floats:
    known = image.astype(np.float32) if image.dtype == np.float16 else image
    volume: NDArray[Any] = known.reshape((1,) * (3 - known.ndim) + known.shape)
    if image.ndim == 3:
        table = volume.reshape(len(volume), -1)
        volume = _along_first(table, weights[0], (0, len(table))).reshape(volume.shape)
    result = np.empty((len(volume), rows[1] - rows[0], image.shape[-1]))
    width, reach = image.shape[-1], len(weights[-1]) // 2
    columns = mirrored(-reach, width + reach, width)
    for plane, out in zip(volume, result, strict=True):
        _along_rows(_along_first(plane, weights[-2], rows), columns, weights[-1][reach:], out)
    return result.reshape(*image.shape[:-2], *result.shape[1:])


def _along_first(table: NDArray[Any], weights: Floats, rows: Rows) -> Floats:
    """Return the means along the first axis of a table, for some of its rows."""
    reach = len(weights) // 2
    result = np.empty((rows[1] - rows[0], table.shape[1]))
    places = mirrored(rows[0] - reach, rows[1] + reach, len(table))
    _add_rows(np.ascontiguousarray(table), places, weights[reach:], result)
    return result


@njit(nogil=True, cache=True)
def _add_rows(table: Any, rows: Any, half: Any, result: Any) -> None:
    reach = len(half) - 1
    some, own = np.empty((len(rows), _COLUMNS)), np.empty(_COLUMNS)
    for start in range(0, table.shape[1], _COLUMNS):
        wide = min(_COLUMNS, table.shape[1] - start)
        for k in range(len(rows)):
            line, row = table[rows[k], start : start + wide], some[k]
            for x in range(wide):
                row[x] = np.float64(line[x])
        for y in range(len(result)):
            window = some[y : y + 2 * reach + 1].reshape(-1)
            place = (reach, _COLUMNS)
            _add_pairs(window, place, half, own[:wide], result[y, start : start + wide])


@njit(nogil=True, cache=True)
def _along_rows(lines: Any, columns: Any, half: Any, result: Any) -> None:
    reach = len(half) - 1
    line, own = np.empty(len(columns)), np.empty(lines.shape[1])
    for y in range(len(lines)):
        for x in range(len(columns)):
            line[x] = lines[y, columns[x]]
        _add_pairs(line, (reach, 1), half, own, result[y])


@njit(nogil=True, cache=True)
def _add_pairs(values: Any, place: Any, half: Any, own: Any, result: Any) -> None:
    """Write the means of values and their neighbours on both sides, a step apart from each other.

    Four pairs are added in one pass, in the order in which one after the other would be.

    Parameters
    ----------
    place : tuple of int
        How many neighbours there are on a side, and the step.
    own : array
        Where what differences are from is written: each value, 0 for an infinite one.
    """
    reach, step = place
    size = len(result)
    for x in range(size):
        value = values[reach * step + x]
        # What is infinite stays so.
        own[x] = value if value - value == 0 else 0.0
        result[x] = own[x] + half[0] * (value - own[x])
    fours = reach - reach % 4
    for k in range(1, fours + 1, 4):
        a, b = (reach - k) * step, (reach + k) * step
        _add_four(values[a - 3 * step :], values[b:], (step, half[k : k + 4]), own, result)
    for k in range(fours + 1, reach + 1):
        _add_one(values[(reach - k) * step :], values[(reach + k) * step :], half[k], own, result)


@njit(nogil=True, cache=True)
def _add_four(before: Any, behind: Any, how: Any, own: Any, result: Any) -> None:
    step, half = how
    first, second, third, fourth = half[0], half[1], half[2], half[3]
    near, farther = before[3 * step :], before[2 * step :]
    far, farthest = before[step:], before
    next_, after, later, last = behind, behind[step:], behind[2 * step :], behind[3 * step :]
    for x in range(len(result)):
        middle = own[x]
        total = result[x] + first * ((near[x] - middle) + (next_[x] - middle))
        total += second * ((farther[x] - middle) + (after[x] - middle))
        total += third * ((far[x] - middle) + (later[x] - middle))
        result[x] = total + fourth * ((farthest[x] - middle) + (last[x] - middle))


@njit(nogil=True, cache=True)
def _add_one(before: Any, behind: Any, weight: float, own: Any, result: Any) -> None:
    for x in range(len(result)):
        result[x] += weight * ((before[x] - own[x]) + (behind[x] - own[x]))
