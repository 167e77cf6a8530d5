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
from napari_darkroom.kernels.margin import lowest
from napari_darkroom.kernels.pieces import connected_pieces
from napari_darkroom.kernels.reconstruction import reconstruct
from napari_darkroom.kernels.side_by_side import in_strips


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
    highest = domain & (filled == dilate(filled, window))
    hanging = _hanging(filled, highest, domain, window)
    if hanging.any():
        # Of neighbours that are highest none is above the other: a piece of them has one value.
        pieces = connected_pieces(highest, diagonal=diagonal)
        dropped = np.zeros(int(pieces.max()) + 1, dtype=bool)
        dropped[pieces[hanging]] = True
        # Without a sign no number is taken for one from the end, and the loop has no branch.
        numbers = pieces.view(np.uint32).reshape(-1)
        in_strips(highest.size, highest.size, _drop, highest.reshape(-1), numbers, dropped)
    return highest


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


def _hanging(
    values: NDArray[Any],
    highest: NDArray[np.bool_],
    domain: NDArray[np.bool_],
    window: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Return which of the highest pixels have the value of a neighbour that is not among them."""
    low = lowest(values.dtype)
    below = values.copy()
    np.copyto(below, low, where=highest)
    found = dilate(below, window) == values
    found &= highest
    # The lowest value stands for none above, and is looked at by itself.
    bottom = values == low
    if bottom.any():
        found &= ~bottom
        bottom &= domain
        found |= bottom & highest & dilate(bottom & ~highest, window)
    return found


@njit(nogil=True, cache=True)
def _drop(highest: Any, pieces: Any, dropped: Any, low: Any, high: Any) -> None:
    inside, numbers = highest[low:high], pieces[low:high]
    for p in range(len(inside)):
        inside[p] &= not dropped[numbers[p]]
