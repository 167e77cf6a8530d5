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


def k_means(
    values: Floats, start: Floats, poll: Callable[[], None] | None = None
) -> tuple[NDArray[np.uint8], Floats]:
    """Return the class of each row, from 0, and the means of the classes.

    Parameters
    ----------
    values : array of float64 (n, columns), n > 0
        Finite.
    start : array of float64 (classes, columns)
        The means to begin with.
    poll : callable, optional
        Called in each round; what it raises ends the work.
    """
    centres = start.copy()
    found = np.zeros(len(values), np.uint8)
    bounds = strip_bounds(len(values))
    for _ in range(_MOST_ROUNDS):
        if poll is not None:
            poll()
        # Strip by strip and merged in order, so that threads change no bit.
        parts = np.zeros((len(bounds) - 1, len(centres), values.shape[1] + 1))
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

    There are fewer than wanted where there are fewer different rows.
    """
    groups = [np.arange(len(values))]
    while len(groups) < classes:
        varied = np.array([values[one].var(axis=0) * len(one) for one in groups])
        which, column = np.unravel_index(varied.argmax(), varied.shape)
        if varied[which, column] == 0:
            break
        group = groups[which]
        low = values[group, column] <= values[group, column].mean()
        if low.all():
            break
        groups[which : which + 1] = [group[low], group[~low]]
    return np.array([values[one].mean(axis=0) for one in groups])


@njit(nogil=True, cache=True)
def _nearest(values: Any, centres: Any, found: Any, strip: Any) -> int:
    """Find the nearest centre of some rows, add the rows up, count those of another class."""
    sums, low, high = strip
    count, columns = centres.shape
    moved = 0
    for i in range(low, high):
        best, least = 0, np.inf
        for k in range(count):
            apart = 0.0
            for c in range(columns):
                apart += (values[i, c] - centres[k, c]) ** 2
            if apart < least:
                best, least = k, apart
        moved += found[i] != best
        found[i] = best
        for c in range(columns):
            sums[best, c] += values[i, c]
        sums[best, columns] += 1
    return moved
