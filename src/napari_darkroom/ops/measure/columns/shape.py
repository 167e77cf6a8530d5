"""Columns of shape that outlines and hulls tell."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.ops.measure.columns.definition import Definition
from napari_darkroom.ops.measure.columns.moments import ratio
from napari_darkroom.ops.measure.columns.objects import Floats, Objects
from napari_darkroom.ops.measure.columns.size import size

_SKIMAGE = "scikit-image"
_BOTH = "scikit-image, CellProfiler"
_shape = partial(Definition, presets=("shape",))
_plane = partial(_shape, dimensions=(2,))


def perimeter(objects: Objects) -> Floats:
    """Return the perimeter of the border pixels; NaN where pixels are not square."""
    return objects.outlines.perimeter * objects.square


def crofton_perimeter(objects: Objects) -> Floats:
    """Return the perimeter by Crofton's formula in four directions."""
    from napari_darkroom.kernels.windows import crofton_perimeters

    return crofton_perimeters(objects.outlines.windows, objects.spacing.tolist())


def traced_perimeter(objects: Objects) -> Floats:
    """Return the length of the outer contours with their corners cut."""
    from napari_darkroom.kernels.contours import traced_perimeters

    return traced_perimeters(objects.outlines.contours, objects.spacing.tolist())


def roundness_of(objects: Objects, around: Floats) -> Floats:
    """Return 4π · area over the square of a perimeter; NaN where it is 0."""
    return ratio(4 * np.pi * size(objects), around**2)


def compactness(objects: Objects) -> Floats:
    """Return the square of the perimeter over 4π · area."""
    return np.asarray(perimeter(objects) ** 2 / (4 * np.pi * size(objects)))


def solidity(objects: Objects) -> Floats:
    """Return pixels over those of the hull."""
    return objects.sums.size / objects.outlines.hull_pixels


def polygon_solidity(objects: Objects) -> Floats:
    """Return the area over that of the convex polygon around the corners of the pixels."""
    return objects.sums.size / objects.outlines.polygon_area


def euler_number(objects: Objects) -> NDArray[np.int64]:
    """Return parts minus holes, or parts minus tunnels plus cavities."""
    return objects.octants.euler if objects.ndim == 3 else objects.outlines.windows.euler


def largest_diameter(objects: Objects) -> Floats:
    """Return the largest distance between the middles of edges (faces) of the hull's pixels."""
    from napari_darkroom.kernels.solid_hulls import solid_diameters

    if objects.ndim == 2:
        return objects.hull_diameters
    measure = partial(solid_diameters, spacing=objects.spacing.tolist())
    return objects.outlines.by_solid_hull(measure)


def convex_size(objects: Objects) -> Floats:
    """Return the area or volume of the pixels of the hull."""
    return objects.outlines.hull_pixels * objects.pixel_size


SHAPES = (
    _plane(
        "perimeter",
        "Length of the line through the centres of the border pixels, holes included; missing "
        "where pixels are not square.",
        perimeter,
        "length",
        _BOTH,
        presets=("basic", "shape"),
    ),
    _plane(
        "perimeter_crofton",
        "Length of the outline by Crofton's formula in four directions, holes included; the least "
        "biased of the perimeters.",
        crofton_perimeter,
        "length",
        _SKIMAGE,
    ),
    _plane(
        "perimeter_traced",
        "Length of the outer contour along the edges of the pixels, with its corners cut; holes "
        "are left out.",
        traced_perimeter,
        "length",
        "ImageJ",
    ),
    _plane(
        "circularity",
        "4π · area / perimeter_crofton²; 1 for a disc, above it for objects of few pixels.",
        lambda objects: roundness_of(objects, crofton_perimeter(objects)),
    ),
    _plane(
        "form_factor",
        "4π · area / perimeter²; missing where the perimeter is 0 (single pixels) or missing.",
        lambda objects: roundness_of(objects, perimeter(objects)),
        source="CellProfiler",
    ),
    _plane(
        "compactness",
        "perimeter² / (4π · area); missing where the perimeter is missing.",
        compactness,
        source="CellProfiler",
    ),
    _shape(
        "solidity",
        "Pixels of the object over pixels of its convex hull.",
        solidity,
        source=_BOTH,
        presets=("basic", "shape"),
    ),
    _plane(
        "solidity_polygon",
        "Area of the object over that of the convex polygon around the corners of its pixels.",
        polygon_solidity,
        source="ImageJ",
    ),
    _plane(
        "area_convex",
        "Area of the pixels of the convex hull.",
        convex_size,
        "size",
        _BOTH,
    ),
    _shape(
        "volume_convex",
        "Volume of the voxels of the convex hull.",
        convex_size,
        "size",
        "scikit-image (area_convex)",
        dimensions=(3,),
    ),
    _shape(
        "euler_number",
        "Parts minus holes; in a volume parts minus tunnels plus cavities. Pixels that touch at a "
        "corner are connected.",
        euler_number,
        source=_BOTH,
    ),
    _plane(
        "parts",
        "Number of parts that the object is in, where pixels that touch at a corner are connected.",
        lambda objects: objects.outlines.contours.parts,
    ),
    _plane(
        "holes",
        "Number of holes, where pixels that touch at a corner are connected.",
        lambda objects: objects.outlines.contours.holes,
    ),
    _shape(
        "feret_diameter_max",
        "Largest distance between two points of the line (surface) that scikit-image draws around "
        "the pixels of the convex hull.",
        largest_diameter,
        "length",
        _SKIMAGE,
    ),
    _plane(
        "feret_max",
        "Largest distance between two points of the object's outline.",
        lambda objects: objects.corner_calipers.largest,
        "length",
        "ImageJ",
    ),
    _plane(
        "feret_min",
        "Smallest distance between two parallel lines that hold the object's outline.",
        lambda objects: objects.corner_calipers.smallest,
        "length",
        "ImageJ",
    ),
    _plane(
        "feret_angle",
        "Angle of the largest distance in the outline against x, counterclockwise as seen on the "
        "screen, from 0 up to 180 degrees.",
        lambda objects: objects.corner_calipers.angle,
        "degree",
        "ImageJ",
    ),
    _plane(
        "feret_centers_max",
        "Largest distance between the centres of two pixels of the object.",
        lambda objects: objects.center_calipers.largest,
        "length",
        "CellProfiler",
    ),
    _plane(
        "feret_centers_min",
        "Smallest distance between two parallel lines that hold the centres of the pixels.",
        lambda objects: objects.center_calipers.smallest,
        "length",
        "CellProfiler",
    ),
)
