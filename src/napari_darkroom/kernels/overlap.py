"""Which objects of two label images share pixels, and how many."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def shared_pixels(
    one: NDArray[np.intp], other: NDArray[np.intp], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of objects that share pixels, sorted, and how many they share.

    Parameters
    ----------
    one, other : array of int
        Index images of one shape: 0 for background, objects from 1 without gaps.
    count : int
        How many objects `other` has.
    """
    pairs = (one.reshape(-1), other.reshape(-1))
    runs = np.zeros((_count_pieces(pairs), 3), dtype=np.int64)
    _write_pieces(pairs, runs)
    # Pieces of rows are few beside pixels, and quickly sorted.
    code = runs[:, 0] * (count + 1) + runs[:, 1]
    found, place = np.unique(code, return_inverse=True)
    shared = np.zeros(len(found), dtype=np.int64)
    np.add.at(shared, place, runs[:, 2])
    first, second = np.divmod(found, count + 1)
    return first, second, shared


@njit(nogil=True, cache=True)
def _begins(pairs: Any, i: Any) -> Any:
    """Whether a pixel of two objects is the first of a piece of pixels side by side."""
    one, other = pairs
    return i == 0 or one[i] != one[i - 1] or other[i] != other[i - 1]


@njit(nogil=True, cache=True)
def _count_pieces(pairs: Any) -> Any:
    one, other = pairs
    found = 0
    for i in range(len(one)):
        if one[i] and other[i] and _begins(pairs, i):
            found += 1
    return found


@njit(nogil=True, cache=True)
def _write_pieces(pairs: Any, runs: Any) -> None:
    """Write both objects of each piece, and how many pixels it has."""
    one, other = pairs
    piece = -1
    for i in range(len(one)):
        if one[i] and other[i]:
            if _begins(pairs, i):
                piece += 1
                runs[piece, 0], runs[piece, 1] = one[i], other[i]
            runs[piece, 2] += 1
