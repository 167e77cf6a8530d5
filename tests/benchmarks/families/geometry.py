"""Geometry against scikit-image."""

from __future__ import annotations

import numpy as np
import scenes
from comparison import Case
from skimage import transform

import napari_darkroom as dr


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    single = scenes.noise(side, side).astype(np.float32)
    return [
        Case(
            "geometry.resize ½, area",
            lambda: dr.geometry.resize(single, factor=0.5),
            lambda: transform.downscale_local_mean(single, (2, 2)),
            "scikit-image",
        ),
    ]
