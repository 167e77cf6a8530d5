"""A threshold for each pixel, from the box around it: each method from its paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import missing
from napari_darkroom.kernels.correlate import gaussian_halo, gaussian_weights
from napari_darkroom.kernels.footprints import footprint, reach
from napari_darkroom.kernels.grey import dilate, erode
from napari_darkroom.kernels.mirror import Rows

Floats = NDArray[np.float64]
Thresholds = Iterator[tuple[Any, Floats]]
LocalMethod: TypeAlias = Literal[
    "mean", "gaussian", "median", "midgrey", "contrast", "bernsen", "niblack", "sauvola",
    "phansalkar", "otsu",
]  # fmt: skip
# These know what is bright and dark only by the largest value there can be.
MEASURED_BY_WHITE = ("bernsen", "sauvola", "phansalkar")
WEIGHTED_BY_SPREAD = ("niblack", "sauvola", "phansalkar")
# Phansalkar's p and q: by how much thresholds are raised in the dark, and what is dark.
_RAISE, _DARK = 2.0, 10.0


def sigmas(radius: Sequence[float]) -> list[float]:
    """Return the widths of the Gaussian that has its third deviation at the radius."""
    return [r / 3 for r in radius]


@dataclass(frozen=True)
class Thresholding:
    """How thresholds follow from the surroundings.

    Attributes
    ----------
    method : str
    deviation_weight, least_contrast : float
        As the operation is given them.
    white_level : float or None
        The same; None for the largest value of the image.
    """

    method: LocalMethod
    deviation_weight: float
    least_contrast: float
    white_level: float | None

    def of(self, image: NDArray[Any]) -> Thresholding:
        """Return the same with the white level of an image where it is needed and not given."""
        if self.white_level is not None or self.method not in MEASURED_BY_WHITE:
            return self
        values = image[np.isfinite(image)] if image.dtype.kind == "f" else image
        return replace(self, white_level=float(values.max(initial=0)))


def halo(
    *,
    radius: Any,
    method: LocalMethod = "mean",
    offset: float | None = None,
    white_level: float | None = None,
    **_: Any,
) -> list[int] | None:
    """Return what a tile needs around it; None where something is to be found from the whole."""
    found_from_whole = white_level if method in MEASURED_BY_WHITE else offset
    if found_from_whole is None:
        return None
    return gaussian_halo(sigmas(radius)) if method == "gaussian" else reach(radius)


def thresholds(
    image: NDArray[Any], radius: Sequence[float], how: Thresholding, rows: Rows | None = None
) -> Thresholds:
    """Yield parts of an image, and the threshold of each pixel in it; NaN where there is none.

    Parameters
    ----------
    rows : (int, int), optional
        Those that are wanted; all of them by default.
    """
    from napari_darkroom.kernels import local_means, local_ranks
    from napari_darkroom.kernels.weighted_means import weighted_means

    box, method, some = reach(radius), how.method, rows or (0, image.shape[-2])
    if method == "mean":
        yield from local_means.box_means(image, box, some)
    elif method == "gaussian":
        weights = [gaussian_weights(s) for s in sigmas(radius)]
        yield from _planes(weighted_means(image, weights, some), some)
    elif method in ("median", "otsu"):
        find = local_ranks.box_median if method == "median" else local_ranks.box_otsu
        yield from _planes(find(image, box)[..., slice(*some), :], some)
    elif method in ("midgrey", "contrast", "bernsen"):
        yield from _planes(_of_ends(image, box, how, some), some)
    else:
        white = _white(image, how)
        for part, mean, spread in local_means.box_statistics(image, box, some):
            yield part, _of_spread(mean, spread, how, white)


def _planes(levels: Floats, rows: Rows) -> Thresholds:
    """Yield where in the image some rows of each plane are, and their thresholds."""
    for plane in np.ndindex(levels.shape[:-2]):
        yield (*plane, slice(*rows)), levels[plane]


def _white(image: NDArray[Any], how: Thresholding) -> float:
    return float(how.of(image).white_level or 0.0)


def _of_ends(image: NDArray[Any], box: Sequence[int], how: Thresholding, rows: Rows) -> Floats:
    """Return thresholds of some rows from the smallest and the largest value in the box."""
    nan = missing(image)
    low = image if nan is None else np.where(nan, np.inf, image).astype(image.dtype)
    high = image if nan is None else np.where(nan, -np.inf, image).astype(image.dtype)
    for axis in range(image.ndim):
        line = footprint([r if i == axis else 0 for i, r in enumerate(box)], "square")
        low, high = erode(low, line), dilate(high, line)
        if axis == image.ndim - 2:
            low, high = low[..., slice(*rows), :], high[..., slice(*rows), :]
    bottom, top = low.astype(np.float64), high.astype(np.float64)
    with np.errstate(invalid="ignore"):
        middle = np.subtract(top, bottom)
        middle /= 2
        middle += bottom
        if how.method != "bernsen":
            return middle
        white = _white(image, how)
        # Too little contrast for two classes: the box is compared as a whole.
        flat = top - bottom < how.least_contrast * white
        return np.where(flat, np.where(middle > white / 2, -np.inf, np.inf), middle)


def _of_spread(mean: Floats, spread: Floats, how: Thresholding, white: float) -> Floats:
    if how.method == "niblack":
        return mean + how.deviation_weight * spread
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        relative = how.deviation_weight * (spread / (white / 2) - 1)
        if how.method == "sauvola":
            return mean * (1 + relative)
        return mean * (1 + _RAISE * np.exp(-_DARK * mean / white) + relative)
