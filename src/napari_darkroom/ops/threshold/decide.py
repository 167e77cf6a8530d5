"""From the threshold of a whole image to the mask of any part of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = tuple[float, ...]


def above(image: NDArray[Any], threshold: float) -> NDArray[np.bool_]:
    """Return where an image is above a threshold, compared exactly; nowhere if that is NaN.

    NumPy would compare floats of 32 bits with a threshold rounded to 32 bits.
    """
    if image.dtype.kind == "f":
        return np.asarray(image > _at_or_below(image.dtype, threshold))
    if math.isnan(threshold):
        return np.zeros(image.shape, dtype=bool)
    if image.dtype == bool:
        image = image.view(np.uint8)
    info = np.iinfo(image.dtype)
    if not info.min <= threshold < info.max:
        return np.full(image.shape, threshold < info.min)
    return np.asarray(image > image.dtype.type(math.floor(threshold)))


def _at_or_below(dtype: np.dtype[Any], threshold: float) -> Any:
    """Return the largest float of a type that is not above a number."""
    with np.errstate(over="ignore"):
        rounded = dtype.type(threshold)
    return np.nextafter(rounded, dtype.type(-np.inf)) if float(rounded) > threshold else rounded


def split(
    image: NDArray[Any], limits: Numbers, *, dark_objects: bool, **_: Any
) -> NDArray[np.bool_]:
    """Return where an image is above a threshold, or for dark objects where it is not.

    Missing pixels are outside. Where the threshold is NaN nothing is inside.
    """
    (threshold,) = limits
    if not dark_objects:
        return above(image, threshold)
    if image.dtype.kind == "f":
        return np.asarray(image <= _at_or_below(image.dtype, threshold))
    if math.isnan(threshold):
        return np.zeros(image.shape, dtype=bool)
    found = above(image, threshold)
    return np.logical_not(found, out=found)


def pixels_inside(image: NDArray[Any], mask: NDArray[np.bool_] | None) -> NDArray[Any]:
    """Return the pixels of which a threshold is found: all, or those in a mask."""
    return image if mask is None else image[mask]


def of_some(find: Callable[[NDArray[Any]], float], values: NDArray[Any]) -> float:
    """Return the threshold of some pixels; NaN where a mask has left none."""
    return find(values) if values.size else math.nan
