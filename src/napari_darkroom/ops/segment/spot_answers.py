"""What spots of all methods and sizes have in common: an answer for every pixel, and the noise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

# What 32 bits leave of an even image is no spot.
_ROUNDING = 2e-6


def known_values(image: NDArray[Any], radii: Sequence[float]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return an image on the level of its median, filled where nothing is known, and what is known.

    Missing and infinite pixels become what surrounds them; 0, the median, where nothing is near.
    The weights of a filter, cut off, do not add up to 0: what is even must be 0 before.

    Parameters
    ----------
    radii : sequence of float
        Of the spots along each axis, in pixels.
    """
    from napari_darkroom.kernels.middle import median

    known = np.isfinite(image)
    if known.all():
        # Any level near that of the image will do.
        level = median(image.astype(np.float32))
        return np.subtract(image, level, dtype=np.float64).astype(np.float32), known
    level = median(image[known].astype(np.float32)) if known.any() else 0.0
    values = np.where(known, image.astype(np.float64) - level, 0).astype(np.float32)
    return _filled(values, known, radii), known


def _filled(
    values: NDArray[np.float32], known: NDArray[np.bool_], radii: Sequence[float]
) -> NDArray[np.float32]:
    from napari_darkroom.kernels.correlate import gaussian_weights, separable

    weights = [gaussian_weights(r / values.ndim**0.5) for r in radii]
    share = separable(known.astype(np.float32), weights, "reflect", 0.0)
    around = separable(values, weights, "reflect", 0.0)
    near = np.divide(around, share, out=np.zeros_like(values), where=share > 1e-6)
    return np.where(known, values, near)


def rounding(values: NDArray[np.float32]) -> float:
    """Return the answer that rounding alone may give."""
    return _ROUNDING * max(float(values.max()), -float(values.min()))


def noise_of(answer: NDArray[np.float32], known: NDArray[np.bool_]) -> float:
    """Return the deviation of the answers of known pixels, as if they were normal noise."""
    from napari_darkroom.kernels.middle import noise

    return noise(answer if known.all() else answer[known])
