"""Mean and spread in a box around each pixel, the same to the last bit in any tile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.mirror import Rows, mirrored
from napari_darkroom.kernels.tree_sums import Part, tree_sums

Floats = NDArray[np.float64]
# So many rows are worked on at once: few enough for the processor's own memory.
_ROWS = 64


def box_means(
    image: NDArray[Any], reach: Sequence[int], rows: Rows | None = None
) -> Iterator[tuple[Part, Floats]]:
    """Yield parts of an image, with the mean in the box around each pixel.

    Missing pixels (NaN) have no say; outside of the image it is mirrored. Whole numbers of up to
    16 bits are added exactly. Others are added in an order that depends on their place within the
    box alone.

    Parameters
    ----------
    image : array, 2-D or 3-D
    reach : sequence of int
        Pixels from the centre of the box to its end along each axis.
    rows : (int, int), optional
        Those whose means are wanted; all of them by default.
    """
    some = rows or (0, image.shape[-2])
    found = zip(_sums(image, reach, some), _numbers(image, reach, some), strict=False)
    for (part, sums), number in found:
        with np.errstate(invalid="ignore", divide="ignore"):
            yield part, sums / number


def box_statistics(
    image: NDArray[Any], reach: Sequence[int], rows: Rows | None = None
) -> Iterator[tuple[Part, Floats, Floats]]:
    """Yield parts of an image, with mean and population deviation in the box around each pixel.

    Missing pixels, what lies outside, the order of sums and the rows are as in `box_means`.
    """
    some = rows or (0, image.shape[-2])
    if _added_exactly(image):
        yield from _statistics_of_integers(image, reach, some)
    else:
        yield from _statistics_of_floats(image, reach, some)


def box_size(reach: Sequence[int]) -> int:
    """Return the number of pixels in a box."""
    return int(np.prod([2 * r + 1 for r in reach]))


def _added_exactly(image: NDArray[Any]) -> bool:
    return image.dtype.kind in "iu" and image.dtype.itemsize <= 2


def _sums(
    image: NDArray[Any], reach: Sequence[int], rows: Rows
) -> Iterator[tuple[Part, NDArray[Any]]]:
    """Yield a few of the rows at a time, with the sum in the box around each pixel."""
    if _added_exactly(image):
        return _sums_of_integers(image, reach, rows)
    return tree_sums(image, reach, _ROWS, rows=rows)


def _numbers(image: NDArray[Any], reach: Sequence[int], rows: Rows) -> Iterator[NDArray[Any] | int]:
    """Yield for the same rows how many pixels of each box are not missing."""
    nan = missing(image)
    if nan is None:
        return repeat(box_size(reach))
    return (sums for _, sums in _sums_of_integers((~nan).view(np.uint8), reach, rows))


def _statistics_of_floats(
    image: NDArray[Any], reach: Sequence[int], rows: Rows
) -> Iterator[tuple[Part, Floats, Floats]]:
    squares = tree_sums(image, reach, _ROWS, rows=rows, squared=True)
    numbers = _numbers(image, reach, rows)
    found = zip(_sums(image, reach, rows), squares, numbers, strict=False)
    for (part, first), (_, second), number in found:
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            mean = first / number
            variance = second / number - mean**2
            yield part, mean, np.sqrt(np.maximum(variance, 0.0))


def _statistics_of_integers(
    image: NDArray[Any], reach: Sequence[int], rows: Rows
) -> Iterator[tuple[Part, Floats, Floats]]:
    number = box_size(reach)
    # Decided by the type: what a tile holds must not matter.
    exact = (number * int(np.iinfo(image.dtype).max)) ** 2 < 2**62
    squares = _sums_of_integers(_squared(image), reach, rows)
    sums = _sums_of_integers(image, reach, rows)
    for (part, first), (_, second) in zip(sums, squares, strict=True):
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
    image: NDArray[Any], reach: Sequence[int], rows: Rows
) -> Iterator[tuple[Part, NDArray[np.int64]]]:
    """Yield a few of the rows at a time, with the sum in the box around each pixel."""
    width, (high, wide), (first, last) = image.shape[-1], reach[-2:], rows
    lines = mirrored(first - high, last + high, image.shape[-2])
    columns = tuple(
        mirrored(a, b, width)
        for a, b in ((-wide, wide + 1), (wide + 1, width + wide + 1), (-wide, width - wide))
    )
    for index, plane in _planes(image, reach):
        line = np.zeros(width, np.int64)
        for start in range(first, last, _ROWS):
            stop = min(start + _ROWS, last)
            sums = np.empty((stop - start, width), np.int64)
            _add_boxes(plane, (lines, *columns), (start - first, 2 * high + 1), line, sums)
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
def _add_boxes(plane: Any, places: Any, where: Any, line: Any, sums: Any) -> None:
    """Sum up the boxes around some rows; `line`, the sums of columns, goes on from the last ones.

    Parameters
    ----------
    places : tuple of array
        Indices, mirrored already: the rows of all boxes; the columns of the first box, and those
        that enter and leave it with each step.
    where : tuple of int
        How many rows of boxes came before, and how high a box is.
    """
    rows, first, enter, leave = places
    start, high = where
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
