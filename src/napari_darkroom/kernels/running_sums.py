"""Sums over boxes that go along with them: for values whose sums are exact in any order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.mirror import Rows, mirrored

Part = tuple[int | slice, ...]
# Whole numbers below are floats, and so are those that this much is added to.
_WHOLE = 2**51
# Beyond it powers of two leave the range of floats.
_POWERS = 500
_BLOCK = 4096
# Rows that are gone along at once: a sum need not wait for that of its neighbour.
_FOUR = 4


def added_exactly(image: NDArray[Any], number: int) -> bool:
    """Return whether so many values, or differences of their sums, are added without rounding.

    They are where all values are whole multiples of one power of two, and not too large ones:
    whole numbers, and floats that are far from 0 as seen from the largest. NaN counts as 0.
    """
    if image.dtype.kind in "iu":
        return max(int(image.max(initial=0)), -int(image.min(initial=0))) * number < _WHOLE
    flat = np.ravel(image)
    unit = exact_unit(largest_value(flat), number)
    return unit is not None and bool(are_multiples(flat, unit))


def exact_unit(largest: float, number: int) -> float | None:
    """Return the power of two of which all must be multiples for so many to be added exactly.

    None if there is none, as where the largest absolute value is infinite.
    """
    if not math.isfinite(largest):
        return None
    # The largest sum is below two to this power.
    power = math.frexp(largest * number)[1] if largest else 0
    return math.ldexp(1.0, power - 51) if abs(power) < _POWERS else None


def running_sums(
    image: NDArray[Any], reach: Sequence[int], high: int, rows: Rows
) -> Iterator[tuple[Part, NDArray[Any]]]:
    """Yield so many of the rows at a time, with the sum in the box around each pixel.

    What lies outside of the image is mirrored. Sums of whole numbers are int64, all others float64;
    the next ones are written over them.

    Parameters
    ----------
    image : array, 2-D or 3-D
        Nothing of it is missing, and all is added exactly.
    reach : sequence of int
        Pixels from the centre of the box to its end along each axis.
    high : int
        How many rows there are in a part.
    rows : (int, int)
        Those whose sums are wanted.
    """
    width, (tall, wide), (first, last) = image.shape[-1], reach[-2:], rows
    lines = mirrored(first - tall, last + tall, image.shape[-2])
    columns = mirrored(-wide, width + wide, width)
    for index, plane in _planes(image, reach):
        # What the last place would go on with is never used.
        columns_of_four = np.zeros((_FOUR, width + 2 * wide + 1), sum_dtype(image))
        # One for all parts: new memory takes longer than what is done in it.
        room = np.empty((min(high, last - first), width), columns_of_four.dtype)
        for start in range(first, last, high):
            stop = min(start + high, last)
            sums = room[: stop - start]
            place = (start - first, 2 * tall + 1, wide)
            add_boxes(plane, (lines, columns), place, columns_of_four, sums)
            yield (*index, slice(start, stop)), sums


def sum_dtype(image: NDArray[Any]) -> type:
    """Return the type of sums: of whole numbers int64, else float64."""
    return np.int64 if image.dtype.kind in "iu" else np.float64


def _planes(
    image: NDArray[Any], reach: Sequence[int]
) -> Iterator[tuple[tuple[int, ...], NDArray[Any]]]:
    """Yield each plane summed up with its neighbours along z, and a plane by itself."""
    if image.ndim == 2:
        yield (), image
        return
    places = mirrored(-reach[0], len(image) + reach[0], len(image))
    sums: NDArray[Any] = np.zeros(image.shape[1:], sum_dtype(image))
    for place in places[: 2 * reach[0]]:
        sums += image[place]
    for z in range(len(image)):
        sums += image[places[z + 2 * reach[0]]]
        yield (z,), sums
        sums -= image[places[z]]


@njit(nogil=True, cache=True)
def add_boxes(plane: Any, places: Any, where: Any, lines: Any, sums: Any) -> None:
    """Sum up the boxes around some rows, in order, up to four of them at once.

    Parameters
    ----------
    places : tuple of array
        Indices, mirrored already: the rows of all boxes, and the columns with those beyond.
    where : tuple of int
        How many rows of boxes came before, how high a box is, and how far it reaches to a side.
    lines : array
        The last sums of columns, with those beyond; they go on from the last of them.
    """
    rows, columns = places
    start, high, wide = where
    width = sums.shape[1]
    for k in range(0, len(sums), len(lines)):
        some = min(len(lines), len(sums) - k)
        for j in range(some):
            y = start + k + j
            own, last = lines[j, wide : wide + width], lines[j - 1, wide : wide + width]
            if y == 0:
                _add_columns(plane, rows[:high], own)
            else:
                go_down(plane[rows[y + high - 1]], plane[rows[y - 1]], last, own)
            for x in range(wide):
                lines[j, x] = lines[j, wide + columns[x]]
                lines[j, wide + width + x] = lines[j, wide + columns[wide + width + x]]
        _go_along(lines, 2 * wide + 1, sums[k : k + some])
        if some < len(lines):
            lines[-1] = lines[some - 1]


@njit(nogil=True, cache=True)
def _add_columns(plane: Any, rows: Any, line: Any) -> None:
    line[:] = 0
    for row in rows:
        for x in range(len(line)):
            line[x] += line.dtype.type(plane[row, x])


@njit(nogil=True, cache=True)
def go_down(new: Any, old: Any, last: Any, line: Any) -> None:
    """Write the sums of columns a row further down: with the new row, without the old one."""
    wide = line.dtype.type
    for x in range(len(line)):
        line[x] = last[x] + (wide(new[x]) - wide(old[x]))


@njit(nogil=True, cache=True)
def _go_along(lines: Any, length: int, sums: Any) -> None:
    """Write the sums of so many neighbours of up to four lines, from the first to the last."""
    a, b, c, d = lines[0], lines[1], lines[2], lines[3]
    nothing = lines.dtype.type(0)
    first, second, third, fourth = nothing, nothing, nothing, nothing
    for x in range(length):
        first, second, third, fourth = first + a[x], second + b[x], third + c[x], fourth + d[x]
    n = len(sums)
    # Of fewer rows the last is written several times.
    top, next_, later, last = sums[0], sums[min(1, n - 1)], sums[min(2, n - 1)], sums[min(3, n - 1)]
    for x in range(sums.shape[1]):
        last[x], later[x], next_[x], top[x] = fourth, third, second, first
        first += a[x + length] - a[x]
        second += b[x + length] - b[x]
        third += c[x + length] - c[x]
        fourth += d[x + length] - d[x]


@njit(nogil=True, cache=True)
def largest_value(flat: Any) -> float:
    """Return the largest absolute value, of which NaN has none."""
    lanes = np.zeros(64, flat.dtype)
    whole = len(flat) - len(flat) % 64
    for start in range(0, whole, 64):
        own = flat[start : start + 64]
        for k in range(64):
            value = abs(own[k])
            lanes[k] = value if value > lanes[k] else lanes[k]
    for k in range(whole, len(flat)):
        lanes[0] = max(lanes[0], abs(flat[k])) if flat[k] == flat[k] else lanes[0]
    return np.float64(lanes.max())


@njit(nogil=True, cache=True)
def are_multiples(flat: Any, unit: float) -> bool:
    """Return whether all values but NaN are multiples of a power of two, at most 2⁵¹ of it."""
    scale, magic = 1 / unit, 1.5 * 2.0**52
    for start in range(0, len(flat), _BLOCK):
        own = flat[start : start + _BLOCK]
        others: Any = 0
        for k in range(len(own)):
            value = np.float64(own[k])
            # Rounded to whole numbers by having no room for more.
            rounded = (value * scale + magic - magic) * unit
            # Not for NaN.
            others += abs(rounded - value) > 0
        if others:
            return False
    return True
