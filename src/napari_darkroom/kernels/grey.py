"""Grey and binary erosion and dilation by a flat footprint; what lies outside has no say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.row_blocks import row_blocks

# OpenCV's morphology knows five pixel types; the others go through one that holds them exactly.
_EXACT = {
    "int8": np.int16,
    "uint32": np.float64,
    "int32": np.float64,
    "float16": np.float32,
}
# A block has so many rows, and at least so many times what it needs on each side.
_ROWS, _TIMES = 64, 16
# Up to here float64 holds every integer.
_LARGEST_EXACT = 2**53


def erode(array: NDArray[Any], footprint: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the minimum over the footprint around each pixel, of the pixel type given."""
    return _extreme(array, footprint, smallest=True)


def dilate(array: NDArray[Any], footprint: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the maximum over the mirrored footprint around each pixel, of the pixel type given."""
    return _extreme(array, footprint[(slice(None, None, -1),) * array.ndim], smallest=False)


def erosion(array: NDArray[Any], footprint: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the minimum over the footprint. Missing pixels (NaN) have no say and stay missing."""
    nan = missing(array)
    if nan is None:
        return erode(array, footprint)
    result = erode(np.where(nan, np.inf, array).astype(array.dtype), footprint)
    result[nan] = np.nan
    return result


def dilation(array: NDArray[Any], footprint: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the maximum over the mirrored footprint; missing pixels as in `erosion`."""
    nan = missing(array)
    if nan is None:
        return dilate(array, footprint)
    result = dilate(np.where(nan, -np.inf, array).astype(array.dtype), footprint)
    result[nan] = np.nan
    return result


def is_highest(array: NDArray[Any], footprint: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pixels that equal their dilation."""
    return by_rows(lambda part: part == dilate(part, footprint), np.bool_, footprint, array)


def by_rows(
    find: Callable[..., NDArray[Any]],
    dtype: DTypeLike,
    footprint: NDArray[np.bool_],
    array: NDArray[Any],
    *others: NDArray[Any],
) -> NDArray[Any]:
    """Return what is found for all rows, some at a time: copies of all of them would take memory.

    Parameters
    ----------
    find : callable
        Takes the same rows of each array and returns as many. A result is read where the rows that
        the footprint reaches were given.
    dtype : data type
        Of the result.
    array, *others : array, 2-D or 3-D
        Of one shape.
    """
    result: NDArray[Any] = np.empty(array.shape, dtype)
    for rows, found in parts_by_rows(find, footprint, array, *others):
        result[..., rows, :] = found
    return result


def parts_by_rows(
    find: Callable[..., NDArray[Any]],
    footprint: NDArray[np.bool_],
    array: NDArray[Any],
    *others: NDArray[Any],
) -> Iterator[tuple[slice, NDArray[Any]]]:
    """Yield what `by_rows` puts together: some rows, and what is found for them."""
    far, height = footprint.shape[-2] // 2, array.shape[-2]
    for low, high in row_blocks(height, max(_ROWS, _TIMES * far)):
        first, end = max(low - far, 0), min(high + far, height)
        found = find(*(one[..., first:end, :] for one in (array, *others)))
        yield slice(low, high), found[..., low - first : high - first, :]


def difference(high: NDArray[Any], low: NDArray[Any]) -> NDArray[Any]:
    """Return high − low, which is nowhere negative, in their pixel type.

    What a signed type cannot hold becomes its largest value; equal infinite values give 0.
    """
    if high.dtype == bool:
        return high & ~low
    if high.dtype.kind == "f":
        return by_rows(_difference_of_floats, high.dtype, np.ones((1, 1), bool), high, low)
    unsigned = np.dtype(f"u{high.dtype.itemsize}")
    exact = high.view(unsigned) - low.view(unsigned)
    return np.minimum(exact, unsigned.type(np.iinfo(high.dtype).max)).view(high.dtype)


def _difference_of_floats(high: NDArray[Any], low: NDArray[Any]) -> NDArray[Any]:
    with np.errstate(invalid="ignore"):
        result = high - low
    result[high == low] = 0
    return result


def upside_down(array: NDArray[Any]) -> NDArray[Any]:
    """Return values in the reverse order, of the same type: twice gives them back exactly."""
    return -array if array.dtype.kind == "f" else ~array


def turn_over(array: NDArray[Any]) -> None:
    """Turn values upside down in place."""
    (np.negative if array.dtype.kind == "f" else np.invert)(array, out=array)


def as_it_is(array: NDArray[Any]) -> None:
    """Leave values as they are: what is done instead of `turn_over`."""


def opening(array: NDArray[Any], footprint: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the erosion dilated again. Missing pixels (NaN) have no say and stay missing."""
    nan = missing(array)
    if nan is None:
        return dilate(erode(array, footprint), footprint)
    low = erode(np.where(nan, np.inf, array).astype(array.dtype), footprint)
    # Where a whole footprint is missing nothing fits.
    low[erode(nan, footprint)] = -np.inf
    result = dilate(low, footprint)
    result[nan] = np.nan
    return result


def closing(array: NDArray[Any], footprint: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the dilation eroded again. Missing pixels (NaN) have no say and stay missing."""
    nan = missing(array)
    if nan is None:
        return erode(dilate(array, footprint), footprint)
    high = dilate(np.where(nan, -np.inf, array).astype(array.dtype), footprint)
    high[erode(nan, footprint[(slice(None, None, -1),) * array.ndim])] = np.inf
    result = erode(high, footprint)
    result[nan] = np.nan
    return result


def _extreme(array: NDArray[Any], footprint: NDArray[np.bool_], *, smallest: bool) -> NDArray[Any]:
    if array.dtype.kind in "iu" and array.dtype.itemsize == 8:
        return _extreme_of_wide_integers(array, footprint, smallest=smallest)
    if array.dtype == bool:
        return _extreme(array.view(np.uint8), footprint, smallest=smallest).view(bool)
    exact = array.astype(_EXACT.get(array.dtype.name, array.dtype), copy=False)
    if array.ndim == 2:
        result = _plane(exact, footprint, smallest)
    else:
        result = _volume(exact, footprint, smallest)
    return result.astype(array.dtype, copy=False)


def _plane(plane: NDArray[Any], footprint: NDArray[np.bool_], smallest: bool) -> NDArray[Any]:
    import cv2

    function = cv2.erode if smallest else cv2.dilate
    kernel = footprint.astype(np.uint8)
    if plane.dtype.kind != "f":
        return np.asarray(function(plane, kernel))
    far = (np.inf if smallest else -np.inf,) * 4
    return np.asarray(function(plane, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=far))


def _volume(volume: NDArray[Any], footprint: NDArray[np.bool_], smallest: bool) -> NDArray[Any]:
    """Return the extreme over a 3-D footprint as that over its planes, each shifted along z."""
    merge = np.minimum if smallest else np.maximum
    depth = len(footprint) // 2
    result: NDArray[Any] | None = None
    for offset, plane in zip(range(-depth, depth + 1), footprint, strict=True):
        source = slice(max(offset, 0), len(volume) + min(offset, 0))
        target = slice(max(-offset, 0), len(volume) + min(-offset, 0))
        if not plane.any() or source.stop <= source.start:
            continue
        if result is None:
            result = np.full_like(volume, _neutral(volume.dtype, smallest))
        for at, to in zip(
            range(source.start, source.stop), range(target.start, target.stop), strict=True
        ):
            merge(result[to], _plane(volume[at], plane, smallest), out=result[to])
    return volume.copy() if result is None else result


def _neutral(dtype: np.dtype[Any], smallest: bool) -> Any:
    if dtype.kind == "f":
        return np.inf if smallest else -np.inf
    info = np.iinfo(dtype)
    return info.max if smallest else info.min


def _extreme_of_wide_integers(
    array: NDArray[Any], footprint: NDArray[np.bool_], *, smallest: bool
) -> NDArray[Any]:
    """Return the extreme of 64-bit integers: as floats where these hold them, else by rank."""
    if array.size and max(abs(int(array.min())), abs(int(array.max()))) <= _LARGEST_EXACT:
        floats = _extreme(array.astype(np.float64), footprint, smallest=smallest)
        return floats.astype(array.dtype)
    values, ranks = np.unique(array, return_inverse=True)
    floats = ranks.reshape(array.shape).astype(np.float64)
    return np.asarray(values[_extreme(floats, footprint, smallest=smallest).astype(np.intp)])
