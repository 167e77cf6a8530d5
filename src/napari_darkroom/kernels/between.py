"""Pixels between two values, in one pass."""

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
