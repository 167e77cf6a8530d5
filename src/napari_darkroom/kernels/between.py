"""Pixels between two values, or on one side of a level each, in one pass."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def between(image: NDArray[Any], low: Any, high: Any) -> NDArray[np.bool_]:
    """Return where low ≤ image ≤ high.

    Parameters
    ----------
    image : array
    low, high : number
        Of the pixel type of the image.
    """
    inside = np.empty(image.shape, dtype=bool)
    _between(np.ravel(image), low, high, inside.reshape(-1))
    return inside


@njit(nogil=True, cache=True)
def _between(flat: Any, low: Any, high: Any, inside: Any) -> None:
    for k in range(len(flat)):
        inside[k] = (flat[k] >= low) & (flat[k] <= high)


def above_levels(
    image: NDArray[Any], levels: NDArray[np.float64], offset: float, result: NDArray[np.bool_]
) -> None:
    """Write where image > levels + offset."""
    _above(np.ravel(image), np.ravel(levels), offset, result.reshape(-1))


def not_above_levels(
    image: NDArray[Any], levels: NDArray[np.float64], offset: float, result: NDArray[np.bool_]
) -> None:
    """Write where image ≤ levels − offset."""
    _not_above(np.ravel(image), np.ravel(levels), offset, result.reshape(-1))


@njit(nogil=True, cache=True)
def _above(flat: Any, levels: Any, offset: float, result: Any) -> None:
    for k in range(len(flat)):
        result[k] = np.float64(flat[k]) > levels[k] + offset


@njit(nogil=True, cache=True)
def _not_above(flat: Any, levels: Any, offset: float, result: Any) -> None:
    for k in range(len(flat)):
        result[k] = np.float64(flat[k]) <= levels[k] - offset
