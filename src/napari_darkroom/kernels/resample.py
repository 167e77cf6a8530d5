"""Changing the number of pixels along each axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import as_working_float, cast

Interpolation: TypeAlias = Literal["nearest", "linear", "cubic"]


def resample_nearest(array: NDArray[Any], shape: Sequence[int]) -> NDArray[Any]:
    """Return `array` with `shape` along its first axes, each pixel a copy of the nearest."""
    for axis, (new, old) in enumerate(zip(shape, array.shape, strict=False)):
        if new != old:
            index = np.floor((np.arange(new) + 0.5) * old / new).astype(np.intp)
            array = np.take(array, np.minimum(index, old - 1), axis=axis)
    return np.ascontiguousarray(array)


def resample(
    array: NDArray[Any], shape: Sequence[int], method: Interpolation, antialias: bool
) -> NDArray[Any]:
    """Return `array` interpolated to `shape` along its first axes, one axis after the other.

    Parameters
    ----------
    array : array of numbers
        May have one more axis (colour), which is left alone.
    antialias : bool
        Average the area that a new pixel covers where an axis shrinks.
    """
    dtype = array.dtype
    # In floats: rounded and saturated once, and not after each axis.
    values = as_working_float(array)
    for axis, length in enumerate(shape):
        if length != values.shape[axis]:
            values = _along(values, axis, length, method, antialias)
    return cast(values, dtype)


def _along(
    values: NDArray[Any], axis: int, length: int, method: Interpolation, antialias: bool
) -> NDArray[Any]:
    """Resample one axis: as the rows of pictures whose columns are all that lies behind it."""
    import cv2

    shrinks = length < values.shape[axis]
    between = cv2.INTER_LINEAR if method == "linear" else cv2.INTER_CUBIC
    flag = cv2.INTER_AREA if shrinks and antialias else between
    front, behind = values.shape[:axis], values.shape[axis + 1 :]
    if not behind:
        rows = np.ascontiguousarray(values).reshape(-1, values.shape[axis])
        return cv2.resize(rows, (length, len(rows)), interpolation=flag).reshape(*front, length)
    columns = int(np.prod(behind, dtype=np.int64))
    pictures = np.ascontiguousarray(values).reshape(-1, values.shape[axis], columns)
    result = np.empty((len(pictures), length, columns), dtype=values.dtype)
    for picture, out in zip(pictures, result, strict=True):
        out[...] = cv2.resize(picture, (columns, length), interpolation=flag)
    return result.reshape(*front, length, *behind)
