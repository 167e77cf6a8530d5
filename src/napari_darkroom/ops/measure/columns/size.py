"""Columns of size and place."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.ops.measure.columns.definition import ALL, Definition
from napari_darkroom.ops.measure.columns.keys import LABEL
from napari_darkroom.ops.measure.columns.objects import Floats, Objects
from napari_darkroom.ops.measure.per_object import whole_numbers

_SKIMAGE = "scikit-image"


def number(objects: Objects) -> NDArray[Any]:
    """Return the numbers of the objects."""
    return whole_numbers(objects.runs.ids)


def pixels(objects: Objects) -> NDArray[np.int64]:
    """Return how many pixels the objects have."""
    return objects.sums.size


def size(objects: Objects) -> Floats:
    """Return areas or volumes."""
    return objects.sums.size * objects.pixel_size


def box_pixels(objects: Objects) -> NDArray[np.int64]:
    """Return how many pixels lie in the box around each object."""
    return np.asarray(np.prod(objects.high - objects.low, axis=1))


def extent(objects: Objects) -> Floats:
    """Return pixels over those of the box."""
    return objects.sums.size / box_pixels(objects)


def equivalent_diameter(objects: Objects) -> Floats:
    """Return the diameter of the disc or ball of the same size."""
    ndim = objects.ndim
    full = 2 * ndim * size(objects) / np.pi
    return np.asarray(np.sqrt(full) if ndim == 2 else np.cbrt(full))


def touches_border(objects: Objects) -> NDArray[np.bool_]:
    """Return which objects have a pixel at the edge of the image."""
    last = np.asarray(objects.runs.shape[3 - objects.ndim :])
    return np.asarray(((objects.low == 0) | (objects.high == last)).any(axis=1))


SIZES = (
    Definition("label", LABEL.definition, number, presets=ALL),
    Definition(
        "num_pixels",
        "Number of pixels (voxels) of the object.",
        pixels,
        "pixel",
        _SKIMAGE,
        presets=ALL,
    ),
    Definition(
        "area",
        "Pixels of the object times the area of one pixel.",
        size,
        "size",
        _SKIMAGE,
        presets=ALL,
        dimensions=(2,),
    ),
    Definition(
        "volume",
        "Pixels of the object times the volume of one voxel.",
        size,
        "size",
        _SKIMAGE,
        presets=ALL,
        dimensions=(3,),
    ),
    Definition(
        "bbox_min_{axis}",
        "First index of the object along {axis}, counted from 0.",
        lambda objects, i: objects.low[:, i],
        "pixel",
        _SKIMAGE,
        presets=("basic", "shape"),
    ),
    Definition(
        "bbox_max_{axis}",
        "Index after the last of the object along {axis}.",
        lambda objects, i: objects.high[:, i],
        "pixel",
        _SKIMAGE,
        presets=("basic", "shape"),
    ),
    Definition(
        "centroid_{axis}",
        "Mean index of the object's pixels along {axis}; 0 is the centre of the first pixel.",
        lambda objects, i: objects.centroid[:, i],
        "pixel",
        _SKIMAGE,
        presets=ALL,
    ),
    Definition(
        "position_{axis}",
        "Place of the centroid in the world along {axis}.",
        lambda objects, i: objects.world[:, i],
        "world",
        presets=ALL,
    ),
    Definition(
        "touches_border",
        "Whether the object has a pixel at the edge of the image, so that a part may be missing.",
        touches_border,
        presets=("shape",),
    ),
    Definition(
        "area_bbox",
        "Area of the box around the object.",
        lambda objects: box_pixels(objects) * objects.pixel_size,
        "size",
        _SKIMAGE,
        presets=("shape",),
        dimensions=(2,),
    ),
    Definition(
        "volume_bbox",
        "Volume of the box around the object.",
        lambda objects: box_pixels(objects) * objects.pixel_size,
        "size",
        "scikit-image (area_bbox)",
        presets=("shape",),
        dimensions=(3,),
    ),
    Definition(
        "extent",
        "Pixels of the object over those of the box around it.",
        extent,
        source=f"{_SKIMAGE}, CellProfiler",
        presets=("shape",),
    ),
    Definition(
        "equivalent_diameter",
        "Diameter of the disc (ball) of the same area (volume).",
        equivalent_diameter,
        "length",
        f"{_SKIMAGE}, CellProfiler",
        presets=("shape",),
    ),
)
