"""A small number in place of each large one, looked up for all pixels of an image."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Above this a table with a place for every number would take more memory than an image.
_LARGEST_TABLE = 2**26


class NumberTable:
    """Small numbers that stand for whole ones, 0 for all that are not listed.

    Parameters
    ----------
    numbers : array of int
        Of several equal ones the last counts. Negative ones are passed over.
    entries : array of uint8 or uint16
        What stands for each.
    """

    def __init__(self, numbers: NDArray[Any], entries: NDArray[Any]) -> None:
        kept = numbers >= 0
        numbers, entries = numbers[kept], entries[kept]
        largest = int(numbers.max()) if len(numbers) else 0
        self._numbers: NDArray[Any] | None = None
        if largest < _LARGEST_TABLE:
            self._entries = np.zeros(largest + 1, dtype=entries.dtype)
            self._entries[numbers] = entries
            return
        order = np.argsort(numbers, kind="stable")
        last = np.append(np.diff(numbers[order]) != 0, True)
        self._numbers, self._entries = numbers[order][last], entries[order][last]

    def look_up(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return what stands for each of some whole numbers, in an array of the same shape."""
        given = np.ascontiguousarray(values).reshape(-1)
        found = np.zeros(given.size, dtype=self._entries.dtype)
        if self._numbers is None:
            _by_place(given, self._entries, found)
        else:
            _by_search(given, self._numbers, self._entries, found)
        return found.reshape(values.shape)


@njit(nogil=True, cache=True)
def _by_place(values: Any, entries: Any, found: Any) -> None:
    for i in range(len(values)):
        value = values[i]
        if 0 <= value < len(entries):
            found[i] = entries[value]


@njit(nogil=True, cache=True)
def _by_search(values: Any, numbers: Any, entries: Any, found: Any) -> None:
    for i in range(len(values)):
        if i > 0 and values[i] == values[i - 1]:
            # Pixels of an object stand beside each other.
            found[i] = found[i - 1]
            continue
        place = np.searchsorted(numbers, values[i])
        if place < len(numbers) and numbers[place] == values[i]:
            found[i] = entries[place]
