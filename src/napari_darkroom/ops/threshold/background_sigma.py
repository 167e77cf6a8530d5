"""The threshold above a background, measured in its own noise."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Gt, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.operation import Limits
from napari_darkroom.ops.threshold.decide import Numbers, of_some, pixels_inside, split
from napari_darkroom.ops.threshold.grey_levels import Floats, grey_levels


def _limits(
    values: NDArray[Any], *, sigmas: float, clip: float, dark_objects: bool, **_: Any
) -> Numbers:
    def find(some: NDArray[Any]) -> float:
        background, noise = _clipped(*_ordered(some), clip)
        return background - sigmas * noise if dark_objects else background + sigmas * noise

    return (of_some(find, values),)


def _ordered(values: NDArray[Any]) -> tuple[Floats, NDArray[np.int64]]:
    """Return the finite values in order, and how many pixels have each."""
    levels = grey_levels(values, 2, "threshold.background_sigma")
    if levels.whole:
        return levels.centers, levels.counts
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    ordered = np.sort(finite, axis=None).astype(np.float64)
    return ordered, np.ones(len(ordered), np.int64)


def _clipped(x: Floats, counts: NDArray[np.int64], clip: float) -> tuple[float, float]:
    """Return median and deviation after what lies too far off is left out, again and again."""
    while True:
        below = np.cumsum(counts)
        middle = [(below[-1] - 1) // 2, below[-1] // 2]
        median = float(x[np.searchsorted(below, middle, side="right")].mean())
        mean = (counts * x).sum() / below[-1]
        deviation = float(np.sqrt((counts * (x - mean) ** 2).sum() / below[-1]))
        start = int(np.searchsorted(x, median - clip * deviation))
        stop = int(np.searchsorted(x, median + clip * deviation, side="right"))
        if counts[:start].sum() + counts[stop:].sum() == 0:
            return median, deviation
        x, counts = x[start:stop], counts[start:stop]


@operation(
    title="Threshold (sigma above background)",
    noun="mask",
    menu="segment/threshold",
    dimensions=(),
    limits=Limits(_limits, split, inside="mask"),
)
def background_sigma(
    image: ImageArray,
    mask: MaskArray | None = None,
    *,
    sigmas: Annotated[float, Ge(0), Le(1000)] = 3.0,
    clip: Annotated[float, Gt(0.7), Le(100)] = 3.0,
    dark_objects: bool = False,
) -> MaskArray:
    """Mark what stands out of the noise of the background.

    For faint spots, stars and single cells on an even ground that fills most of the image. Level
    and noise of the background are found without the objects.

    Parameters
    ----------
    image : array
        The image.
    mask : array of bool, optional
        The pixels of which background and noise are found. All pixels are compared with them.
    sigmas : float
        How many standard deviations of the background above it a pixel must be.
    clip : float
        Pixels farther than so many standard deviations from the median are left out of the
        background, until there are none.
    dark_objects : bool
        Mark what is as far below the background instead.

    Returns
    -------
    mask : array of bool
        True where image > background + sigmas · noise, these being of the image, volume or stack
        that is treated at once. Where the mask given holds no pixel nothing is marked.

    Raises
    ------
    InputError
        If no pixel has a finite value.

    Notes
    -----
    Missing and infinite pixels have no say; missing ones are outside.

    Formula::

        mask(x) = image(x) > m + sigmas · σ
        m, σ: median and standard deviation of the
        pixels with |image − m| ≤ clip · σ, found by
        leaving out the others until there are none

    Equivalent without missing pixels::

        from astropy.stats import sigma_clipped_stats

        values = image if mask is None else image[mask]
        _, level, noise = sigma_clipped_stats(values, sigma=clip, maxiters=None)
        threshold = level + sigmas * noise * (-1 if dark_objects else 1)
        mask = image <= threshold if dark_objects else image > threshold

    References
    ----------
    ``astropy.stats.sigma_clipped_stats``; E. Bertin and S. Arnouts, Astronomy and Astrophysics
    Supplement 117 (1996) 393–404.
    """
    inside = pixels_inside(image, mask)
    found = _limits(inside, sigmas=sigmas, clip=clip, dark_objects=dark_objects)
    return split(image, found, dark_objects=dark_objects)
