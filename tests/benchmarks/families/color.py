"""Colour against scikit-image."""

from __future__ import annotations

import numpy as np
import scenes
from comparison import Case
from skimage import color

import napari_darkroom as dr


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    rgb = (scenes.noise(side, side, 3) >> 8).astype(np.uint8)
    return [
        Case(
            "color.to_gray",
            lambda: dr.color.to_gray(rgb) / np.float32(255),
            lambda: color.rgb2gray(rgb),
            "scikit-image",
        ),
    ]
