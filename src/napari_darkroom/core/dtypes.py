"""The table of pixel types: what an operation may do to them (docs/development/rules.md)."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

DtypeRule: TypeAlias = Literal["keep", "float", "double", "bool", "label", "class", "drawing"]
LABEL_DTYPE = np.dtype(np.int32)
CLASS_DTYPE = np.dtype(np.uint8)
DRAWING_DTYPE = np.dtype(np.uint8)


def result_dtype(rule: DtypeRule, dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the pixel type that an operation with `rule` gives for an input of `dtype`.

    ``keep`` keeps it (in native byte order). ``float`` is float64 for float64 and for integers
    of 32 bits and more, float32 for all else. ``double`` is float64, as measured values in tables
    are. ``bool`` is a mask. ``label`` is int32: numbers of
    new objects, which go on from plane to plane. ``class`` is uint8: numbers of classes, which
    mean the same in every plane. ``drawing`` is uint8: colours of a picture for the eye.
    """
    if rule == "keep":
        return dtype.newbyteorder("=")
    if rule in ("bool", "double"):
        return np.dtype(bool if rule == "bool" else np.float64)
    if rule == "class":
        return CLASS_DTYPE
    if rule == "drawing":
        return DRAWING_DTYPE
    return LABEL_DTYPE if rule == "label" else working_float(dtype)


def working_float(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the float type in which values of `dtype` are computed.

    It holds every value exactly, save integers beyond 2⁵³.
    """
    wide = dtype.itemsize >= (8 if dtype.kind == "f" else 4)
    return np.dtype(np.float64 if wide else np.float32)


def as_working_float(array: NDArray[Any]) -> NDArray[Any]:
    """Return `array` as float32 or float64, native byte order; a copy only where needed."""
    return np.ascontiguousarray(array, dtype=working_float(array.dtype))


def as_native(array: NDArray[Any]) -> NDArray[Any]:
    """Return `array` contiguous and in the byte order of the machine."""
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("="))


def missing(array: NDArray[Any]) -> NDArray[np.bool_] | None:
    """Return where `array` is NaN, or None if it nowhere is."""
    if array.dtype.kind != "f":
        return None
    nan = np.isnan(array)
    return nan if nan.any() else None


def cast(array: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return floats as `dtype`: rounded half to even and saturated for integers."""
    if dtype.kind not in "iu":
        return array.astype(dtype, copy=False)
    info = np.iinfo(dtype)
    rounded = np.rint(array)
    # The largest 64-bit integers are no floats: clip to the float below.
    top = float(info.max) if float(info.max) <= info.max else np.nextafter(float(info.max), 0)
    return np.clip(rounded, info.min, top).astype(dtype)
