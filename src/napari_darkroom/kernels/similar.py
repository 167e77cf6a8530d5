"""The connected pixels around a place whose values are near the value there."""

from __future__ import annotations

from math import floor
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Pixels that are looked at together.
_BLOCK = 16


def similar_around(
    values: NDArray[Any],
    places: NDArray[np.intp],
    numbers: NDArray[np.int32],
    tolerance: float,
    labels: NDArray[np.int32],
    *,
    diagonal: bool,
) -> None:
    """Write what is flooded from each place, with its number; the first flood has a pixel.

    Every flood goes as far as if it were alone. What no flood reaches is neither read nor written.

    Parameters
    ----------
    values : array of the shape of the labels, or (…, colours)
        The pixels, contiguous and in native byte order; of four colours the last has no say.
    places : array of int (n, ndim)
        Where the floods begin, within the image.
    numbers : array of int (n,)
        From 1; equal ones are one flood.
    tolerance : float
        The largest difference from the value at the place, in each colour.
    labels : array of int (y, x) or (z, y, x)
        Zeros, where the numbers are written.
    diagonal : bool
        Whether floods go over corners of pixels (in 3-D also edges).
    """
    values = values.astype(np.float32) if values.dtype == np.float16 else values
    values = values.view(np.uint8) if values.dtype == bool else values
    colours = values.shape[labels.ndim :]
    shape = (*(1,) * (3 - labels.ndim), *labels.shape)
    own = labels if labels.flags.c_contiguous else np.zeros(labels.shape, np.int32)
    starts = np.ravel_multi_index(tuple(places.T), labels.shape)
    flat = values.reshape(-1, *colours)
    begun = flat[starts]
    ends = _ends(begun[:, :3] if colours else begun, tolerance)
    # One flood alone is known by its number.
    marks = numbers if len(numbers) == 1 else np.arange(1, len(numbers) + 1, dtype=np.int32)
    seen = own if len(numbers) == 1 else np.zeros(labels.shape, np.int32)
    pixels = (flat, own.reshape(-1), seen.reshape(-1))
    _flood_each(pixels, (*shape, diagonal), (starts, numbers, marks, *ends))
    if own is not labels:
        labels[...] = own


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
def _flood_each(pixels: Any, grid: Any, floods: Any) -> None:
    values, _, seen = pixels
    starts, numbers, marks, lows, highs = floods
    # Plane, row, begin and end of each run of pixels whose neighbours are to be seen.
    waiting = np.empty((256, 4), np.int64)
    for i in range(len(starts)):
        before = seen[starts[i]]
        # A flood that came by from a place of the same value had the same ends.
        if before > 0 and _same(values, starts[i], starts[before - 1]):
            continue
        flood = (np.int32(numbers[i]), np.int32(marks[i]), lows[i], highs[i])
        waiting = _flood(pixels, grid, flood, starts[i], waiting)


@njit(nogil=True, cache=True)
def _flood(pixels: Any, grid: Any, flood: Any, start: Any, waiting: Any) -> Any:
    """Flood run by run: the row of a run is flooded, and the rows beside it are looked through."""
    depth, height, width, diagonal = grid
    row, x = start // width, start % width
    wider = 1 if diagonal else 0
    count = _take(pixels, flood, (row // height, row % height, grid), (x, x + 1), (waiting, 0))
    while count > 0:
        count -= 1
        z, y, begin, end = waiting[count]
        # At most every other pixel of each row beside it begins a run.
        if count + 4 * (end - begin + 4) > len(waiting):
            waiting = _longer(waiting, count + 4 * (end - begin + 4))
        part, stack = (max(begin - wider, 0), min(end + wider, width)), waiting
        for nz in range(max(z - 1, 0), min(z + 2, depth)):
            for ny in range(max(y - 1, 0), min(y + 2, height)):
                crossed = (nz != z) + (ny != y)
                if crossed == 1 or (crossed == 2 and diagonal):
                    count = _take(pixels, flood, (nz, ny, grid), part, (stack, count))
    return waiting


@njit(nogil=True, cache=True)
def _longer(waiting: Any, least: Any) -> Any:
    longer = np.empty((2 * least, waiting.shape[1]), waiting.dtype)
    longer[: len(waiting)] = waiting
    return longer


@njit(nogil=True, cache=True)
def _take(pixels: Any, flood: Any, row: Any, part: Any, stack: Any) -> Any:
    """Flood the runs of a row that reach into a part of it, and let them wait; return how many."""
    values, labels, seen = pixels
    number, mark, low, high = flood
    z, y, (_, height, width, _) = row
    waiting, count = stack
    first = (z * height + y) * width
    at, right = first + part[0], first + part[1]
    while at < right:
        if at % _BLOCK == 0 and at + _BLOCK <= right and _all_seen(seen, at, mark):
            at += _BLOCK
            continue
        if seen[np.uint64(at)] == mark or not _between(values, at, low, high):
            at += 1
            continue
        # A run is always taken whole: what is before a pixel that is free is free too.
        begin = at
        while begin > first and _between(values, begin - 1, low, high):
            begin -= 1
        at = _end(values, at + 1, (first + width, low, high))
        for k in range(np.uint64(begin), np.uint64(at)):
            labels[k] = number if labels[k] == 0 else labels[k]
            seen[k] = mark
        own = waiting[count]
        own[0], own[1], own[2], own[3] = z, y, begin - first, at - first
        count += 1
    return count


@njit(nogil=True, cache=True)
def _end(values: Any, at: Any, limits: Any) -> Any:
    """Return where the run ends that goes on at a pixel."""
    stop, low, high = limits
    while at < stop:
        if at % _BLOCK == 0 and at + _BLOCK <= stop and _all_between(values, at, low, high):
            at += _BLOCK
        elif _between(values, at, low, high):
            at += 1
        else:
            return at
    return at


# Blocks are looked at without branches, so that the compiler takes many pixels at a time.
@njit(nogil=True, cache=True)
def _all_seen(seen: Any, at: Any, mark: Any) -> bool:
    other = np.int32(0)
    for k in range(_BLOCK):
        other |= seen[np.uint64(at + k)] ^ mark
    return other == 0


@njit(nogil=True, cache=True)
def _all_between(values: Any, at: Any, low: Any, high: Any) -> bool:
    fits = True
    for k in range(_BLOCK):
        fits &= _between(values, at + k, low, high)
    return fits


@njit(nogil=True, cache=True)
def _between(values: Any, at: Any, low: Any, high: Any) -> bool:
    if values.ndim == 1:
        value = values[np.uint64(at)]
        return (low <= value) & (value <= high)
    fits = True
    for k in range(len(low)):
        value = values[np.uint64(at), k]
        fits &= (low[k] <= value) & (value <= high[k])
    return fits


@njit(nogil=True, cache=True)
def _same(values: Any, one: Any, other: Any) -> bool:
    if values.ndim == 1:
        return values[one] == values[other]
    same = True
    for k in range(min(values.shape[1], 3)):
        same &= values[one, k] == values[other, k]
    return same
