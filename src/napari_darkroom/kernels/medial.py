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
    places = np.flatnonzero(mask).astype(np.int32 if mask.size < 2**31 else np.int64)
    result = np.pad(mask.view(np.uint8), 1)
    gaps = np.empty(len(places), np.uint8)
    _count_gaps(result, places, gaps)
    ties = np.random.default_rng(seed).permutation(len(places)).astype(places.dtype)
    near = squared_distance(mask, None).ravel()[places]
    order = places[np.lexsort((ties, gaps, near))]
    _take_away(result, order, _kept())
    return np.ascontiguousarray(result[1:-1, 1:-1]).view(bool)


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
def _count_gaps(padded: Any, places: Any, gaps: Any) -> None:
    """Write how many of the 3 × 3 pixels around each place are background."""
    for k in range(len(places)):
        pattern = _pattern(padded, places[k])
        gaps[k] = 9
        while pattern:
            gaps[k] -= pattern & 1
            pattern >>= 1


@njit(nogil=True, cache=True)
def _take_away(padded: Any, order: Any, kept: Any) -> None:
    width = padded.shape[1] - 2
    for place in order:
        if not kept[_pattern(padded, place)]:
            padded[place // width + 1, place % width + 1] = 0
