"""Morphology against SciPy and scikit-image."""

from __future__ import annotations

import scenes
from comparison import Case
from scipy import ndimage
from skimage import morphology

import napari_darkroom as dr


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    image, mask = scenes.noise(side, side), scenes.blobs(side, side)
    disk = morphology.disk(5)
    return [
        Case(
            "morphology.opening disk 5",
            lambda: dr.morphology.opening(image, radius=5),
            lambda: morphology.opening(image, disk, mode="ignore"),
            "scikit-image",
        ),
        Case(
            "morphology.fill_holes",
            lambda: dr.morphology.fill_holes(mask),
            lambda: ndimage.binary_fill_holes(mask),
            "scipy",
        ),
    ]
