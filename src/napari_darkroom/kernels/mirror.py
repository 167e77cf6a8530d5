"""Indices beyond the ends of an axis, mirrored."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

# The first of some rows and the one behind the last.
Rows: TypeAlias = tuple[int, int]


def mirrored(start: int, stop: int, length: int) -> NDArray[np.intp]:
    """Return the indices from `start` to `stop`, mirrored at the ends of an axis as ``reflect``."""
    place = np.arange(start, stop) % (2 * length)
    return np.where(place < length, place, 2 * length - 1 - place)
