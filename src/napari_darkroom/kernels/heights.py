"""Maxima and minima that rise, or sink, far enough from their surroundings."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.extrema import ends_of, regional_maxima, regional_minima, varies
from napari_darkroom.kernels.limits import Limit, turned, upright, values_of
from napari_darkroom.kernels.lower_peaks import drop_lower_peaks
from napari_darkroom.kernels.reconstruction import flood_under

# So many values are lowered at a time, within the memory of the processor.
_BLOCK = 2**16


def h_maxima(image: NDArray[Any], height: float, *, diagonal: bool) -> NDArray[np.bool_]:
    """Return the maxima from which every way to a higher pixel goes down by `height` or more.

    The pixels of maximal value of those plateaus, as the equality of the image lowered by
    `height` and of its reconstruction.

    Parameters
    ----------
    height : float
        Above 0. For whole numbers the next whole number that is not below it counts.
    """
    return _high(image, height, (upright, regional_maxima), diagonal)


def h_minima(image: NDArray[Any], height: float, *, diagonal: bool) -> NDArray[np.bool_]:
    """Return the minima from which every way to a lower pixel goes up by `height` or more."""
    return _high(image, height, (turned, regional_minima), diagonal)


def _high(
    image: NDArray[Any],
    height: float,
    way: tuple[Callable[[NDArray[Any]], Limit], Callable[..., NDArray[np.bool_]]],
    diagonal: bool,
) -> NDArray[np.bool_]:
    """Return the high ones of the extremes that are found of an image, taken as a limit."""
    limit, find = way
    if not varies(image):
        return np.zeros(image.shape, dtype=bool)
    if image.dtype.kind != "f":
        return _high_of_integers(limit(np.ascontiguousarray(image)), math.ceil(height), diagonal)
    return _high_of_floats(limit(_exact(image)), find(image, diagonal=diagonal), height, diagonal)


def _exact(image: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(image, np.float32 if image.dtype == np.float16 else image.dtype)


def _high_of_integers(top: Limit, step: int, diagonal: bool) -> NDArray[np.bool_]:
    low, most = _ends(top)
    high = np.zeros(top.values.shape, bool)
    if step > int(most) - int(low):
        return high
    flooded = np.empty(top.values.shape, top.values.dtype)
    for own, level, above in _parts(top, flooded, high):
        np.greater_equal(own, int(low) + step, out=above)
        level[...] = np.where(above, _less_whole(own, step), low)
    flood_under(flooded, top, diagonal=diagonal)
    for own, level, above in _parts(top, flooded, high):
        np.logical_and(above, level == _less_whole(own, step), out=above)
    return high


def _high_of_floats(
    top: Limit, found: NDArray[np.bool_], height: float, diagonal: bool
) -> NDArray[np.bool_]:
    """Keep those of the maxima that are high enough.

    A step below the precision of a value would make a maximum of every pixel, so they are given.
    Where levels are rounded down to 32 bits, a way that is higher than the exact level is higher
    than the rounded one, and the other way round. Only maxima of different values may be given
    one level, and then all of them are left: the lower ones go at the end.
    """
    low, _ = _ends(top)
    flooded = np.empty(top.values.shape, top.values.dtype)
    for own, level, kept in _parts(top, flooded, found):
        exact = _less(own, height)
        level[...] = _rounded_down(exact, level.dtype)
        np.logical_and(kept, exact >= low, out=kept)
    flood_under(flooded, top, diagonal=diagonal)
    for own, level, kept in _parts(top, flooded, found):
        lowered = _rounded_down(_less(own, height), level.dtype)
        np.logical_and(kept, level == lowered, out=kept)
    shared = _shared_levels(values_of(top, top.values[found]), height)
    if len(shared):
        drop_lower_peaks(found, flooded, top, (shared, float(height)), diagonal=diagonal)
    return found


def _ends(top: Limit) -> tuple[Any, Any]:
    ends = values_of(top, np.array(ends_of(top.values)))
    return ends.min(), ends.max()


def _parts(top: Limit, *made: NDArray[Any]) -> Iterator[tuple[NDArray[Any], ...]]:
    """Yield values of a limit, some at a time, with what is made of them."""
    given, others = top.values.reshape(-1), [one.reshape(-1) for one in made]
    for low in range(0, given.size, _BLOCK):
        part = slice(low, low + _BLOCK)
        yield values_of(top, given[part]), *(one[part] for one in others)


def _less_whole(values: NDArray[Any], step: int) -> NDArray[Any]:
    """Return whole numbers less a step, which may be larger than their type holds."""
    unsigned = np.dtype(f"u{values.dtype.itemsize}")
    return (values.view(unsigned) - unsigned.type(step)).view(values.dtype)


def _less(values: NDArray[Any], height: float) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        return values.astype(np.float64) - height


def _rounded_down(exact: NDArray[np.float64], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return numbers in a type that may be shorter; what is missing is the lowest."""
    with np.errstate(over="ignore"):
        rounded = exact.astype(dtype)
    above = rounded > exact
    rounded[above] = np.nextafter(rounded[above], dtype.type(-np.inf))
    rounded[np.isnan(rounded)] = -np.inf
    return rounded


def _shared_levels(values: NDArray[Any], height: float) -> NDArray[Any]:
    """Return the levels that some values have in common with others, in order."""
    values.sort()
    shared = [np.empty(0, values.dtype)]
    # The last of a part is the first of the next.
    for start in range(0, len(values), _BLOCK - 1):
        exact = _less(values[start : start + _BLOCK], height)
        levels = _rounded_down(exact, values.dtype)
        shared.append(levels[1:][(levels[1:] == levels[:-1]) & (exact[1:] != exact[:-1])])
    return np.unique(np.concatenate(shared))
