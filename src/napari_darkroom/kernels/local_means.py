"""Mean and spread in a box around each pixel, the same to the last bit in any tile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.mirror import Rows
from napari_darkroom.kernels.running_sums import Part, added_exactly, running_sums
from napari_darkroom.kernels.tree_sums import tree_sums

Floats = NDArray[np.float64]
# So many rows are worked on at once: few enough for the processor's own memory.
_ROWS = 64


def box_means(
    image: NDArray[Any], reach: Sequence[int], rows: Rows | None = None
) -> Iterator[tuple[Part, Floats]]:
    """Yield parts of an image, with the mean in the box around each pixel, until the next.

    Missing pixels (NaN) have no say; outside of the image it is mirrored. What cannot be added
    exactly is added in an order that depends on the place within the box alone.

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
            yield part, np.divide(sums, number, out=sums.view(np.float64))


def box_statistics(
    image: NDArray[Any], reach: Sequence[int], rows: Rows | None = None
) -> Iterator[tuple[Part, Floats, Floats]]:
    """Yield parts of an image, with mean and population deviation in the box around each pixel.

    Missing pixels, what lies outside, the order of sums and the rows are as in `box_means`.
    """
    some = rows or (0, image.shape[-2])
    if image.dtype.kind in "iu" and image.dtype.itemsize <= 2:
        yield from _statistics_of_integers(image, reach, some)
    else:
        yield from _statistics_of_floats(image, reach, some)


def box_size(reach: Sequence[int]) -> int:
    """Return the number of pixels in a box."""
    return int(np.prod([2 * r + 1 for r in reach]))


def _sums(image: NDArray[Any], reach: Sequence[int], rows: Rows) -> Iterator[tuple[Part, Floats]]:
    """Yield a few of the rows at a time, with the sum in the box around each pixel.

    Where all sums are exact a tree would give them too: only quicker is what goes along.
    """
    if not added_exactly(image, box_size(reach)):
        return tree_sums(image, reach, _ROWS, rows)
    nan = missing(image)
    known = image if nan is None else np.where(nan, image.dtype.type(0), image)
    return running_sums(known, reach, _ROWS, rows)


def _numbers(image: NDArray[Any], reach: Sequence[int], rows: Rows) -> Iterator[NDArray[Any] | int]:
    """Yield for the same rows how many pixels of each box are not missing."""
    nan = missing(image)
    if nan is None:
        return repeat(box_size(reach))
    return (sums for _, sums in running_sums((~nan).view(np.uint8), reach, _ROWS, rows))


def _statistics_of_floats(
    image: NDArray[Any], reach: Sequence[int], rows: Rows
) -> Iterator[tuple[Part, Floats, Floats]]:
    squares = _sums(np.square(image, dtype=np.float64), reach, rows)
    numbers = _numbers(image, reach, rows)
    found = zip(_sums(image, reach, rows), squares, numbers, strict=False)
    for (part, first), (_, second), number in found:
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            mean = np.divide(first, number, out=first.view(np.float64))
            spread = np.divide(second, number, out=second)
            spread -= mean**2
            np.maximum(spread, 0.0, out=spread)
            yield part, mean, np.sqrt(spread, out=spread)


def _statistics_of_integers(
    image: NDArray[Any], reach: Sequence[int], rows: Rows
) -> Iterator[tuple[Part, Floats, Floats]]:
    number = box_size(reach)
    # Decided by the type: what a tile holds must not matter.
    exact = (number * int(np.iinfo(image.dtype).max)) ** 2 < 2**62
    squares = running_sums(_squared(image), reach, _ROWS, rows)
    sums = running_sums(image, reach, _ROWS, rows)
    for (part, first), (_, second) in zip(sums, squares, strict=True):
        spread = second.view(np.float64)
        if exact:
            np.subtract(np.multiply(second, number, out=second), first * first, out=second)
            np.divide(np.sqrt(second, out=spread), number, out=spread)
            mean = np.divide(first, number, out=first.view(np.float64))
        else:
            mean = np.divide(first, number, out=first.view(np.float64))
            np.subtract(np.divide(second, number, out=spread), mean * mean, out=spread)
            np.sqrt(np.maximum(spread, 0.0, out=spread), out=spread)
        yield part, mean, spread


def _squared(image: NDArray[Any]) -> NDArray[np.uint32]:
    wide = image.astype(np.int32 if image.dtype.kind == "i" else np.uint32)
    return np.multiply(wide, wide, out=wide).view(np.uint32)
