"""A distance that may differ along the axes, as squares that are compared exactly."""

from __future__ import annotations

from collections.abc import Sequence

# Squared distances are compared with the square of the radius like this in every footprint.
_TOLERANCE = 1e-9


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
