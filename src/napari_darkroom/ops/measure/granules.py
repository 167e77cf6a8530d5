"""The spectrum of granules: how much of an image is lost as ever larger grains are opened away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

# A pixel of the image made smaller counts where less than this is missing, as in CellProfiler.
_PRESENT = 0.9
_ROUNDING = 1e-12


def start_of(
    image: NDArray[Any], subsample: float, background_subsample: float, radius: int
) -> NDArray[np.float64]:
    """Return an image made smaller, without what is wider than grains."""
    from napari_darkroom.kernels.footprints import footprint

    lengths = np.array(image.shape) * subsample
    small = _sampled(image.astype(np.float64), lengths, 1 / subsample)
    rough = lengths * background_subsample
    ground = _sampled(small, rough, 1 / background_subsample)
    ground = _opened(ground, footprint([radius] * image.ndim, "disk"))
    factor = (rough - 1) / np.where(lengths > 1, lengths - 1, np.inf)
    grains = small - _sampled(ground, np.array(small.shape), factor)
    # What rounding leaves of an even image are no grains.
    noise = _ROUNDING * np.abs(small[~np.isnan(small)]).max(initial=0)
    return np.where(grains <= noise, 0.0, grains)


def _opened(image: NDArray[np.float64], footprint: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the opening; a missing pixel is treated as what lies outside of the image."""
    from napari_darkroom.kernels.grey import dilate, erode

    missing = np.isnan(image)
    low = erode(np.where(missing, np.inf, image), footprint)
    opened = dilate(np.where(missing, -np.inf, low), footprint)
    return np.where(missing, np.nan, opened)


def _sampled(
    image: NDArray[np.float64], lengths: NDArray[np.float64], step: float | NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return an image at every `step` of its pixels, interpolated linearly.

    Missing pixels have no weight; what is mostly missing is missing.
    """
    from scipy.ndimage import map_coordinates

    last = np.array(image.shape) - 1
    steps = np.broadcast_to(step, len(lengths))
    lines = [
        np.clip(np.arange(n) * s, 0, end)
        for n, s, end in zip(np.ceil(lengths).astype(int), steps, last, strict=True)
    ]
    places = np.meshgrid(*lines, indexing="ij")
    missing = np.isnan(image)
    if not missing.any():
        return np.asarray(map_coordinates(image, places, order=1))
    filled = map_coordinates(np.where(missing, 0.0, image), places, order=1)
    weight = map_coordinates((~missing).astype(np.float64), places, order=1)
    return np.where(weight > _PRESENT, filled / np.maximum(weight, _PRESENT), np.nan)


def openings(grains: NDArray[np.float64], sizes: int) -> Iterator[NDArray[np.float64]]:
    """Yield the grains that are left after each erosion and reconstruction."""
    from napari_darkroom.kernels.footprints import footprint
    from napari_darkroom.kernels.grey import erode
    from napari_darkroom.kernels.reconstruction import reconstruct

    cross = footprint([1] * grains.ndim, "disk")
    missing = np.isnan(grains)
    mask = np.where(missing, -np.inf, grains)
    eroded = np.where(missing, np.inf, grains)
    for _ in range(sizes):
        eroded = np.where(missing, np.inf, erode(eroded, cross))
        left = reconstruct(np.minimum(eroded, mask), mask, diagonal=False)
        yield np.where(missing, np.nan, left)


def losses(means: Sequence[Any]) -> list[Any]:
    """Return what each step takes away, in per cent of the first of the means."""
    first = np.maximum(means[0], np.finfo(float).eps)
    return [100 * (before - after) / first for before, after in pairwise(means)]
