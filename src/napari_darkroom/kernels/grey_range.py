"""The range of an image's finite values, and a step of brightness that suits it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.finite import finite_range


def grey_range(values: NDArray[Any]) -> tuple[float, float]:
    """Return the smallest and the largest finite value of any type; 0 where there are none."""
    if values.size == 0:
        return 0.0, 0.0
    if values.dtype.kind != "f":
        return float(values.min()), float(values.max())
    floats = values.astype(np.float32) if values.dtype == np.float16 else values
    low, high, count = finite_range(floats)
    return (low, high) if count else (0.0, 0.0)


def tenth_of_range(values: NDArray[Any]) -> float:
    """Return a tenth of the range of the finite values, 0 where there are none."""
    low, high = grey_range(values)
    return (high - low) / 10
