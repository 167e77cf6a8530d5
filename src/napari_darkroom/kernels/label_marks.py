"""What is looked up for all pixels of a label image by their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def mark(numbers: Any, present: Any) -> None:
    """Set what stands in a table at the place of each number."""
    for k in numbers:
        present[k] = True


@njit(nogil=True, cache=True)
def count(numbers: Any, found: Any) -> None:
    """Add 1 in a table at the place of each number."""
    for k in numbers:
        found[k] += 1


@njit(nogil=True, cache=True)
def draw(table: Any, numbers: Any, result: Any, low: Any, high: Any) -> None:
    """Write what stands in a table at the place of each number."""
    given, written = numbers[low:high], result[low:high]
    for i in range(len(given)):
        written[i] = table[given[i]]


@njit(nogil=True, cache=True)
def find(ids: Any, numbers: Any, result: Any, low: Any, high: Any) -> None:
    """Write the place of each number among sorted ones, all of which there are."""
    last, place = ids[0], np.int64(0)
    for i in range(low, high):
        if numbers[i] != last:
            last = numbers[i]
            # Pixels of an object stand beside each other, and background is all around.
            place = np.int64(0) if last == ids[0] else np.searchsorted(ids, last)
        result[i] = place


@njit(nogil=True, cache=True)
def mark_uncovered(below: Any, top: Any, present: Any) -> None:
    """Set what stands in a table at the place of each number that nothing lies on."""
    for i in range(len(below)):
        if top[i] == 0:
            present[below[i]] = True


@njit(nogil=True, cache=True)
def draw_both(tables: Any, lines: Any, result: Any, low: Any, high: Any) -> None:
    """Write what stands in one table for what lies on top, and in the other elsewhere."""
    of_below, of_top = tables
    below, top = lines
    for i in range(low, high):
        result[i] = of_top[top[i]] if top[i] != 0 else of_below[below[i]]


@njit(nogil=True, cache=True)
def renumber(numbers: Any, table: Any) -> None:
    """Give numbers above 0 new ones in the order in which they are met; the table is empty."""
    count = 0
    for i in range(len(numbers)):
        k = numbers[i]
        if k > 0:
            if table[k] == 0:
                count += 1
                table[k] = count
            numbers[i] = table[k]
