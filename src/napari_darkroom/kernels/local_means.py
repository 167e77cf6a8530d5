"""Mean and spread in a box around each pixel, the same to the last bit in any tile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Part = tuple[int | slice, ...]
# So many rows are worked on at once: few enough for the processor's own memory.
_ROWS_OF_INTEGERS = 16
_ROWS_OF_FLOATS = 128


def mirrored(start: int, stop: int, length: int) -> NDArray[np.intp]:
    """Return the indices from `start` to `stop`, mirrored at the ends of an axis as ``reflect``."""
    place = np.arange(start, stop) % (2 * length)
    return np.where(place < length, place, 2 * length - 1 - place)


def box_means(image: NDArray[Any], reach: Sequence[int]) -> Iterator[tuple[Part, Floats]]:
    """Yield parts of an image, with the mean in the box around each pixel.

    Missing pixels (NaN) have no say; outside of the image it is mirrored. Whole numbers of up to
    16 bits are added exactly. Others are added in an order that depends on their place within the
    box alone.

    Parameters
    ----------
    image : array, 2-D or 3-D
    reach : sequence of int
        Pixels from the centre of the box to its end along each axis.
    """
    if _added_exactly(image):
        for part, sums in _sums_of_integers(image, reach):
            yield part, sums / box_size(reach)
    else:
        for part, block in _blocks(image, reach):
            values, number = _without_missing(block, reach)
            with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
                yield part, _box_sum(values, reach) / number


def box_statistics(
    image: NDArray[Any], reach: Sequence[int]
) -> Iterator[tuple[Part, Floats, Floats]]:
    """Yield parts of an image, with mean and population deviation in the box around each pixel.

    Missing pixels, what lies outside and the order of sums are as in `box_means`.
    """
    if _added_exactly(image):
        yield from _statistics_of_integers(image, reach)
    else:
        for part, block in _blocks(image, reach):
            yield (part, *_mean_and_spread(block, reach))


def box_size(reach: Sequence[int]) -> int:
    """Return the number of pixels in a box."""
    return int(np.prod([2 * r + 1 for r in reach]))


def _added_exactly(image: NDArray[Any]) -> bool:
    return image.dtype.kind in "iu" and image.dtype.itemsize <= 2


def _statistics_of_integers(
    image: NDArray[Any], reach: Sequence[int]
) -> Iterator[tuple[Part, Floats, Floats]]:
    number = box_size(reach)
    # Decided by the type: what a tile holds must not matter.
    exact = (number * int(np.iinfo(image.dtype).max)) ** 2 < 2**62
    squares = _sums_of_integers(_squared(image), reach)
    for (part, first), (_, second) in zip(_sums_of_integers(image, reach), squares, strict=True):
        mean = first / number
        if exact:
            spread = np.sqrt(number * second - first * first) / number
        else:
            spread = np.sqrt(np.maximum(second / number - mean * mean, 0.0))
        yield part, mean, spread


def _squared(image: NDArray[Any]) -> NDArray[np.uint32]:
    wide = image.astype(np.int32 if image.dtype.kind == "i" else np.uint32)
    return np.multiply(wide, wide, out=wide).view(np.uint32)


def _sums_of_integers(
    image: NDArray[Any], reach: Sequence[int]
) -> Iterator[tuple[Part, NDArray[np.int64]]]:
    """Yield some rows at a time, with the sum in the box around each pixel."""
    height, width = image.shape[-2:]
    high, wide = reach[-2:]
    rows = mirrored(-high, height + high, height)
    columns = tuple(
        mirrored(a, b, width)
        for a, b in ((-wide, wide + 1), (wide + 1, width + wide + 1), (-wide, width - wide))
    )
    for index, plane in _planes(image, reach):
        line = np.zeros(width, np.int64)
        for start in range(0, height, _ROWS_OF_INTEGERS):
            stop = min(start + _ROWS_OF_INTEGERS, height)
            sums = np.empty((stop - start, width), np.int64)
            _add_boxes(plane, (rows, *columns), start, line, sums)
            yield (*index, slice(start, stop)), sums


def _planes(
    image: NDArray[Any], reach: Sequence[int]
) -> Iterator[tuple[tuple[int, ...], NDArray[Any]]]:
    """Yield each plane summed up with its neighbours along z, and a plane by itself."""
    if image.ndim == 2:
        yield (), image
        return
    places = mirrored(-reach[0], len(image) + reach[0], len(image))
    sums = np.zeros(image.shape[1:], np.int64)
    for place in places[: 2 * reach[0]]:
        sums += image[place]
    for z in range(len(image)):
        sums += image[places[z + 2 * reach[0]]]
        yield (z,), sums
        sums -= image[places[z]]


@njit(nogil=True, cache=True)
def _add_boxes(plane: Any, places: Any, start: int, line: Any, sums: Any) -> None:
    """Sum up the boxes around some rows; `line`, the sums of columns, goes on from the last ones.

    Parameters
    ----------
    places : tuple of array
        Indices, mirrored already: all rows; the columns of the first box, and those that
        enter and leave it with each step.
    """
    rows, first, enter, leave = places
    high = len(rows) - plane.shape[0] + 1
    for k in range(len(sums)):
        y = start + k
        if y == 0:
            for row in rows[:high]:
                for x in range(len(line)):
                    line[x] += np.int64(plane[row, x])
        else:
            new, old = plane[rows[y + high - 1]], plane[rows[y - 1]]
            for x in range(len(line)):
                line[x] += np.int64(new[x]) - np.int64(old[x])
        total = np.int64(0)
        for x in first:
            total += line[x]
        for x in range(len(line)):
            sums[k, x] = total
            total += line[enter[x]] - line[leave[x]]


def _blocks(image: NDArray[Any], reach: Sequence[int]) -> Iterator[tuple[Part, Floats]]:
    """Yield parts of an image, and each with what the boxes around its pixels reach."""
    steps = (_ROWS_OF_FLOATS,) if image.ndim == 2 else (16, _ROWS_OF_FLOATS)
    starts = [range(0, n, step) for n, step in zip(image.shape[:-1], steps, strict=True)]
    for corner in product(*starts):
        ends = [
            (start, min(start + step, n))
            for start, step, n in zip(corner, steps, image.shape[:-1], strict=True)
        ]
        places = [
            mirrored(a - r, b + r, n)
            for (a, b), r, n in zip([*ends, (0, image.shape[-1])], reach, image.shape, strict=True)
        ]
        yield tuple(slice(*one) for one in ends), image[np.ix_(*places)].astype(np.float64)


def _mean_and_spread(block: Floats, reach: Sequence[int]) -> tuple[Floats, Floats]:
    values, number = _without_missing(block, reach)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        mean = _box_sum(values, reach) / number
        variance = _box_sum(values * values, reach) / number - mean**2
        return mean, np.sqrt(np.maximum(variance, 0.0))


def _without_missing(block: Floats, reach: Sequence[int]) -> tuple[Floats, Floats | float]:
    """Return a block with 0 for what is missing, and how many pixels of each box are not."""
    lost = np.isnan(block)
    if not lost.any():
        return block, float(box_size(reach))
    return np.where(lost, 0.0, block), _box_sum((~lost).astype(np.float64), reach)


def _box_sum(block: Floats, reach: Sequence[int]) -> Floats:
    """Return the sums over boxes that lie within a block, added as a tree along each axis."""
    for axis, r in enumerate(reach):
        turned = np.moveaxis(block, axis, 0)
        block = np.moveaxis(_tree_sum(turned, 2 * r + 1), 0, axis)
    return block


def _tree_sum(values: Floats, length: int) -> Floats:
    """Return the sums of so many neighbours along the first axis, by sums of 1, 2, 4, … of them."""
    size = len(values) - length + 1
    total: Floats | None = None
    offset, width, sums = 0, 1, values
    while width <= length:
        if length & width:
            part = sums[offset : offset + size]
            total = part if total is None else total + part
            offset += width
        if 2 * width <= length:
            sums = sums[:-width] + sums[width:]
        width *= 2
    return values if total is None else total
