"""Extremes over the neighbours of a row of pixels, a whole row at a time."""

from __future__ import annotations

from typing import Any

from numba import njit


@njit(nogil=True, cache=True)
def raise_to(line: Any, other: Any, reach: Any) -> None:
    """Take the largest of what lies beside each pixel, with `reach` also across, in another row."""
    n = len(line)
    for x in range(n):
        line[x] = other[x] if other[x] > line[x] else line[x]
    if reach:
        for x in range(1, n):
            line[x] = other[x - 1] if other[x - 1] > line[x] else line[x]
        for x in range(n - 1):
            line[x] = other[x + 1] if other[x + 1] > line[x] else line[x]


@njit(nogil=True, cache=True)
def lower_to(line: Any, other: Any, reach: Any) -> None:
    """Take the smallest of what lies beside each pixel, see `raise_to`."""
    n = len(line)
    for x in range(n):
        line[x] = other[x] if other[x] < line[x] else line[x]
    if reach:
        for x in range(1, n):
            line[x] = other[x - 1] if other[x - 1] < line[x] else line[x]
        for x in range(n - 1):
            line[x] = other[x + 1] if other[x + 1] < line[x] else line[x]
