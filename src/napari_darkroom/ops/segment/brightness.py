"""Brightness on one scale for every pixel type."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ends = tuple[float, float]


def from_0_to_1(image: NDArray[Any]) -> NDArray[np.float64]:
    """Return the image on the scale from its smallest to its largest finite value."""
    return between_ends(image, finite_ends(image))


def finite_ends(image: NDArray[Any]) -> Ends:
    """Return the smallest and the largest finite value, infinite ones where there is none."""
    values = image[np.isfinite(image)] if image.dtype.kind == "f" else image
    if values.size == 0:
        return np.inf, -np.inf
    return float(values.min()), float(values.max())


def between_ends(image: NDArray[Any], ends: Ends) -> NDArray[np.float64]:
    """Return pixels on the scale from 0 at the first to 1 at the second of two values."""
    values = image.astype(np.float64)
    low, high = ends
    if low >= high:
        return np.where(np.isnan(values), np.nan, 0.0)
    return np.clip((values - low) / (high - low), 0.0, 1.0)
