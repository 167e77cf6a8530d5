"""Columns of shape that second moments tell."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.ops.measure.columns.definition import Definition
from napari_darkroom.ops.measure.columns.objects import Floats, Objects
from napari_darkroom.ops.measure.columns.size import size

_SKIMAGE = "scikit-image"
_BOTH = "scikit-image, CellProfiler"


def axis_length(objects: Objects, which: int) -> Floats:
    """Return an axis of the ellipse or ellipsoid with the same second moments; -1 the longest.

    In 2-D an axis is 4 √λ and in 3-D 2 √(5 λ) for an eigenvalue λ of the covariance: both give
    the axes of a full ellipse or ellipsoid back.
    """
    factor = 16.0 if objects.ndim == 2 else 20.0
    return np.asarray(np.sqrt(factor * objects.eigenvalues[:, which]))


def ratio(above: NDArray[Any], below: NDArray[Any], nothing: float = np.nan) -> Floats:
    """Return a quotient, `nothing` where the divisor is 0."""
    out = np.full(len(above), nothing, dtype=float)
    return np.divide(above, below, out=out, where=below != 0)


def eccentricity(objects: Objects) -> Floats:
    """Return √(1 − λ₂/λ₁), 0 for a point."""
    small, large = objects.eigenvalues.T
    return np.asarray(np.sqrt(1 - ratio(small, large, 1.0)))


def orientation(objects: Objects) -> Floats:
    """Return the angle of the long axis against y; as scikit-image where neither is longer."""
    (yy, yx), (_, xx) = np.moveaxis(objects.covariance, 0, -1)
    turned = 0.5 * np.arctan2(2 * yx, yy - xx)
    # But for rounding, on which the sign would depend.
    level = np.abs(yy - xx) <= 1e-13 * (yy + xx)
    return np.where(level, np.where(yx > 0, np.pi / 4, -np.pi / 4), turned)


def roundness(objects: Objects) -> Floats:
    """Return 4 · area over π · the square of the major axis."""
    return ratio(4 * size(objects), np.pi * axis_length(objects, -1) ** 2)


MOMENTS = (
    Definition(
        "axis_major_length",
        "Length of the major axis of the ellipse (ellipsoid) with the same second moments.",
        lambda objects: axis_length(objects, -1),
        "length",
        _BOTH,
        presets=("basic", "shape"),
    ),
    Definition(
        "axis_middle_length",
        "Length of the axis between the major and the minor one of the ellipsoid with the same "
        "second moments.",
        lambda objects: axis_length(objects, 1),
        "length",
        presets=("shape",),
        dimensions=(3,),
    ),
    Definition(
        "axis_minor_length",
        "Length of the minor axis of the ellipse (ellipsoid) with the same second moments.",
        lambda objects: axis_length(objects, 0),
        "length",
        _BOTH,
        presets=("basic", "shape"),
    ),
    Definition(
        "eccentricity",
        "Distance between the foci of the ellipse with the same second moments, over its major "
        "axis; 0 for a circle and for a single pixel.",
        eccentricity,
        source=_BOTH,
        presets=("basic", "shape"),
        dimensions=(2,),
    ),
    Definition(
        "orientation",
        "Angle of the major axis of the ellipse with the same second moments against the axis y, "
        "from -π/2 to π/2.",
        orientation,
        "radian",
        _SKIMAGE,
        presets=("shape",),
        dimensions=(2,),
    ),
    Definition(
        "aspect_ratio",
        "Major over minor axis of the ellipse (ellipsoid) with the same second moments; missing "
        "where the minor axis is 0 (a line of pixels).",
        lambda objects: ratio(axis_length(objects, -1), axis_length(objects, 0)),
        presets=("shape",),
    ),
    Definition(
        "roundness",
        "4 · area / (π · major axis²); 1 for a disc, missing for a single pixel.",
        roundness,
        presets=("shape",),
        dimensions=(2,),
    ),
)
