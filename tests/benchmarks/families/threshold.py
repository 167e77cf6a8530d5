"""Thresholds against scikit-image."""

from __future__ import annotations

import scenes
from comparison import Case
from skimage import filters

import napari_darkroom as dr


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    image = scenes.cells(side, side)
    return [
        Case(
            "threshold.otsu",
            lambda: dr.threshold.otsu(image),
            lambda: image > filters.threshold_otsu(image),
            "scikit-image",
        ),
    ]
