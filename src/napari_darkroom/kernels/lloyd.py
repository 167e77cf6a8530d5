"""k-means, and a start for it that needs no chance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.side_by_side import side_by_side, strip_bounds

Floats = NDArray[np.float64]
_MOST_ROUNDS = 100
# So many places are compared at once: few enough for the processor's own memory.
_BLOCK = 512


def k_means(
    values: Floats, start: Floats, poll: Callable[[], None] | None = None
) -> tuple[NDArray[np.uint8], Floats]:
    """Return the class of each place, from 0, and the means of the classes.

    Parameters
    ----------
    values : array of float64 (channels, n), n > 0
        Finite.
    start : array of float64 (classes, channels)
        The means to begin with.
    poll : callable, optional
        Called in each round; what it raises ends the work.
    """
    centres = start.copy()
    found = np.zeros(values.shape[1], np.uint8)
    bounds = strip_bounds(values.shape[1])
    for _ in range(_MOST_ROUNDS):
        if poll is not None:
            poll()
        # Strip by strip and merged in order, so that threads change no bit.
        parts = np.zeros((len(bounds) - 1, len(centres), len(values) + 1))
        work = [
            partial(_nearest, values, centres, found, (part, low, high))
            for part, (low, high) in zip(parts, pairwise(bounds), strict=True)
        ]
        moved = sum(side_by_side(work, values.size * len(centres)))
        sums = parts.sum(axis=0)
        held = sums[:, -1] > 0
        centres[held] = sums[held, :-1] / sums[held, -1:]
        if moved == 0:
            break
    return found, centres


def split_means(values: Floats, classes: int) -> Floats:
    """Return means of groups: the most varied is split where it varies most, at its mean.

    There are fewer than wanted where there are fewer different values.
    """
    groups = [values]
    while len(groups) < classes:
        varied = np.array([_variances(one) * one.shape[1] for one in groups])
        which, channel = np.unravel_index(varied.argmax(), varied.shape)
        if varied[which, channel] == 0:
            break
        group = groups[which]
        low = group[channel] <= group[channel].mean()
        if low.all():
            break
        groups[which : which + 1] = [group.compress(part, axis=1) for part in (low, ~low)]
    return np.array([_means(one) for one in groups])


@njit(nogil=True, cache=True)
def _means(values: Any) -> Any:
    """Return the mean of each channel, added in the order of the places."""
    means = np.empty(len(values))
    for c in range(len(values)):
        total = 0.0
        for value in values[c]:
            total += value
        means[c] = total / values.shape[1]
    return means


@njit(nogil=True, cache=True)
def _variances(values: Any) -> Any:
    means = _means(values)
    variances = np.empty(len(values))
    for c in range(len(values)):
        total = 0.0
        for value in values[c]:
            off = value - means[c]
            total += off * off
        variances[c] = total / values.shape[1]
    return variances


@njit(nogil=True, cache=True)
def _nearest(values: Any, centres: Any, found: Any, strip: Any) -> int:
    """Find the nearest centre of some places, add them up, count those of another class."""
    _, low, high = strip
    moved = 0
    apart, least, best = np.empty(_BLOCK), np.empty(_BLOCK), np.empty(_BLOCK, np.uint8)
    for start in range(low, high, _BLOCK):
        stop = min(start + _BLOCK, high)
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
    _add_up(values, found, strip)
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
def _add_up(values: Any, found: Any, strip: Any) -> None:
    """Add up the places of each class, and their number, in their order."""
    sums, low, high = strip
    channels = len(values)
    for i in range(low, high):
        own = sums[found[i]]
        for c in range(channels):
            own[c] += values[c, i]
        own[channels] += 1
