"""Which objects of two label images share pixels, and how many."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.runs import Runs


def shared_pixels(
    one: Runs, other: Runs
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of objects that share pixels, sorted, and how many they share.

    Objects are counted from 1.

    Parameters
    ----------
    one, other : Runs
        Of label images of one shape.
    """
    # Each piece ends at most one overlap.
    pairs = np.empty((len(one.owner) + len(other.owner), 3), dtype=np.int64)
    pairs = pairs[: _overlaps(one.pieces, other.pieces, pairs)]
    # Pieces of rows are few beside pixels, and quickly sorted.
    code = pairs[:, 0] * (other.count + 1) + pairs[:, 1]
    order = np.argsort(code)
    begins = np.flatnonzero(np.diff(code[order], prepend=-1))
    shared = np.add.reduceat(pairs[order, 2], begins) if len(begins) else code
    first, second = np.divmod(code[order[begins]], other.count + 1)
    return first, second, shared


@njit(nogil=True, cache=True)
def _overlaps(one: Any, other: Any, pairs: Any) -> Any:
    """Write both objects of each piece of pixels that are in two, and its length; return how many.

    Pieces of both lie in the order of the pixels, so that one pass through both meets all.
    """
    owners, rows, starts, first, _ = one
    others, other_rows, other_starts, other_first, _ = other
    i = j = n = 0
    while i < len(owners) and j < len(others):
        end = starts[i] + first[i + 1] - first[i]
        other_end = other_starts[j] + other_first[j + 1] - other_first[j]
        length = min(end, other_end) - max(starts[i], other_starts[j])
        if rows[i] == other_rows[j] and length > 0:
            pairs[n, 0], pairs[n, 1], pairs[n, 2] = owners[i] + 1, others[j] + 1, length
            n += 1
        behind = rows[i] < other_rows[j] or (rows[i] == other_rows[j] and end <= other_end)
        i, j = (i + 1, j) if behind else (i, j + 1)
    return n
