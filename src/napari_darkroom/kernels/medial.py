"""The medial axis: what is left when pixels are taken away from the border inwards."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.distance import squared_distance


def medial_axis(mask: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
    """Return the medial axis of a plane, in pixels.

    Pixels are looked at from near the background to far, those with many neighbours first, and else
    in a random order; one is taken away unless that breaks a line or shortens it. The order, and
    so the axis, is that of ``skimage.morphology.medial_axis``.
    """
    result = np.pad(mask.view(np.uint8), 1)
    order = _shuffled(mask, seed)
    room = np.empty_like(order)
    _sort_by_gaps(result, order, room)
    # Of floats above 0 the bits are in the order of the values.
    near = squared_distance(mask, None).reshape(-1).view(np.uint32)
    _sort_by_digits(near, 0, room, order)
    _sort_by_digits(near, 16, order, room)
    _take_away(result, room, _kept())
    return np.ascontiguousarray(result[1:-1, 1:-1]).view(bool)


def _shuffled(mask: NDArray[np.bool_], seed: int) -> NDArray[Any]:
    """Return the places that a mask holds, each where a random order puts it."""
    places = np.flatnonzero(mask).astype(np.int32 if mask.size < 2**31 else np.int64)
    turns = np.arange(len(places), dtype=places.dtype)
    np.random.default_rng(seed).shuffle(turns)
    order = np.empty_like(places)
    order[turns] = places
    return order


@lru_cache(maxsize=1)
def _kept() -> NDArray[np.bool_]:
    """Return for each pattern of 3 × 3 pixels (the first bit its first pixel) if its middle stays.

    It stays where its neighbours are in several pieces without it, and at the end of a line.
    """
    from scipy.ndimage import label

    patterns = ((np.arange(512)[:, None] >> np.arange(9)) & 1).reshape(512, 3, 3)
    without = patterns.copy()
    without[:, 1, 1] = 0
    pieces = np.array([label(one, np.ones((3, 3)))[1] for one in without])
    return np.asarray((pieces != 1) | (patterns.sum(axis=(1, 2)) < 3))


@njit(nogil=True, cache=True)
def _pattern(padded: Any, place: Any) -> Any:
    width = padded.shape[1] - 2
    y, x = place // width, place % width
    found = np.int64(0)
    for i in range(3):
        for j in range(3):
            found |= np.int64(padded[y + i, x + j]) << (3 * i + j)
    return found


@njit(nogil=True, cache=True)
def _gaps(padded: Any, place: Any) -> Any:
    """Return how many of the 3 × 3 pixels around a place are background."""
    pattern, gaps = _pattern(padded, place), np.int64(9)
    while pattern:
        gaps -= pattern & 1
        pattern >>= 1
    return gaps


@njit(nogil=True, cache=True)
def _sort_by_gaps(padded: Any, order: Any, result: Any) -> None:
    """Write places with few gaps first; those with as many stay in their order."""
    begins = np.zeros(11, np.int64)
    for place in order:
        begins[_gaps(padded, place) + 1] += 1
    begins = np.cumsum(begins)
    for place in order:
        gaps = _gaps(padded, place)
        result[begins[gaps]] = place
        begins[gaps] += 1


@njit(nogil=True, cache=True)
def _sort_by_digits(bits: Any, shift: int, order: Any, result: Any) -> None:
    """Write places in the order of sixteen of their bits; those with the same stay as they are."""
    begins = np.zeros(2**16 + 1, np.int64)
    low, last = np.uint32(shift), np.uint32(0xFFFF)
    for place in order:
        begins[((bits[place] >> low) & last) + 1] += 1
    begins = np.cumsum(begins)
    for place in order:
        digits = (bits[place] >> low) & last
        result[begins[digits]] = place
        begins[digits] += 1


@njit(nogil=True, cache=True)
def _take_away(padded: Any, order: Any, kept: Any) -> None:
    width = padded.shape[1] - 2
    for place in order:
        if not kept[_pattern(padded, place)]:
            padded[place // width + 1, place % width + 1] = 0
