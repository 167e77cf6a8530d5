"""The columns of CellProfiler's MeasureObjectSizeShape and MeasureObjectIntensity.

Its names and its definitions: everything is in pixels, whatever their size, and places are
indices. It measures images scaled to values from 0 to 1; scale the image to get its numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal, TypeAlias

import numpy as np

from napari_darkroom.ops.measure.columns import intensity as values
from napari_darkroom.ops.measure.columns import interior, moments, shape, size
from napari_darkroom.ops.measure.columns.channel import Channel
from napari_darkroom.ops.measure.columns.definition import Definition
from napari_darkroom.ops.measure.columns.objects import Floats, Objects

Axis: TypeAlias = Literal["x", "y", "z"]
_column = partial(Definition, source="CellProfiler")
_plane = partial(_column, dimensions=(2,))
_volume = partial(_column, dimensions=(3,))


def _pixels(compute: Callable[..., Any], *given: Any) -> Callable[..., Any]:
    """Return a computation with lengths in pixels."""
    return lambda objects, *more: compute(objects.in_pixels, *more, *given)


def _along(of: Callable[..., Floats], axis: Axis) -> Callable[..., Floats]:
    """Return what lies along an axis; 0 where there is no such axis."""

    def compute(objects: Objects, channel: Channel | None = None) -> Floats:
        if axis not in objects.axes:
            return np.zeros(objects.runs.count)
        return of(objects, channel)[:, objects.axes.index(axis)]

    return compute


def _form(objects: Objects) -> Floats:
    return shape.roundness_of(objects, shape.perimeter(objects))


def _zernike(objects: Objects, order: tuple[int, int]) -> Floats:
    return objects.insides.zernike_within[order]


def _quantile(share: float) -> Callable[..., Floats]:
    return lambda _, channel: channel.ordered.cellprofiler_quantile(share)


def _mad(_: Objects, channel: Channel) -> Floats:
    centre = channel.ordered.cellprofiler_quantile(0.5)
    return channel.ordered.deviations(centre).cellprofiler_quantile(0.5)


_ALONG: Sequence[tuple[Axis, Callable[..., Definition]]] = (
    ("x", _column),
    ("y", _column),
    ("z", _volume),
)
_PLACES = tuple(
    made
    for axis, kind in _ALONG
    for made in (
        kind(
            f"AreaShape_BoundingBoxMaximum_{axis.upper()}",
            f"Index after the last of the object along {axis}.",
            _along(lambda objects, _: objects.high, axis),
            "pixel",
        ),
        kind(
            f"AreaShape_BoundingBoxMinimum_{axis.upper()}",
            f"First index of the object along {axis}.",
            _along(lambda objects, _: objects.low, axis),
            "pixel",
        ),
        kind(
            f"AreaShape_Center_{axis.upper()}",
            f"Mean index of the object's pixels along {axis}.",
            _along(lambda objects, _: objects.centroid, axis),
            "pixel",
        ),
    )
)

_SHAPES = (
    _plane("AreaShape_Area", "Number of pixels.", size.pixels, "pixels^2"),
    _volume("AreaShape_Volume", "Number of voxels.", size.pixels, "pixel"),
    _plane("AreaShape_BoundingBoxArea", "Pixels of the box.", size.box_pixels, "pixels^2"),
    _volume("AreaShape_BoundingBoxVolume", "Voxels of the box.", size.box_pixels, "pixel"),
    *_PLACES,
    _plane("AreaShape_Compactness", "Perimeter² / (4π · area).", _pixels(shape.compactness)),
    _plane(
        "AreaShape_Eccentricity",
        "Distance between the foci of the ellipse with the same second moments, over its major "
        "axis.",
        _pixels(moments.eccentricity),
    ),
    _plane(
        "AreaShape_ConvexArea",
        "Pixels of the convex hull.",
        lambda objects: objects.outlines.hull_pixels,
        "pixels^2",
    ),
    _column(
        "AreaShape_EulerNumber",
        "Parts minus holes (plus cavities minus tunnels), where pixels that touch at a corner are "
        "connected.",
        shape.euler_number,
    ),
    _plane(
        "AreaShape_MaxFeretDiameter",
        "Largest distance between the centres of two pixels.",
        lambda objects: objects.in_pixels.center_calipers.largest,
        "pixel",
    ),
    _plane(
        "AreaShape_MinFeretDiameter",
        "Smallest distance between two parallel lines that hold the centres of the pixels.",
        lambda objects: objects.in_pixels.center_calipers.smallest,
        "pixel",
    ),
    _column(
        "AreaShape_EquivalentDiameter",
        "Diameter of the disc (ball) with as many pixels.",
        _pixels(size.equivalent_diameter),
        "pixel",
    ),
    _column("AreaShape_Extent", "Pixels of the object over those of its box.", size.extent),
    _plane(
        "AreaShape_FormFactor",
        "4π · area / perimeter²; missing where the perimeter is 0.",
        _pixels(_form),
    ),
    _column(
        "AreaShape_MajorAxisLength",
        "Major axis of the ellipse (ellipsoid) with the same second moments.",
        _pixels(moments.axis_length, -1),
        "pixel",
    ),
    _column(
        "AreaShape_MinorAxisLength",
        "Minor axis of the ellipse (ellipsoid) with the same second moments.",
        _pixels(moments.axis_length, 0),
        "pixel",
    ),
    _plane(
        "AreaShape_Orientation",
        "Angle of the major axis against y, from -90 to 90 degrees.",
        lambda objects: np.degrees(moments.orientation(objects.in_pixels)),
        "degree",
    ),
    _plane(
        "AreaShape_Perimeter",
        "Length of the line through the centres of the border pixels, holes included.",
        _pixels(shape.perimeter),
        "pixel",
    ),
    _column(
        "AreaShape_Solidity",
        "Pixels of the object over those of its convex hull.",
        shape.solidity,
    ),
)

_INTERIORS = (
    _plane(
        "AreaShape_MaximumRadius",
        "Largest distance of a pixel from the nearest one outside.",
        lambda objects: objects.in_pixels.radii.largest,
        "pixel",
    ),
    _plane(
        "AreaShape_MeanRadius",
        "Mean distance of the pixels from the nearest one outside.",
        lambda objects: objects.in_pixels.radii.mean,
        "pixel",
    ),
    _plane(
        "AreaShape_MedianRadius",
        "Median distance of the pixels from the nearest one outside.",
        lambda objects: objects.in_pixels.radii.median,
        "pixel",
    ),
    *(
        _plane(
            f"AreaShape_Zernike_{n}_{m}",
            f"Size of the Zernike moment of order {n} and repetition {m} in the smallest circle "
            "around the object; of pixels on that circle those count that rounding leaves inside.",
            partial(_zernike, order=(n, m)),
        )
        for n, m in interior.ZERNIKE
    ),
)

_VALUES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("IntegratedIntensityEdge", "Sum of the values at the edge.", lambda _, c: c.edge_sums.total),
    ("IntegratedIntensity", "Sum of the values.", lambda _, c: c.sums.total),
    ("LowerQuartileIntensity", "Value at index n/4 of the sorted values.", _quantile(0.25)),
    ("MADIntensity", "Median of the distances of the values from their median.", _mad),
    (
        "MassDisplacement",
        "Distance in pixels between the centroid and the centroid weighted by value.",
        _pixels(values.displacement),
    ),
    ("MaxIntensityEdge", "Largest value at the edge.", lambda _, c: c.edge_sums.high),
    ("MaxIntensity", "Largest value.", lambda _, c: c.sums.high),
    ("MeanIntensityEdge", "Mean of the values at the edge.", lambda _, c: c.edge_sums.mean),
    ("MeanIntensity", "Mean of the values.", lambda _, c: c.sums.mean),
    ("MedianIntensity", "Value at index n/2 of the sorted values.", _quantile(0.5)),
    ("MinIntensityEdge", "Smallest value at the edge.", lambda _, c: c.edge_sums.low),
    ("MinIntensity", "Smallest value.", lambda _, c: c.sums.low),
    (
        "StdIntensityEdge",
        "Standard deviation of the values at the edge (n).",
        lambda _, c: np.sqrt(c.edge_variance),
    ),
    ("StdIntensity", "Standard deviation of the values (n).", lambda _, c: values.deviation(c)),
    ("UpperQuartileIntensity", "Value at index 3n/4 of the sorted values.", _quantile(0.75)),
)

_LOCATIONS: tuple[Definition, ...] = tuple(
    made
    for axis in ("x", "y", "z")
    for made in (
        _column(
            f"Location_Center_{axis.upper()}",
            f"Mean index of the object's pixels along {axis}; 0 where there is no such axis.",
            _along(lambda objects, _: objects.centroid, axis),
            "pixel",
        ),
        _column(
            f"Location_CenterMassIntensity_{axis.upper()}_{{channel}}",
            f"Mean index along {axis} weighted by value; 0 where there is no such axis.",
            _along(lambda _, channel: channel.centroid, axis),
            "pixel",
        ),
        _column(
            f"Location_MaxIntensity_{axis.upper()}_{{channel}}",
            f"Index along {axis} of the first pixel with the largest value; 0 where there is no "
            "such axis.",
            _along(lambda _, channel: channel.highest, axis),
            "pixel",
        ),
    )
)

CELLPROFILER: tuple[Definition, ...] = (
    *_SHAPES,
    *_INTERIORS,
    *(
        _column(f"Intensity_{name}_{{channel}}", text, compute, "intensity")
        for name, text, compute in _VALUES
    ),
    *_LOCATIONS,
    _column("Number_Object_Number", "Number of the object in the label image.", size.number),
)
