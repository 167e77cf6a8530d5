"""Columns of shape one by one, in a plane and in a volume, against scikit-image."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import scenes
from comparison import Case
from numpy.typing import NDArray
from scipy import ndimage
from skimage import measure

import napari_darkroom as dr
from napari_darkroom.ops.measure.columns.dictionary import OWN
from napari_darkroom.ops.measure.columns.objects import Objects

# Our name of each column, and scikit-image's.
PLANE = {
    "perimeter": "perimeter",
    "perimeter_crofton": "perimeter_crofton",
    "area_convex": "area_convex",
    "feret_diameter_max": "feret_diameter_max",
    "area_filled": "area_filled",
    "euler_number": "euler_number",
    "orientation": "orientation",
    "moments_hu_0": "moments_hu",
}
VOLUME = {
    "volume_convex": "area_convex",
    "feret_diameter_max": "feret_diameter_max",
    "volume_filled": "area_filled",
    "euler_number": "euler_number",
}
THICKNESS = 32


def _ours(labels: NDArray[Any], name: str) -> Any:
    """Return a column alone, from the label image on."""
    definition = next(one for one in OWN if one.stem == name and labels.ndim in one.dimensions)
    return definition.compute(Objects(dr.Labels.of(labels, "zyx"[-labels.ndim :]), labels, {}))


def _theirs(labels: NDArray[Any], name: str) -> Any:
    found = measure.regionprops_table(labels, properties=[name])
    return found.get(name, found.get(f"{name}-0"))


def _radii(labels: NDArray[Any]) -> list[float]:
    """Return the largest distance to the outside of each object, as one writes it today."""
    boxes = enumerate(ndimage.find_objects(labels), start=1)
    inside = (np.pad(labels[box] == k, 1) for k, box in boxes)
    return [ndimage.distance_transform_edt(one).max() for one in inside]


def _meshes(labels: NDArray[Any]) -> list[float]:
    """Return the surface of each object, as one writes it today."""
    boxes = enumerate(ndimage.find_objects(labels), start=1)
    inside = (np.pad(labels[box] == k, 1).astype(np.float32) for k, box in boxes)
    meshes = (measure.marching_cubes(one, 0.5)[:2] for one in inside)
    return [measure.mesh_surface_area(*mesh) for mesh in meshes]


def _solid(depth: int, side: int) -> NDArray[np.int32]:
    """Return balls of several sizes: scikit-image has no memory for the pairs of larger ones."""
    labels = np.zeros((depth, side, side), np.int32)
    z, y, x = np.ogrid[-12:13, -12:13, -12:13]
    number = 0
    for v in range(12, side - 12, 26):
        for u in range(12, side - 12, 26):
            number += 1
            ball = z**2 + y**2 + x**2 <= (6 + number % 7) ** 2
            labels[depth // 2 - 12 : depth // 2 + 13, v - 12 : v + 13, u - 12 : u + 13][ball] = (
                number
            )
    return labels


def cases(side: int) -> list[Case]:
    """Return the work on a plane, and on a volume of a quarter of its side."""
    plane = scenes.objects(side, side)
    volume = _solid(THICKNESS, side // 4)
    work = [(plane, PLANE, ""), (volume, VOLUME, f"{THICKNESS}×{side // 4}²")]
    return [
        *[
            Case(
                f"regions, {ours}",
                partial(_ours, one, ours),
                partial(_theirs, one, theirs),
                "scikit-image",
                size,
            )
            for one, names, size in work
            for ours, theirs in names.items()
        ],
        Case(
            "regions, inscribed_radius",
            partial(_ours, plane, "inscribed_radius"),
            partial(_radii, plane),
            "SciPy, object by object",
        ),
        Case(
            "regions, surface_area_mesh",
            partial(_ours, volume, "surface_area_mesh"),
            partial(_meshes, volume),
            "scikit-image, object by object",
            work[1][2],
        ),
    ]
