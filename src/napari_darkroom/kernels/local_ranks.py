"""Median and Otsu's threshold in a box around each pixel, by a histogram that moves along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.local_means import box_size
from napari_darkroom.kernels.local_otsu import box_otsu_of_integers
from napari_darkroom.kernels.mirror import mirrored

# Integers that lie closer together than this have one level a value.
_MOST_LEVELS = 2**20
# The histogram is summed up in blocks of 2⁶ and 2¹² levels, to pass over what is empty.
_BLOCK, _TOP = 6, 12
# Places of single bits, found by a product (Leiserson, Prokop and Randall 1998).
_SEQUENCE = np.uint64(0x03F79D71B4CB0A89)
_ONE = np.uint64(1)
_SHIFT = np.uint64(58)
_PLACES = np.zeros(64, np.int64)
for _bit in range(64):
    _PLACES[(((1 << _bit) * int(_SEQUENCE)) & (2**64 - 1)) >> 58] = _bit


def box_median(image: NDArray[Any], reach: Sequence[int]) -> NDArray[np.float64]:
    """Return the median of the box around each pixel; NaN of no pixels.

    Missing pixels (NaN) have no say; outside of the image it is mirrored. Of an even number of
    values, which only missing pixels leave, it is the mean of the middle two.
    """
    index, levels = _indexed(image)
    if image.dtype.kind == "f":
        index[np.isnan(image)] = -1
    return _over_boxes(_medians, index, levels, reach)


def box_otsu(image: NDArray[Any], reach: Sequence[int]) -> NDArray[np.float64]:
    """Return Otsu's threshold of the box around each pixel, one of the values in it.

    It is the lowest of those with the largest variance between the classes; NaN of no pixels.
    Missing and infinite pixels have no say; outside of the image it is mirrored.
    """
    index, levels = _indexed(image)
    if image.dtype.kind == "f":
        index[~np.isfinite(image)] = -1
    elif len(levels) == levels[-1] - levels[0] + 1 < 2**62 / box_size(reach) ** 2:
        return levels[box_otsu_of_integers(index, len(levels), reach)]
    return _over_boxes(_otsus, index, levels, reach)


def _indexed(image: NDArray[Any]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return for each pixel the place of its value among some in order, and those."""
    if image.dtype.kind in "iu":
        low, high = int(image.min()), int(image.max())
        if high - low < _MOST_LEVELS:
            index = np.subtract(image, low, dtype=np.int64, casting="unsafe")
            return index.astype(np.int32), np.arange(low, high + 1).astype(np.float64)
    values, places = np.unique(image, return_inverse=True)
    return places.reshape(image.shape).astype(np.int32), values.astype(np.float64)


def _over_boxes(
    find: Callable[..., None],
    index: NDArray[np.int32],
    levels: NDArray[np.float64],
    reach: Sequence[int],
) -> NDArray[np.float64]:
    volume = index.reshape((1,) * (3 - index.ndim) + index.shape)
    deep = (*(0,) * (3 - index.ndim), *reach)
    places = tuple(mirrored(-r, n + r, n) for r, n in zip(deep, volume.shape, strict=True))
    histogram = (
        np.zeros(len(levels), np.int64),
        np.zeros((len(levels) >> _BLOCK) + 1, np.uint64),
        np.zeros((len(levels) >> _BLOCK) + 1, np.int64),
        np.zeros((len(levels) >> _TOP) + 1, np.int64),
    )
    result = np.empty(volume.shape)
    find(volume, levels, places, histogram, result)
    return result.reshape(index.shape)


@njit(nogil=True, cache=True)
def _medians(volume: Any, levels: Any, places: Any, histogram: Any, result: Any) -> None:
    wide = len(places[2]) - volume.shape[2] + 1
    for z in range(volume.shape[0]):
        for y in range(volume.shape[1]):
            number = 0
            for x in range(1 - wide, volume.shape[2] + wide):
                number += _move(volume, places, histogram, (z, y, x), wide)
                if 0 <= x < volume.shape[2]:
                    result[z, y, x] = _median(levels, histogram, number)


@njit(nogil=True, cache=True)
def _otsus(volume: Any, levels: Any, places: Any, histogram: Any, result: Any) -> None:
    wide = len(places[2]) - volume.shape[2] + 1
    high = len(places[1]) - volume.shape[1] + 1
    deep = len(places[0]) - volume.shape[0] + 1
    filled = np.empty(min(len(levels), wide * high * deep), np.int64)
    for z in range(volume.shape[0]):
        for y in range(volume.shape[1]):
            number = 0
            for x in range(1 - wide, volume.shape[2] + wide):
                number += _move(volume, places, histogram, (z, y, x), wide)
                if 0 <= x < volume.shape[2]:
                    n = _find_filled(histogram, filled)
                    result[z, y, x] = _otsu(levels, histogram[0], filled[:n], number)


@njit(nogil=True, cache=True)
def _move(volume: Any, places: Any, histogram: Any, at: Any, wide: int) -> int:
    """Let a column of pixels into the box and another out of it; return the gain in number.

    A line begins and ends with an empty box outside of the image.
    """
    z, y, x = at
    more = 0
    if x + wide - 1 < len(places[2]):
        more += _count_column(volume, places, histogram, (z, y, places[2][x + wide - 1]), 1)
    if 0 < x <= len(places[2]):
        more += _count_column(volume, places, histogram, (z, y, places[2][x - 1]), -1)
    return more


@njit(nogil=True, cache=True)
def _count_column(volume: Any, places: Any, histogram: Any, at: Any, sign: int) -> int:
    counts, bits, blocks, tops = histogram
    z, y, x = at
    more = 0
    for i in places[0][z : z + len(places[0]) - volume.shape[0] + 1]:
        for j in places[1][y : y + len(places[1]) - volume.shape[1] + 1]:
            level = volume[i, j, x]
            if level < 0:
                continue
            more += sign
            blocks[level >> _BLOCK] += sign
            tops[level >> _TOP] += sign
            before = counts[level]
            counts[level] = before + sign
            if before == 0 or before + sign == 0:
                bits[level >> _BLOCK] ^= _ONE << np.uint64(level & 63)
    return more


@njit(nogil=True, cache=True)
def _median(levels: Any, histogram: Any, number: int) -> float:
    if number == 0:
        return np.nan
    high = levels[_ranked(histogram, number // 2)]
    if number % 2:
        return float(high)
    low = levels[_ranked(histogram, number // 2 - 1)]
    return float(high if low == high else (low + high) / 2)


@njit(nogil=True, cache=True)
def _ranked(histogram: Any, rank: int) -> int:
    """Return the level of the pixel that has so many before it in order."""
    counts, _, blocks, tops = histogram
    top = 0
    while rank >= tops[top]:
        rank -= tops[top]
        top += 1
    block = top << (_TOP - _BLOCK)
    while rank >= blocks[block]:
        rank -= blocks[block]
        block += 1
    level = block << _BLOCK
    while rank >= counts[level]:
        rank -= counts[level]
        level += 1
    return level


@njit(nogil=True, cache=True)
def _find_filled(histogram: Any, filled: Any) -> int:
    """Write the levels that are there into `filled`, in order, and return how many there are."""
    _, bits, blocks, tops = histogram
    n = 0
    for top in range(len(tops)):
        if tops[top] == 0:
            continue
        start = top << (_TOP - _BLOCK)
        for block in range(start, min(start + 64, len(blocks))):
            if blocks[block] == 0:
                continue
            some = bits[block]
            while some != 0:
                bit = some & (~some + _ONE)
                some ^= bit
                filled[n] = (block << _BLOCK) + _PLACES[np.int64((bit * _SEQUENCE) >> _SHIFT)]
                n += 1
    return n


@njit(nogil=True, cache=True)
def _otsu(levels: Any, counts: Any, filled: Any, number: int) -> float:
    if number == 0:
        return np.nan
    # Measured from the lowest value: what all values have in common would take digits away.
    origin = levels[filled[0]]
    total = 0.0
    for level in filled:
        total += counts[level] * (levels[level] - origin)
    below, sum_below, largest, best = 0, 0.0, -1.0, origin
    for level in filled[:-1]:
        below += counts[level]
        sum_below += counts[level] * (levels[level] - origin)
        # n₀ n₁ (μ₀ − μ₁)² times n²
        off = number * sum_below - below * total
        between = off * off / (np.float64(below) * (number - below))
        if between > largest:
            largest, best = between, levels[level]
    return float(best)
