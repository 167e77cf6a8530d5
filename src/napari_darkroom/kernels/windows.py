"""What windows of 2 × 2 pixels tell about all objects of a plane: crossings and Euler numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


@dataclass(frozen=True)
class Windows:
    """What windows add up; an entry an object.

    Attributes
    ----------
    along_x, along_y, falling, rising : array of int
        How often lines through the centres of pixels enter or leave the object: lines along x,
        along y, and along the diagonals that go down and up to the right.
    euler, euler_strict : array of int
        Parts minus holes where pixels that touch at a corner are connected, and where they are
        not.
    """

    along_x: NDArray[np.int64]
    along_y: NDArray[np.int64]
    falling: NDArray[np.int64]
    rising: NDArray[np.int64]
    euler: NDArray[np.int64]
    euler_strict: NDArray[np.int64]


def windows(index: NDArray[Any], count: int) -> Windows:
    """Add up the windows of objects 1 to `count` of an index image."""
    sums = np.zeros((count, 6), dtype=np.int64)
    _add_windows(index, _terms(), sums)
    # A crossing along an axis lies in two windows; the Euler numbers are in quarters.
    return Windows(*(sums // np.array([2, 2, 1, 1, 4, 4])).T)


def crofton_perimeters(
    found: Windows, spacing: Sequence[float], directions: int = 4
) -> NDArray[np.float64]:
    """Return perimeters by Crofton's formula, holes included, in the unit of the spacing.

    The perimeter is π times the mean over all directions of how often parallel lines cross the
    edge, times half their distance. A direction stands for those that lie nearer to it than to
    another, so that pixels need not be square. ``skimage.measure.perimeter_crofton`` where they
    are.

    Parameters
    ----------
    directions : 2 or 4
        Lines along the axes, or along the diagonals too.
    """
    tall, wide = spacing
    slope = np.arctan2(tall, wide)
    crossings = [found.along_x, found.along_y, found.falling, found.rising][:directions]
    distances = [tall, wide, *[tall * wide / np.sqrt(tall * tall + wide * wide)] * 2]
    shares = [slope, np.pi / 2 - slope, np.pi / 4, np.pi / 4]
    if directions == 2:
        shares = [np.pi / 2, np.pi / 2]
    total = np.zeros(len(found.euler))
    for crossed, distance, share in zip(crossings, distances, shares, strict=False):
        total += crossed * (distance * share / 2)
    return total


def _terms() -> NDArray[np.int64]:
    """Return what each window adds: one row a window of pixels a b over c d, a being bit 0."""
    terms = np.zeros((16, 6), dtype=np.int64)
    for window in range(16):
        a, b, c, d = ((window >> bit) & 1 for bit in range(4))
        crossings = ((a != b) + (c != d), (a != c) + (b != d), a != d, b != c)
        # S. B. Gray, Local properties of binary images in two dimensions, 1971.
        one, three = a + b + c + d == 1, a + b + c + d == 3
        diagonal = window in (0b1001, 0b0110)
        terms[window] = (*crossings, one - three - 2 * diagonal, one - three + 2 * diagonal)
    return terms


@njit(nogil=True, cache=True)
def _add_windows(index: Any, terms: Any, sums: Any) -> None:
    height, width = index.shape
    window = np.zeros(4, dtype=np.int64)
    for y in range(height + 1):
        above, below = y > 0, y < height
        window[0] = window[2] = 0
        for x in range(width + 1):
            window[1] = index[y - 1, x] if above and x < width else 0
            window[3] = index[y, x] if below and x < width else 0
            a, b, c, d = window
            if a != b or a != c or a != d:
                _add(window, terms, sums)
            window[0], window[2] = b, d


@njit(nogil=True, cache=True)
def _add(window: Any, terms: Any, sums: Any) -> None:
    """Add what a window is to each of its objects, each once."""
    for i in range(4):
        k = window[i]
        place = 0
        for j in range(4):
            if window[j] == k:
                if j < i:
                    place = -1
                    break
                place += 1 << j
        if k > 0 and place > 0:
            for term in range(terms.shape[1]):
                sums[k - 1, term] += terms[place, term]
