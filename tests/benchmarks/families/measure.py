"""Measurements of objects against scikit-image, and against copies of the image."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scenes
from comparison import Case
from numpy.typing import NDArray
from skimage import measure

import napari_darkroom as dr
from napari_darkroom.ops.measure.columns.channel import Channel, Name
from napari_darkroom.ops.measure.columns.objects import Objects

VOLUME = [
    "label", "area", "bbox", "centroid", "axis_major_length", "axis_minor_length",
    "intensity_mean", "intensity_min", "intensity_max", "intensity_std",
]  # fmt: skip
PLANE = [*VOLUME, "perimeter", "eccentricity", "solidity", "feret_diameter_max"]


def cases(side: int) -> list[Case]:
    """Return the work on a plane, and on a volume of as many pixels."""
    image, labels = scenes.cells(side, side), scenes.objects(side, side)
    plane = measured(labels, image)
    return [
        Case(
            "measure.regions",
            lambda: plane()["feret_diameter_max"],
            lambda: measure.regionprops_table(labels, image, PLANE)["feret_diameter_max"],
            "scikit-image",
            at_least=70,
        ),
        Case(
            "measure.regions",
            lambda: len(plane()),
            lambda: _passes(labels, image),
            "its passes",
            at_least=1 / 1.5,
        ),
        volume(scenes.objects, max(side // 64, 1), side // 4, side // 4),
    ]


def measured(
    labels: NDArray[Any], image: NDArray[Any], also: str = "feret_diameter_max"
) -> Callable[[], Any]:
    """Return the call on values, as they come from files."""
    regions = dr.measure.regions
    given = dr.Labels.of(labels), dr.Image.of(image)
    return lambda: regions(*given, also=also)


def _passes(labels: NDArray[Any], image: NDArray[Any]) -> int:
    """Make the passes over the pixels that these columns need, one after the other."""
    objects = Objects(dr.Labels.of(labels), labels, {})
    channel = Channel(objects, image, Name("", "", 0, False))
    needed = (
        objects.eigenvalues,
        objects.outlines.perimeter,
        objects.outlines.hull_pixels,
        objects.hull_diameters,
        channel.variance,
    )
    return len(needed[0])


def volume(scene: Callable[..., NDArray[Any]], *shape: int) -> Case:
    """Return the work on the objects of a scene in a volume."""
    image, labels = scenes.cells(*shape), scene(*shape)
    whole = measured(labels, image, also="")
    return Case(
        "measure.regions, volume",
        lambda: np.asarray(whole()["intensity_mean"]),
        lambda: measure.regionprops_table(labels, image, [*VOLUME, "solidity"])["intensity_mean"],
        "scikit-image",
        " × ".join(map(str, shape)),
        at_least=5,
    )
