"""k-means, and a start for it that needs no chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.scaled_channels import PIECE, ScaledChannels, mean
from napari_darkroom.kernels.side_by_side import side_by_side, strip_bounds

Floats = NDArray[np.float64]
_MOST_ROUNDS = 100
# So many pixels are compared at once: few enough for the processor's own memory.
_BLOCK = 512


def k_means(
    values: ScaledChannels, start: Floats, poll: Callable[[], None] | None = None
) -> tuple[NDArray[np.uint8], Floats]:
    """Return the class of each pixel, from 0, and the means of the classes.

    Parameters
    ----------
    values : ScaledChannels
        Finite, of one pixel at least.
    start : array of float64 (classes, channels)
        The means to begin with.
    poll : callable, optional
        Called in each round; what it raises ends the work.
    """
    centres = start.copy()
    found = np.zeros(values.count, np.uint8)
    bounds = strip_bounds(values.count).tolist()
    for _ in range(_MOST_ROUNDS):
        if poll is not None:
            poll()
        # Strip by strip and merged in order, so that threads change no bit.
        parts = np.zeros((len(bounds) - 1, len(centres), len(values.channels) + 1))
        work = [
            partial(_nearest_of, values, centres, found, part, strip)
            for part, strip in zip(parts, pairwise(bounds), strict=True)
        ]
        moved = sum(side_by_side(work, values.count * centres.size))
        sums = parts.sum(axis=0)
        held = sums[:, -1] > 0
        centres[held] = sums[held, :-1] / sums[held, -1:]
        if moved == 0:
            break
    return found, centres


def _nearest_of(
    values: ScaledChannels,
    centres: Floats,
    found: NDArray[np.uint8],
    sums: Floats,
    strip: tuple[int, int],
) -> int:
    pieces = values.pieces(*strip)
    return sum(_nearest(some, centres, found[which], sums) for which, some in pieces)


def looked_up(numbers: NDArray[np.uint8], found: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Write the number of each class where that class was found."""
    for some in np.split(found, range(PIECE, len(found), PIECE)):
        some[:] = numbers[some]
    return found


def means_between(values: ScaledChannels, limits: Sequence[float]) -> Floats:
    """Return the means of what lies between limits, of one channel."""
    sums = np.zeros((len(limits) + 1, 2))
    for _, some in values.pieces():
        _add_up(some, np.searchsorted(limits, some[0]).astype(np.uint8), sums)
    held = sums[sums[:, 1] > 0]
    return np.asarray(held[:, :1] / held[:, 1:])


def split_means(values: ScaledChannels, classes: int) -> Floats:
    """Return means of groups: the most varied is split where it varies most, at its mean.

    There are fewer than wanted where there are fewer different values.
    """
    numbers, order = np.zeros(values.count, np.uint8), [0]
    means, varied = _statistics(values, numbers, 1)
    while len(order) < classes:
        which, channel = np.unravel_index(varied[order].argmax(), varied.shape)
        low, high = order[which], len(order)
        if varied[low, channel] == 0 or not _split(values, int(channel), numbers, (low, high)):
            break
        order.insert(int(which) + 1, high)
        means, varied = _statistics(values, numbers, len(order))
    return np.asarray(means[order])


def _split(
    values: ScaledChannels, channel: int, numbers: NDArray[np.uint8], change: tuple[int, int]
) -> bool:
    """Give the second number to what is above the mean of the first.

    Return whether that parts them: of equal values the mean may be rounded to below all.
    """
    inside = numbers == change[0]
    group = values.within(inside)
    limit = mean(group, channel)
    above = np.concatenate([~(some[channel] <= limit) for _, some in group.pieces()])
    if above.all() or not above.any():
        return False
    numbers[inside] = np.where(above, np.uint8(change[1]), np.uint8(change[0]))
    return True


def _statistics(
    values: ScaledChannels, numbers: NDArray[np.uint8], count: int
) -> tuple[Floats, Floats]:
    """Return the means of each number, and the variances times its pixels."""
    sums = np.zeros((count, len(values.channels) + 1))
    for which, some in values.pieces():
        _add_up(some, numbers[which], sums)
    means, often = sums[:, :-1] / sums[:, -1:], sums[:, -1:]
    squares = np.zeros(means.shape)
    for which, some in values.pieces():
        _add_up_squares(some, means, numbers[which], squares)
    return means, squares / often * often


@njit(nogil=True, cache=True)
def _nearest(values: Any, centres: Any, found: Any, sums: Any) -> int:
    """Find the nearest centre of some pixels, add them up, count those of another class."""
    moved = 0
    apart, least, best = np.empty(_BLOCK), np.empty(_BLOCK), np.empty(_BLOCK, np.uint8)
    for start in range(0, len(found), _BLOCK):
        stop = min(start + _BLOCK, len(found))
        least[:] = np.inf
        best[:] = 0
        for k in range(len(centres)):
            apart[:] = 0
            for c in range(len(values)):
                # Of one channel at a time the compiler knows that its values are neighbours.
                _add_squares(values[c][start:stop], centres[k, c], apart)
            _choose(apart[: stop - start], np.uint8(k), least, best)
        own = found[start:stop]
        for i in range(len(own)):
            moved += own[i] != best[i]
            own[i] = best[i]
    _add_up(values, found, sums)
    return moved


@njit(nogil=True, cache=True)
def _add_squares(channel: Any, centre: float, apart: Any) -> None:
    for i in range(len(channel)):
        apart[i] += (channel[i] - centre) ** 2


@njit(nogil=True, cache=True)
def _choose(apart: Any, number: Any, least: Any, best: Any) -> None:
    """Take another class where that is nearer, so that of equal ones the first stays."""
    for i in range(len(apart)):
        nearer = apart[i] < least[i]
        best[i] = number if nearer else best[i]
        least[i] = apart[i] if nearer else least[i]


@njit(nogil=True, cache=True)
def _add_up(values: Any, found: Any, sums: Any) -> None:
    """Add up the pixels of each class, and their number, in their order."""
    channels = len(values)
    for i in range(len(found)):
        own = sums[found[i]]
        for c in range(channels):
            own[c] += values[c, i]
        own[channels] += 1


@njit(nogil=True, cache=True)
def _add_up_squares(values: Any, means: Any, found: Any, sums: Any) -> None:
    """Add up the squares of how far the pixels of each class are from its mean."""
    channels = len(values)
    for i in range(len(found)):
        k = found[i]
        for c in range(channels):
            off = values[c, i] - means[k, c]
            sums[k, c] += off * off
