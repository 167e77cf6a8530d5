"""The threshold above a background, measured in its own noise."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Gt, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.operation import Limits
from napari_darkroom.ops.threshold.decide import Numbers, of_some, pixels_inside, split
from napari_darkroom.ops.threshold.grey_levels import in_order, whole_levels


def _limits(
    values: NDArray[Any], *, sigmas: float, clip: float, dark_objects: bool, **_: Any
) -> Numbers:
    def find(some: NDArray[Any]) -> float:
        background, noise = _clipped(_levels(some), clip)
        return background - sigmas * noise if dark_objects else background + sigmas * noise

    return (of_some(find, values),)


def _levels(values: NDArray[Any]) -> Levels:
    """Return the finite values in order, and how many pixels have each."""
    levels = whole_levels(values)
    if levels is None:
        return Levels(in_order(values, "threshold.background_sigma"), None)
    return Levels(levels.centers, levels.counts)


def _clipped(levels: Levels, clip: float) -> tuple[float, float]:
    """Return median and deviation after what lies too far off is left out, again and again."""
    while True:
        median, deviation = levels.median(), levels.deviation()
        inner = levels.between(median - clip * deviation, median + clip * deviation)
        if inner.number == levels.number:
            return median, deviation
        levels = inner


@dataclass(frozen=True)
class Levels:
    """Values in order, and how many pixels have each; None for one."""

    x: NDArray[Any]
    counts: NDArray[np.int64] | None

    @cached_property
    def number(self) -> int:
        """The number of pixels."""
        return len(self.x) if self.counts is None else int(self.counts.sum())

    def median(self) -> float:
        """Return the middle value, or the mean of two."""
        places = [(self.number - 1) // 2, self.number // 2]
        if self.counts is not None:
            places = np.searchsorted(np.cumsum(self.counts), places, side="right").tolist()
        return float(self.x[places].astype(np.float64).mean())

    def deviation(self) -> float:
        """Return the standard deviation of the pixels."""
        from napari_darkroom.kernels.finite import finite_squares, finite_sum

        if self.counts is None:
            mean = finite_sum(self.x) / self.number
            return float(np.sqrt(finite_squares(self.x, mean) / self.number))
        mean = (self.counts * self.x).sum() / self.number
        return float(np.sqrt((self.counts * (self.x - mean) ** 2).sum() / self.number))

    def between(self, low: float, high: float) -> Levels:
        """Return the part whose values lie between two, both included."""
        start = bisect_left(self.x, low, key=float)
        stop = bisect_right(self.x, high, key=float)
        part = slice(start, stop)
        return Levels(self.x[part], None if self.counts is None else self.counts[part])


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
