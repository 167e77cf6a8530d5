"""Plateaus that no neighbour is above, and those that rise high enough over their surroundings."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.footprints import footprint
from napari_darkroom.kernels.grey import dilate, upside_down
from napari_darkroom.kernels.margin import lowest, offsets, with_margin, without_margin
from napari_darkroom.kernels.reconstruction import reconstruct, room


def regional_maxima(image: NDArray[Any], *, diagonal: bool) -> NDArray[np.bool_]:
    """Return where connected pixels of one value have no higher neighbour.

    An image of one value has no maximum. Missing pixels (NaN) have no say and are none.
    """
    values = image.astype(np.float32) if image.dtype == np.float16 else image
    nan = missing(values)
    domain = np.ones(image.shape, dtype=bool) if nan is None else ~nan
    if not _varies(values, nan):
        return np.zeros(image.shape, dtype=bool)
    low = lowest(values.dtype)
    filled = values if nan is None else np.where(nan, low, values)
    window = footprint((1,) * image.ndim, "square" if diagonal else "diamond")
    highest = with_margin(domain & (filled == dilate(filled, window)), False)
    around = with_margin(filled, low)
    _drop_hanging(around.ravel(), highest.ravel(), offsets(around.shape, image.ndim, diagonal))
    return without_margin(highest, image.ndim)


def h_maxima(image: NDArray[Any], height: float, *, diagonal: bool) -> NDArray[np.bool_]:
    """Return the maxima from which every way to a higher pixel goes down by `height` or more.

    The highest ones count from the lowest value of the image. Integers are compared exactly, floats
    in float64. Missing pixels (NaN) have no say and are none.
    """
    nan = missing(image)
    domain = np.ones(image.shape, dtype=bool) if nan is None else ~nan
    if not _varies(image, nan):
        return np.zeros(image.shape, dtype=bool)
    low, top = _ends(image, nan)
    if image.dtype.kind == "f":
        values = np.where(domain, image, -np.inf).astype(np.float64)
        with np.errstate(invalid="ignore"):
            marker = values - height
            high = domain & (marker >= low)
        # A step below the precision of a value would make a maximum of every pixel.
        found = regional_maxima(image, diagonal=diagonal)
    else:
        step = math.ceil(height)
        if step > int(top) - int(low):
            return np.zeros(image.shape, dtype=bool)
        unsigned = np.dtype(f"u{image.dtype.itemsize}")
        values = np.asarray(image.view(unsigned) - low.view(unsigned))
        high = values >= unsigned.type(step)
        marker = np.where(high, values - unsigned.type(step), unsigned.type(0))
        found = high
    return found & high & (reconstruct(marker, values, diagonal=diagonal) == marker)


def h_minima(image: NDArray[Any], height: float, *, diagonal: bool) -> NDArray[np.bool_]:
    """Return the minima from which every way to a lower pixel goes up by `height` or more."""
    return h_maxima(upside_down(image), height, diagonal=diagonal)


def _ends(image: NDArray[Any], nan: NDArray[np.bool_] | None) -> tuple[Any, Any]:
    values = image if nan is None else image[~nan]
    return values.min(), values.max()


def _varies(image: NDArray[Any], nan: NDArray[np.bool_] | None) -> bool:
    if nan is not None and nan.all():
        return False
    low, top = _ends(image, nan)
    return bool(low < top)


@njit(nogil=True, cache=True)
def _drop_hanging(values: Any, highest: Any, steps: Any) -> None:
    """Take away what has the value of a neighbour that is not among the highest."""
    stack = np.empty(1024, np.int64)
    for p in range(len(values)):
        if highest[p] and _hangs(values, highest, p, steps):
            stack = _drop_plateau(values, highest, p, steps, stack)


@njit(nogil=True, cache=True)
def _hangs(values: Any, highest: Any, p: Any, steps: Any) -> Any:
    """Whether a neighbour of the same value has been taken away."""
    found = False
    for step in steps:
        found |= values[p + step] == values[p] and not highest[p + step]
    return found


@njit(nogil=True, cache=True)
def _drop_plateau(values: Any, highest: Any, p: Any, steps: Any, stack: Any) -> Any:
    """Take away a pixel and what hangs on it; return the stack, which may have grown."""
    highest[p] = False
    stack[0] = p
    n = 1
    while n:
        n -= 1
        q = stack[n]
        for step in steps:
            r = q + step
            if highest[r] and values[r] == values[q]:
                highest[r] = False
                stack = room(stack, n)
                stack[n] = r
                n += 1
    return stack
