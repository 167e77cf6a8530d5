"""Indices beyond the ends of an axis, mirrored."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def mirrored(start: int, stop: int, length: int) -> NDArray[np.intp]:
    """Return the indices from `start` to `stop`, mirrored at the ends of an axis as ``reflect``."""
    place = np.arange(start, stop) % (2 * length)
    return np.where(place < length, place, 2 * length - 1 - place)
