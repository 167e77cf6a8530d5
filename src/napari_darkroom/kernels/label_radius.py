"""A distance that may differ along the axes, as squares that are compared exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

# Squared distances are compared with the square of the radius like this in every footprint.
_TOLERANCE = 1e-9
_EXACT_IN_32_BITS = 2**24


def squared_steps(radius: Sequence[float]) -> tuple[float, ...]:
    """Return the square of one pixel along each axis, where the largest radius is in pixels.

    With one radius for all axes it is 1, so that squared distances are whole numbers; along an
    axis whose radius is below 1 a pixel is out of reach.
    """
    largest = max(radius)
    return tuple((largest / r if r >= 1 else 2 * largest + 2) ** 2 for r in radius)


def limit_of(radius: Sequence[float]) -> float:
    """Return the largest squared distance that is within the radius."""
    largest = max(radius)
    return largest**2 * (1 + _TOLERANCE) if largest >= 1 else 0.0


def float_type_of(steps: Sequence[float], limit: float) -> type[np.floating[Any]]:
    """Return the smallest type in which sums of squares are exact up to the limit.

    Whole squares, as they are where pixels are even, need half of the memory.
    """
    whole = all(step == int(step) for step in steps) and limit < _EXACT_IN_32_BITS
    return np.float32 if whole else np.float64
