"""How far pixels are from the means in the boxes around them, in strips of an image."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.local_means import box_means, box_size
from napari_darkroom.kernels.mirror import Rows, mirrored
from napari_darkroom.kernels.row_blocks import row_blocks
from napari_darkroom.kernels.running_sums import (
    add_boxes,
    are_multiples,
    exact_unit,
    go_down,
    largest_value,
    sum_dtype,
)

Squares = tuple[float, int]


def squares_in_strips(
    image: NDArray[Any], reach: Sequence[int], strips: Sequence[Rows], high: int
) -> list[Squares]:
    """Return sums of the squares of image − mean where it is finite, and their numbers.

    Parameters
    ----------
    image : array, 2-D or 3-D
    reach : sequence of int
        Pixels from the centre of the box to its end along each axis; outside of the image it is
        mirrored.
    strips : sequence of (int, int)
        The rows that are looked at.
    high : int
        So many rows of a strip make one sum.
    """
    # A call for each strip would take longer than what it does, and threads wait for each other.
    if _is_plain(image, reach, strips):
        return _of_plain(image, reach, strips, high)
    return [one for strip in strips for one in _of_any(image, reach, strip, high)]


def _is_plain(image: NDArray[Any], reach: Sequence[int], strips: Sequence[Rows]) -> bool:
    """Return whether strips are of a plane, miss nothing, and are added exactly."""
    if image.ndim > 2 or not image.flags.c_contiguous:
        return False
    if image.dtype.kind != "f":
        return image.dtype.kind in "iu" and image.dtype.itemsize <= 2
    bounds = np.array(_together([_bounds(one, reach) for one in strips]))
    unit = exact_unit(_largest(image, bounds), box_size(reach))
    return unit is not None and bool(_has_multiples(image, bounds, unit))


def _bounds(strip: Rows, reach: Sequence[int]) -> Rows:
    """Return the rows that are in a box around one of a strip."""
    return max(strip[0] - reach[-2], 0), strip[1] + reach[-2]


def _together(bounds: Sequence[Rows]) -> list[Rows]:
    """Return rows in order of which none is in two parts: those that overlap are one."""
    parts: list[Rows] = []
    for first, last in bounds:
        if parts and first <= parts[-1][1]:
            parts[-1] = parts[-1][0], last
        else:
            parts.append((first, last))
    return parts


@njit(nogil=True, cache=True)
def _largest(plane: Any, bounds: Any) -> float:
    """Return the largest absolute value in some rows; NaN where one is missing."""
    largest = 0.0
    for k in range(len(bounds)):
        flat = plane[bounds[k, 0] : bounds[k, 1]].reshape(-1)
        missing: Any = 0
        for j in range(len(flat)):
            missing += flat[j] != flat[j]
        if missing:
            return math.nan
        largest = max(largest, largest_value(flat))
    return largest


@njit(nogil=True, cache=True)
def _has_multiples(plane: Any, bounds: Any, unit: float) -> bool:
    for k in range(len(bounds)):
        if not are_multiples(plane[bounds[k, 0] : bounds[k, 1]].reshape(-1), unit):
            return False
    return True


def _of_plain(
    plane: NDArray[Any], reach: Sequence[int], strips: Sequence[Rows], high: int
) -> list[Squares]:
    (tall, wide), (height, width) = reach, plane.shape
    blocks = _blocks(strips, high)
    rows = mirrored(blocks[0][0] - tall, blocks[-1][1] + tall, height)
    places = (rows, mirrored(-wide, width + wide, width))
    sums: NDArray[Any] = np.empty((high, width), sum_dtype(plane))
    totals, numbers = np.empty(len(blocks)), np.empty(len(blocks), np.int64)
    bounds = np.array(blocks)
    _add_squares(plane, bounds, places, sums, (tall, totals, numbers))
    return list(zip(totals.tolist(), numbers.tolist(), strict=True))


def _blocks(strips: Sequence[Rows], high: int) -> list[Rows]:
    return [
        (start + low, start + top)
        for start, stop in strips
        for low, top in row_blocks(stop - start, high)
    ]


@njit(nogil=True, cache=True)
def _add_squares(plane: Any, bounds: Any, places: Any, sums: Any, found: Any) -> None:
    """Write for each block of rows what the squares add up to, and how many there are."""
    (rows, columns), (tall, totals, numbers) = places, found
    wide = (len(columns) - sums.shape[1]) // 2
    size = np.float64((2 * tall + 1) * (2 * wide + 1))
    lines = np.zeros((4, sums.shape[1] + 2 * wide + 1), sums.dtype)
    for k in range(len(bounds)):
        own = plane[bounds[k, 0] : bounds[k, 1]]
        some = sums[: len(own)]
        start, left_out = bounds[k, 0] - bounds[0, 0], bounds[k, 0] - bounds[k - 1, 1]
        # A row further down takes two rows, to begin anew all of a box.
        if k > 0 and left_out <= tall:
            last = lines[-1, wide : wide + sums.shape[1]]
            for y in range(start - left_out, start):
                go_down(plane[rows[y + 2 * tall]], plane[rows[y - 1]], last, last)
            add_boxes(plane, (rows, columns), (start, 2 * tall + 1, wide), lines, some)
        else:
            add_boxes(plane, (rows[start:], columns), (0, 2 * tall + 1, wide), lines, some)
        totals[k], numbers[k] = _squares(own.reshape(-1), some.reshape(-1), size)


@njit(nogil=True, cache=True)
def _squares(flat: Any, sums: Any, size: float) -> Any:
    """Return the sum of the squares of value − sum / size where it is finite, and their number."""
    total, number = 0.0, 0
    for k in range(len(flat)):
        off = np.float64(flat[k]) - sums[k] / size
        if np.isfinite(off):
            total += off * off
            number += 1
    return total, number


def _of_any(image: NDArray[Any], reach: Sequence[int], strip: Rows, high: int) -> Iterator[Squares]:
    """Yield the same for one strip, whatever is in it."""
    first, last = _bounds(strip, reach)
    some = np.ascontiguousarray(image[..., first:last, :])
    means = np.empty(some.shape)
    for part, found in box_means(some, reach, (strip[0] - first, strip[1] - first)):
        means[part] = found
    for start, stop in _blocks([strip], high):
        rows = (..., slice(start - first, stop - first), slice(None))
        total, number = _squares(np.ravel(some[rows]), np.ravel(means[rows]), 1.0)
        yield float(total), int(number)
