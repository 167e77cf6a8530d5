"""Columns of what lies within the outlines: holes, radii and the moments of shapes."""

from __future__ import annotations

from functools import partial

import numpy as np

from napari_darkroom.ops.measure.columns.definition import Definition
from napari_darkroom.ops.measure.columns.objects import Floats, Objects

_SKIMAGE = "scikit-image"
_shape = partial(Definition, presets=("shape",))
# There are many, which few ask for: in no preset but everything.
_moment = partial(Definition, dimensions=(2,))
# Kernels are not imported for a list of names.
ZERNIKE = tuple((n, m) for n in range(10) for m in range(n % 2, n + 1, 2))


def filled_size(objects: Objects) -> Floats:
    """Return areas or volumes with their holes filled."""
    return objects.insides.filled_pixels * objects.pixel_size


def hu_moment(objects: Objects, which: int) -> Floats:
    """Return one of Hu's invariants."""
    return objects.hu_moments[:, which]


def zernike(objects: Objects, order: tuple[int, int]) -> Floats:
    """Return the size of a Zernike moment."""
    return objects.insides.zernike[order]


def _enclosing_radius(objects: Objects) -> Floats:
    return np.asarray(objects.insides.circles.radius * objects.square)


INTERIORS = (
    _shape(
        "area_filled",
        "Area of the object and of its holes; a hole is what no way over pixels that touch, be it "
        "at a corner, leads out of.",
        filled_size,
        "size",
        _SKIMAGE,
        dimensions=(2,),
    ),
    _shape(
        "volume_filled",
        "Volume of the object and of its cavities; a cavity is what no way over voxels that touch, "
        "be it at a corner, leads out of.",
        filled_size,
        "size",
        "scikit-image (area_filled)",
        dimensions=(3,),
    ),
    _shape(
        "inscribed_radius",
        "Radius of the largest circle (ball) in the object: largest distance of a pixel from the "
        "nearest pixel outside, centre to centre.",
        lambda objects: objects.radii.largest,
        "length",
        "CellProfiler (MaximumRadius)",
    ),
    _shape(
        "inscribed_{axis}",
        "Index along {axis} of the centre of the largest circle (ball), the first of several.",
        lambda objects, i: objects.radii.centre[:, i],
        "pixel",
    ),
    _shape(
        "radius_mean",
        "Mean distance of the pixels from the nearest pixel outside, centre to centre.",
        lambda objects: objects.radii.mean,
        "length",
        "CellProfiler (MeanRadius)",
    ),
    _shape(
        "radius_median",
        "Median distance of the pixels from the nearest pixel outside, centre to centre.",
        lambda objects: objects.radii.median,
        "length",
        "CellProfiler (MedianRadius)",
    ),
    _shape(
        "enclosing_radius",
        "Radius of the smallest circle around the centres of the pixels; missing where pixels are "
        "not square.",
        _enclosing_radius,
        "length",
        dimensions=(2,),
    ),
    *(
        _moment(
            f"moments_hu_{which}",
            f"Hu's invariant {which + 1} of 7 of the shape; it does not change with place, size "
            "and angle.",
            partial(hu_moment, which=which),
            source=_SKIMAGE,
        )
        for which in range(7)
    ),
    *(
        _moment(
            f"zernike_{n}_{m}",
            f"Size of the Zernike moment of order {n} and repetition {m} of the shape in the "
            "smallest circle around it, every pixel on that circle counted; missing for a single "
            "pixel.",
            partial(zernike, order=(n, m)),
            source="Boland and Murphy, 2001",
        )
        for n, m in ZERNIKE
    ),
)
