"""The connected pixels around a place whose values are near the value there."""

from __future__ import annotations

from math import floor
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.flooding import neighbour_steps

_WALL = -1


def similar_around(
    values: NDArray[Any],
    places: NDArray[np.intp],
    numbers: NDArray[np.int32],
    tolerance: float,
    *,
    diagonal: bool,
) -> NDArray[np.int32]:
    """Return what is flooded from each place, with its number; the first flood has a pixel.

    Every flood goes as far as if it were alone.

    Parameters
    ----------
    values : array of the shape of the image, or (…, colours)
        The pixels, in native byte order.
    places : array of int (n, ndim)
        Where the floods begin, within the image.
    numbers : array of int (n,)
        From 1; equal ones are one flood.
    tolerance : float
        The largest difference from the value at the place, in each colour.
    diagonal : bool
        Whether floods go over corners of pixels (in 3-D also edges).
    """
    values = values.astype(np.float32) if values.dtype == np.float16 else values
    values = values.view(np.uint8) if values.dtype == bool else values
    shape = values.shape[: places.shape[1]]
    colours = values.shape[len(shape) :]
    # Missing pixels are those that lie between no ends.
    framed = np.pad(values, [(1, 1)] * len(shape) + [(0, 0)] * len(colours)).reshape(-1, *colours)
    seen = np.pad(np.zeros(shape, np.int32), 1, constant_values=_WALL)
    starts = np.ravel_multi_index(tuple((places + 1).T), seen.shape)
    labels = np.zeros(seen.size, np.int32)
    steps = neighbour_steps(seen.shape, diagonal=diagonal)
    waiting = np.empty(seen.size, np.int32 if seen.size < 2**31 else np.int64)
    marks = (labels, seen.reshape(-1))
    ends = _ends(framed[starts], tolerance)
    _flood_each(framed, marks, (waiting, steps), (starts, numbers), ends)
    return labels.reshape(seen.shape)[(slice(1, -1),) * len(shape)]


def _ends(values: NDArray[Any], tolerance: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the smallest and the largest value that each flood takes, in the type of the values.

    A missing value gives ends that nothing lies between.
    """
    if values.dtype.kind == "f":
        wide = values.astype(np.float64)
        return (wide - tolerance).astype(values.dtype), (wide + tolerance).astype(values.dtype)
    # In Python's whole numbers nothing overflows, and 64 bits lose nothing.
    least, most = np.iinfo(values.dtype).min, np.iinfo(values.dtype).max
    reach = floor(min(tolerance, 2.0**64))
    low = np.array([max(int(v) - reach, least) for v in values.flat], values.dtype)
    high = np.array([min(int(v) + reach, most) for v in values.flat], values.dtype)
    return low.reshape(values.shape), high.reshape(values.shape)


@njit(nogil=True, cache=True)
def _flood_each(values: Any, marks: Any, ways: Any, seeds: Any, ends: Any) -> None:
    starts, numbers = seeds
    _, seen = marks
    for i in range(len(starts)):
        before = seen[starts[i]]
        # A flood that came by from a place of the same value had the same ends.
        if before > 0 and _same(values, starts[i], starts[before - 1]):
            continue
        low, high = ends[0][i], ends[1][i]
        if _between(values, starts[i], low, high):
            seed = (starts[i], np.int32(i + 1), numbers[i])
            _flood(values, marks, ways, seed, (low, high))


@njit(nogil=True, cache=True)
def _flood(values: Any, marks: Any, ways: Any, seed: Any, ends: Any) -> None:
    labels, seen = marks
    waiting, steps = ways
    start, mark, number = seed
    low, high = ends
    waiting[0], count = start, 1
    seen[start] = mark
    while count > 0:
        count -= 1
        at = waiting[count]
        if labels[at] == 0:
            labels[at] = number
        for step in steps:
            near = at + step
            if seen[near] != mark and seen[near] >= 0 and _between(values, near, low, high):
                seen[near] = mark
                waiting[count] = near
                count += 1


@njit(nogil=True, cache=True)
def _between(values: Any, at: Any, low: Any, high: Any) -> bool:
    if values.ndim == 1:
        return low <= values[at] <= high
    fits = True
    for k in range(values.shape[1]):
        fits &= low[k] <= values[at, k] <= high[k]
    return fits


@njit(nogil=True, cache=True)
def _same(values: Any, one: Any, other: Any) -> bool:
    if values.ndim == 1:
        return values[one] == values[other]
    same = True
    for k in range(values.shape[1]):
        same &= values[one, k] == values[other, k]
    return same
