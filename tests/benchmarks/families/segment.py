"""From masks to objects against SciPy and scikit-image."""

from __future__ import annotations

import numpy as np
import scenes
from comparison import Case
from scipy import ndimage

import napari_darkroom as dr


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    mask = scenes.blobs(side, side)
    return [
        Case(
            "segment.connected_components",
            lambda: dr.segment.connected_components(mask),
            lambda: ndimage.label(mask, np.ones((3, 3)))[0],
            "scipy",
        ),
    ]
