"""Brightness on one scale for every pixel type."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def from_0_to_1(image: NDArray[Any]) -> NDArray[np.float64]:
    """Return the image on the scale from its smallest to its largest finite value."""
    values = image.astype(np.float64)
    finite = values[np.isfinite(values)]
    if finite.size == 0 or finite.max() == finite.min():
        return np.where(np.isnan(values), np.nan, 0.0)
    low, high = finite.min(), finite.max()
    return np.clip((values - low) / (high - low), 0.0, 1.0)
