"""The columns of ImageJ's results, under its names and by its definitions.

The centre of the first pixel is at 0.5, deviations divide by n − 1, the ellipse has the area of the
object, and angles are in degrees, counterclockwise as seen on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal, TypeAlias

import numpy as np

from napari_darkroom.ops.measure.columns import intensity as values
from napari_darkroom.ops.measure.columns import shape
from napari_darkroom.ops.measure.columns.channel import Channel
from napari_darkroom.ops.measure.columns.definition import Definition
from napari_darkroom.ops.measure.columns.moments import ratio
from napari_darkroom.ops.measure.columns.objects import Floats, Objects
from napari_darkroom.ops.measure.columns.size import size

Axis: TypeAlias = Literal["x", "y", "z"]
_column = partial(Definition, source="ImageJ")
_plane = partial(_column, dimensions=(2,))
_volume = partial(_column, dimensions=(3,))


def _ellipse(objects: Objects) -> Floats:
    """Return variances along y, x and their covariance, with those of a pixel's own area."""
    (yy, yx), (_, xx) = np.moveaxis(objects.covariance, 0, -1)
    tall, wide = objects.spacing**2 / 12
    return np.stack([yy + tall, xx + wide, yx])


def axes(objects: Objects) -> tuple[Floats, Floats]:
    """Return the axes of the ellipse with the same second moments, scaled to the area."""
    yy, xx, yx = _ellipse(objects)
    half = np.sqrt(((yy - xx) / 2) ** 2 + yx**2)
    large = (yy + xx) / 2 + half
    share = np.sqrt(yy * xx - yx**2) / large
    full = 4 * size(objects) / np.pi
    return np.sqrt(full / share), np.sqrt(full * share)


def angle(objects: Objects) -> Floats:
    """Return the angle of the major axis against x, from 0 up to 180 degrees."""
    yy, xx, yx = _ellipse(objects)
    turned = np.degrees(np.arctan2(-2 * yx, xx - yy) / 2)
    return np.where(turned < 0, turned + 180, turned + 0.0)


def _place(of: Callable[..., Floats], axis: Axis) -> Callable[..., Floats]:
    """Return a place along an axis, counted from the corner of the first pixel."""

    def compute(objects: Objects, channel: Channel | None = None) -> Floats:
        i = objects.axes.index(axis)
        return (of(objects, channel)[:, i] + 0.5) * objects.spacing[i]

    return compute


def _corner(objects: Objects, axis: Axis) -> Floats:
    i = objects.axes.index(axis)
    return objects.low[:, i] * objects.spacing[i]


def _side(objects: Objects, axis: Axis) -> Floats:
    i = objects.axes.index(axis)
    return (objects.high - objects.low)[:, i] * objects.spacing[i]


def _centroid(objects: Objects, _: Any) -> Floats:
    return objects.centroid


def _weighted(_: Any, channel: Channel) -> Floats:
    return channel.centroid


def _deviation(_: Any, channel: Channel) -> Floats:
    """Return the deviation of a sample; 0 for a single pixel."""
    n = channel.sums.size
    sample = np.sqrt(channel.variance * (n / np.maximum(n - 1, 1)))
    return np.asarray(sample)


def _counted_share(objects: Objects, channel: Channel) -> Floats:
    """Return how many percent of the pixels are not 0."""
    n = channel.sums.size
    return ratio(100.0 * channel.nonzero, n)


IMAGEJ = (
    _plane("Area", "Area of the object.", size, "size"),
    _volume("Volume", "Volume of the object; as MorphoLibJ.", size, "size"),
    _column("X", "Centroid along x.", _place(_centroid, "x"), "length"),
    _column("Y", "Centroid along y.", _place(_centroid, "y"), "length"),
    _volume("Z", "Centroid along z.", _place(_centroid, "z"), "length"),
    _column("BX", "Left edge of the box.", partial(_corner, axis="x"), "length"),
    _column("BY", "Upper edge of the box.", partial(_corner, axis="y"), "length"),
    _volume("BZ", "First plane of the box.", partial(_corner, axis="z"), "length"),
    _column("Width", "Width of the box.", partial(_side, axis="x"), "length"),
    _column("Height", "Height of the box.", partial(_side, axis="y"), "length"),
    _volume("Depth", "Depth of the box.", partial(_side, axis="z"), "length"),
    _plane(
        "Perim.",
        "Length of the outer contour with its corners cut; holes are left out.",
        shape.traced_perimeter,
        "length",
    ),
    _plane(
        "Major",
        "Major axis of the ellipse with the same second moments, scaled to the object's area.",
        lambda objects: axes(objects)[0],
        "length",
    ),
    _plane(
        "Minor",
        "Minor axis of the ellipse with the same second moments, scaled to the object's area.",
        lambda objects: axes(objects)[1],
        "length",
    ),
    _plane("Angle", "Angle of the ellipse's major axis against x.", angle, "degree"),
    _plane(
        "Circ.",
        "4π · area / perimeter², at most 1.",
        lambda o: np.minimum(shape.roundness_of(o, shape.traced_perimeter(o)), 1),
    ),
    _plane(
        "Feret",
        "Largest distance between two points of the outline.",
        lambda objects: objects.corner_calipers.largest,
        "length",
    ),
    _plane(
        "FeretX",
        "Left end of the largest distance along x, from the edge of the image.",
        lambda objects: objects.corner_calipers.x + 0.5,
        "pixel",
    ),
    _plane(
        "FeretY",
        "Left end of the largest distance along y, from the edge of the image.",
        lambda objects: objects.corner_calipers.y + 0.5,
        "pixel",
    ),
    _plane(
        "FeretAngle",
        "Angle of the largest distance against x.",
        lambda objects: objects.corner_calipers.angle,
        "degree",
    ),
    _plane(
        "MinFeret",
        "Smallest distance between two parallel lines that hold the outline.",
        lambda objects: objects.corner_calipers.smallest,
        "length",
    ),
    _plane(
        "Solidity",
        "Area over that of the convex polygon around the corners of the pixels.",
        shape.polygon_solidity,
    ),
    _plane(
        "AR",
        "Major over minor axis of the ellipse.",
        lambda objects: ratio(*axes(objects)),
    ),
    _plane(
        "Round",
        "4 · area / (π · the square of the ellipse's major axis).",
        lambda objects: ratio(4 * size(objects), np.pi * axes(objects)[0] ** 2),
    ),
    _column("Mean{_channel}", "Mean value.", lambda _, c: c.sums.mean, "intensity"),
    _column("StdDev{_channel}", "Deviation of a sample (n - 1).", _deviation, "intensity"),
    _column(
        "Mode{_channel}",
        "Most frequent value, the smallest of several.",
        lambda _, c: c.ordered.frequencies[0],
        "intensity",
    ),
    _column("Min{_channel}", "Smallest value.", lambda _, c: c.sums.low, "intensity"),
    _column("Max{_channel}", "Largest value.", lambda _, c: c.sums.high, "intensity"),
    _column(
        "Median{_channel}",
        "Middle value, the mean of two where the number is even.",
        lambda _, c: c.ordered.median,
        "intensity",
    ),
    _column(
        "XM{_channel}", "Centroid along x, weighted by value.", _place(_weighted, "x"), "length"
    ),
    _column(
        "YM{_channel}", "Centroid along y, weighted by value.", _place(_weighted, "y"), "length"
    ),
    _volume(
        "ZM{_channel}", "Centroid along z, weighted by value.", _place(_weighted, "z"), "length"
    ),
    _column(
        "IntDen{_channel}",
        "Area (volume) times mean value.",
        lambda o, c: c.sums.mean * size(o),
        "size",
    ),
    _column(
        "RawIntDen{_channel}",
        "Sum of the values.",
        lambda _, c: values.counted(c, c.sums.total),
        "intensity",
    ),
    _column(
        "Skew{_channel}",
        "Third moment about the mean over the third power of the deviation (n).",
        lambda _, c: values.skewness(c),
    ),
    _column(
        "Kurt{_channel}",
        "Fourth moment about the mean over the fourth power of the deviation (n), minus 3.",
        lambda _, c: values.kurtosis(c),
    ),
    _column("%Area{_channel}", "Share of pixels whose value is not 0, in percent.", _counted_share),
)
