"""A step of brightness that suits an image, where nobody says one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.finite import finite_range


def tenth_of_range(values: NDArray[Any]) -> float:
    """Return a tenth of the range of the finite values, 0 where there are none."""
    if values.size == 0:
        return 0.0
    if values.dtype.kind != "f":
        return (float(values.max()) - float(values.min())) / 10
    floats = values.astype(np.float32) if values.dtype == np.float16 else values
    low, high, count = finite_range(floats)
    return (high - low) / 10 if count else 0.0
