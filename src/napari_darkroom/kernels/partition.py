"""Parting values in order into classes: the best way of all, without trying all."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def best_partition(
    centers: NDArray[np.float64], counts: NDArray[np.int64], classes: int
) -> NDArray[np.int64]:
    """Return the places of the last level of each class but the highest.

    The sum of squares within the classes is smallest; of equal ways the one with the lowest
    places is taken. The best last cut moves up with the levels, so that each cut is looked for
    between its neighbours only.

    Parameters
    ----------
    centers : array of float64
        Levels in order, more than there are classes.
    counts : array of int64
        Pixels of each, none of them 0.
    classes : int
    """
    # About the mean, so that few digits are lost.
    off = centers - (counts * centers).sum() / counts.sum()
    n = np.concatenate([[0], np.cumsum(counts)]).astype(np.float64)
    s = np.concatenate([[0.0], np.cumsum(counts * off)])
    cuts = np.zeros((classes, len(centers) + 1), np.int64)
    _partition(n, s, cuts)
    places = np.empty(classes - 1, np.int64)
    stop = len(centers)
    for k in range(classes - 1, 0, -1):
        stop = cuts[k, stop]
        places[k - 1] = stop - 1
    return places


@njit(nogil=True, cache=True)
def _partition(n: Any, s: Any, cuts: Any) -> None:
    """Fill in where the last of k + 1 classes begins, for the first levels up to each."""
    size = len(n) - 1
    before, best = np.zeros(size + 1), np.zeros(size + 1)
    for i in range(1, size + 1):
        before[i] = s[i] ** 2 / n[i]
    for k in range(1, len(cuts)):
        best[:] = -np.inf
        # Ranges of ends still to do, and of the cuts that come into question for them.
        todo = [(k + 1, size, k, size - 1)]
        while len(todo) > 0:
            low, high, first, last = todo.pop()
            if low > high:
                continue
            middle = (low + high) // 2
            cut = first
            for j in range(first, min(last, middle - 1) + 1):
                value = before[j] + (s[middle] - s[j]) ** 2 / (n[middle] - n[j])
                if value > best[middle]:
                    best[middle], cut = value, j
            cuts[k, middle] = cut
            todo.append((low, middle - 1, first, cut))
            todo.append((middle + 1, high, cut, last))
        before[:] = best
