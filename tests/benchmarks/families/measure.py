"""Measurements against scikit-image."""

from __future__ import annotations

import scenes
from comparison import Case
from skimage import measure

import napari_darkroom as dr

COLUMNS = [
    "area", "bbox", "centroid", "perimeter", "axis_major_length", "axis_minor_length",
    "eccentricity", "solidity", "intensity_mean", "intensity_min", "intensity_max",
    "intensity_std",
]  # fmt: skip


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    image, labels = scenes.cells(side, side), scenes.objects(side, side)
    return [
        Case(
            "measure.regions",
            lambda: dr.measure.regions(labels, image)["solidity"],
            lambda: measure.regionprops_table(labels, image, properties=COLUMNS)["solidity"],
            "scikit-image",
        ),
    ]
