"""What spots of all methods and sizes have in common: an answer for every pixel, and the noise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

# What 32 bits leave of an even image is no spot.
_ROUNDING = 2e-6


def known_values(
    image: NDArray[Any], radii: Sequence[float]
) -> tuple[NDArray[np.float32], NDArray[np.bool_] | None]:
    """Return an image on the level of its median, filled where nothing is known, and what is known.

    Missing and infinite pixels become what surrounds them; 0, the median, where nothing is near.
    The weights of a filter, cut off, do not add up to 0: what is even must be 0 before.

    Parameters
    ----------
    radii : sequence of float
        Of the spots along each axis, in pixels.

    Returns
    -------
    values : array of float32
    known : array of bool, or None
        None where all is.
    """
    from napari_darkroom.kernels.middle import median

    known = _known(image)
    values = np.zeros(image.shape, np.float32)
    some = known is None or bool(known.any())
    # Any level near that of the image will do.
    level = median(image, known) if some else 0.0
    where = True if known is None else known
    # Computed in 64 bits, and rounded a part at a time.
    np.subtract(image, level, out=values, where=where, dtype=np.float64, casting="same_kind")
    return (values if known is None else _filled(values, known, radii)), known


def _known(image: NDArray[Any]) -> NDArray[np.bool_] | None:
    if image.dtype.kind != "f":
        return None
    known = np.isfinite(image)
    return None if known.all() else known


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
