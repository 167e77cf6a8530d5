"""Colours on any scale, brought to one that napari shows, and back without losing a bit.

napari shows RGB of bytes as they are. Of every other type its thumbnail takes 1 for white, and
its canvas the largest value there is, which turns a dull colour into a bright one. So what is
not bytes is divided by a power of two, which changes no digit; the layer's record tells by how
much, and its contrast limits where white is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from napari_darkroom.core.values import Image

# What white may be: of numbers from 0 to 1, and of 8, 16 and 32 bits.
_WHITES = (1, 2**8, 2**16, 2**32)
# Sharpening and interpolation overshoot white by less than this.
_OVERSHOOT = 2.0


def white_of(image: Image) -> int:
    """Return what white is in an RGB image: by its type, else by its largest value."""
    if image.dtype.kind == "u":
        return int(2 ** (8 * image.dtype.itemsize)) if image.dtype.itemsize <= 4 else _WHITES[-1]
    if image.lazy:
        return 1
    largest = _largest(image)
    least = 1 if image.dtype.kind == "i" else 0
    fitting = (white for white in _WHITES[least:] if largest <= _OVERSHOOT * white)
    return next(fitting, _WHITES[-1])


def white_after(result: Image, source: object, white: int | None = None) -> int:
    """Return what white is in a result: as in its source, unless it went to another scale.

    Parameters
    ----------
    source : value
        The first input of the operation.
    white : int, optional
        What white is in the source; by default its pixels tell.
    """
    if not (isinstance(source, Image) and source.rgb):
        return white_of(result)
    white = white or white_of(source)
    if result.lazy or source.lazy:
        return white
    largest = _largest(result)
    shrunk = white > 1 and largest <= 1 < _largest(source)
    grown = largest > _OVERSHOOT * white
    return white_of(result) if shrunk or grown else white


def shown_colours(image: Image, white: int | None = None) -> tuple[Any, dict[str, Any]]:
    """Return the pixels that a layer is given, and what its record is to tell of them.

    Parameters
    ----------
    white : int, optional
        What white is in the image; by default its pixels tell.
    """
    if not image.rgb or image.dtype == np.uint8:
        return image.data, {}
    divisor = white or white_of(image)
    record = {"white": divisor, "dtype": str(image.dtype)}
    wide = np.promote_types(image.dtype, np.float32)
    if divisor == 1 and wide == image.dtype:
        return image.data, record
    shown = image.data.astype(wide) / wide.type(divisor)
    if not image.lazy and not _comes_back(shown, record, image.data):
        # The smallest numbers that a type has lose digits when divided.
        shown = image.data.astype(np.float64) / divisor
        if not _comes_back(shown, record, image.data):
            return image.data, {}
    return shown, record


def colour_limits(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the contrast limits of a layer whose record tells of its colours, none of others."""
    white = int(record.get("white", 0))
    if not white:
        return {}
    return {"contrast_limits": (0.0, (white - 1) / white if white > 1 else 1.0)}


def given_colours(pixels: Any, record: Mapping[str, Any]) -> Any:
    """Return the pixels on the scale that they were given on, None of it where none is told."""
    if "white" not in record or np.dtype(pixels.dtype).kind != "f":
        return pixels
    white, dtype = int(record["white"]), np.dtype(record["dtype"])
    if white == 1 and pixels.dtype == dtype:
        return pixels
    return (pixels * pixels.dtype.type(white)).astype(dtype)


def _comes_back(shown: Any, record: Mapping[str, Any], given: Any) -> bool:
    return bool(np.array_equal(given_colours(shown, record), given, equal_nan=True))


def _largest(image: Image) -> float:
    """Return the largest finite value, 0 where there is none."""
    finite = image.data[np.isfinite(image.data)] if image.dtype.kind == "f" else image.data
    return float(np.max(finite)) if finite.size else 0.0
