"""The exact Euclidean distance to the nearest background pixel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def distance(mask: NDArray[np.bool_], spacing: Sequence[float] | None) -> NDArray[np.float32]:
    """Return how far the background is, from centre to centre; infinite where there is none.

    What lies outside of the image is no background.

    Parameters
    ----------
    spacing : sequence of float or None
        Pixel size along each axis; None for pixels.
    """
    return np.sqrt(squared_distance(mask, spacing))


def squared_distance(
    mask: NDArray[np.bool_], spacing: Sequence[float] | None
) -> NDArray[np.float32]:
    """Return the square of `distance`: in pixels a whole number, exact below 2²⁴."""
    import edt

    anisotropy = (1.0,) * mask.ndim if spacing is None else tuple(map(float, spacing))
    given: Any = np.require(mask, requirements=["C", "W"])
    # One thread: the engine and the batch run several calls side by side.
    return np.asarray(edt.edtsq(given, anisotropy=anisotropy, black_border=False, parallel=1))
