"""Filters against SciPy."""

from __future__ import annotations

import numpy as np
import scenes
from comparison import Case
from scipy import ndimage

import napari_darkroom as dr


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    image = scenes.noise(side, side)
    single = image.astype(np.float32)
    return [
        Case(
            "filters.gaussian σ 2",
            lambda: dr.filters.gaussian(image, sigma=2),
            lambda: ndimage.gaussian_filter(single, 2),
            "scipy float32",
        ),
        Case(
            "filters.median 5 × 5",
            lambda: dr.filters.median(image, radius=2, shape="square"),
            lambda: ndimage.median_filter(image, 5),
            "scipy",
        ),
    ]
