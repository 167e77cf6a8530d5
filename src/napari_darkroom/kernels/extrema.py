"""Plateaus that no neighbour is above, and those that rise high enough over their surroundings."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.footprints import Element, footprint
from napari_darkroom.kernels.grey import by_rows, dilation, erosion, parts_by_rows, upside_down
from napari_darkroom.kernels.margin import highest, inner, lowest, with_margin
from napari_darkroom.kernels.plateaus import drop_plateaus
from napari_darkroom.kernels.reconstruction import flood_under

# So many values are lowered at a time, within the memory of the processor.
_BLOCK = 2**16


def regional_maxima(image: NDArray[Any], *, diagonal: bool) -> NDArray[np.bool_]:
    """Return where connected pixels of one value have no higher neighbour.

    An image of one value has no maximum. Missing pixels (NaN) have no say and are none.
    """
    return _extrema(image, dilation, lowest, diagonal)


def regional_minima(image: NDArray[Any], *, diagonal: bool) -> NDArray[np.bool_]:
    """Return where connected pixels of one value have no lower neighbour, else as the maxima."""
    return _extrema(image, erosion, highest, diagonal)


def _extrema(
    image: NDArray[Any],
    extreme: Callable[..., NDArray[Any]],
    end: Callable[[np.dtype[Any]], Any],
    diagonal: bool,
) -> NDArray[np.bool_]:
    values = image.astype(np.float32) if image.dtype == np.float16 else image
    if not _varies(values, missing(values)):
        return np.zeros(image.shape, dtype=bool)
    near, lost = footprint((1,) * image.ndim, _near(diagonal)), end(values.dtype)
    # What is missing stays so, and is equal to nothing.
    found = by_rows(lambda part: part == extreme(part, near), np.bool_, near, values)

    def hanging(part: NDArray[Any], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
        # What is left of a neighbourhood without what was found is as high only where a plateau
        # goes on to a pixel that was not found.
        return np.asarray(known & (extreme(np.where(known, lost, part), near) == part))

    # A plateau goes as a whole, so what hangs in the next rows is the same before and after.
    for rows, some in parts_by_rows(hanging, near, values, found):
        drop_plateaus(found, some, rows.start, diagonal=diagonal)
    return found


def _near(diagonal: bool) -> Element:
    return "square" if diagonal else "diamond"


def h_maxima(image: NDArray[Any], height: float, *, diagonal: bool) -> NDArray[np.bool_]:
    """Return the maxima from which every way to a higher pixel goes down by `height` or more.

    The pixels of maximal value of those plateaus, as the equality of the image lowered by
    `height` and of its reconstruction.

    Parameters
    ----------
    height : float
        Above 0. For whole numbers the next whole number that is not below it counts.
    """
    nan = missing(image)
    if not _varies(image, nan):
        return np.zeros(image.shape, dtype=bool)
    high = _high_of_floats if image.dtype.kind == "f" else _high_of_integers
    return high(image, nan, height, diagonal)


def _high_of_integers(
    image: NDArray[Any], nan: NDArray[np.bool_] | None, height: float, diagonal: bool
) -> NDArray[np.bool_]:
    (low, most), step = _ends(image, nan), math.ceil(height)
    if step > int(most) - int(low):
        return np.zeros(image.shape, dtype=bool)
    top, ndim = with_margin(image, lowest(image.dtype)), image.ndim
    # What was made for this call alone is free from here.
    del image
    own = inner(top, ndim)
    high = np.asarray(own >= int(low) + step)
    flooded = top.copy()
    _lower(inner(flooded, ndim), step)
    # Row by row, here and below: where any others are would be an image more.
    for line, kept in zip(inner(flooded, ndim), high, strict=True):
        np.copyto(line, low, where=~kept)
    flood_under(flooded, top, ndim, diagonal=diagonal)
    _lower(own, step)
    for found, line, level in zip(high, inner(flooded, ndim), own, strict=True):
        np.logical_and(found, line == level, out=found)
    return high


def _lower(values: NDArray[Any], step: int) -> None:
    """Take a step, which may be larger than their type holds, from whole numbers in place."""
    unsigned = np.dtype(f"u{values.dtype.itemsize}")
    bits = values.view(unsigned)
    np.subtract(bits, unsigned.type(step), out=bits)


def _high_of_floats(
    image: NDArray[Any], nan: NDArray[np.bool_] | None, height: float, diagonal: bool
) -> NDArray[np.bool_]:
    # A step below the precision of a value would make a maximum of every pixel.
    found = regional_maxima(image, diagonal=diagonal)
    values = image.astype(np.float32) if image.dtype == np.float16 else image
    low = _ends(image, nan)[0]
    top, ndim = with_margin(values, -np.inf), image.ndim
    # What was made for this call alone is free from here.
    del image, values
    if nan is not None:
        inner(top, ndim)[nan] = -np.inf
    with np.errstate(invalid="ignore"):
        lowered = inner(top, ndim)[found].astype(np.float64) - height
    high = lowered >= low
    levels, alone = _alone(top, found, height, diagonal, top.dtype)
    if len(np.unique(levels[high & alone])) < len(np.unique(lowered[high & alone])):
        _, alone = _alone(top, found, height, diagonal, np.dtype(np.float64))
    found[found] = high & alone
    return found


def _alone(
    top: NDArray[Any], found: NDArray[np.bool_], height: float, diagonal: bool, dtype: np.dtype[Any]
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return the levels of some maxima, `height` below them, and which nothing higher reaches.

    Where levels are rounded down to 32 bits, a way that is higher than the exact level is higher
    than the rounded one, and the other way round. Only maxima of different values may be given
    one level, and then the highest of them is alone too: that is how it is seen.
    """
    flooded, ndim = _less(top, height, dtype), found.ndim
    levels = inner(flooded, ndim)[found]
    flood_under(flooded, top, ndim, diagonal=diagonal)
    return levels, inner(flooded, ndim)[found] == levels


def _less(values: NDArray[Any], height: float, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return floats less a height, rounded down to a type."""
    result = np.empty(values.shape, dtype)
    given, made = values.reshape(-1), result.reshape(-1)
    for start in range(0, given.size, _BLOCK):
        with np.errstate(invalid="ignore", over="ignore"):
            exact = given[start : start + _BLOCK].astype(np.float64) - height
            rounded = exact.astype(dtype)
        above = rounded > exact
        rounded[above] = np.nextafter(rounded[above], dtype.type(-np.inf))
        made[start : start + _BLOCK] = rounded
    return result


def h_minima(image: NDArray[Any], height: float, *, diagonal: bool) -> NDArray[np.bool_]:
    """Return the minima from which every way to a lower pixel goes up by `height` or more."""
    nan = missing(image)
    if not _varies(image, nan):
        return np.zeros(image.shape, dtype=bool)
    high = _high_of_floats if image.dtype.kind == "f" else _high_of_integers
    return high(upside_down(image), nan, height, diagonal)


def _ends(image: NDArray[Any], nan: NDArray[np.bool_] | None) -> tuple[Any, Any]:
    values = image if nan is None else image[~nan]
    return values.min(), values.max()


def _varies(image: NDArray[Any], nan: NDArray[np.bool_] | None) -> bool:
    if nan is not None and nan.all():
        return False
    low, top = _ends(image, nan)
    return bool(low < top)
