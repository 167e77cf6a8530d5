"""The columns of scikit-image's ``regionprops_table``, under its names and by its definitions."""

from __future__ import annotations

from functools import partial

import numpy as np

from napari_darkroom.ops.measure.columns import intensity as values
from napari_darkroom.ops.measure.columns import interior, moments, shape, size
from napari_darkroom.ops.measure.columns.definition import Definition
from napari_darkroom.ops.measure.columns.objects import Floats, Objects

_column = partial(Definition, source="scikit-image")
_plane = partial(_column, dimensions=(2,))


def _inertia(objects: Objects, i: int, j: int) -> Floats:
    """Return an element of the tensor: the trace on the diagonal, minus the covariance."""
    covariance = objects.covariance
    trace = np.trace(covariance, axis1=1, axis2=2) if i == j else 0.0
    return np.asarray(trace - covariance[:, i, j])


def _inertia_eigenvalue(objects: Objects, which: int) -> Floats:
    """Return an eigenvalue of the tensor, the largest first."""
    return np.asarray(objects.eigenvalues.sum(axis=1) - objects.eigenvalues[:, which])


def _tensor(ndim: int) -> list[Definition]:
    one = partial(_column, unit="area", dimensions=(ndim,))
    tensor = [
        one(
            f"inertia_tensor-{i}-{j}",
            f"Element {i}, {j} of the tensor of inertia, over the size.",
            partial(_inertia, i=i, j=j),
        )
        for i in range(ndim)
        for j in range(ndim)
    ]
    return tensor + [
        one(
            f"inertia_tensor_eigvals-{i}",
            f"Eigenvalue {i} of the tensor of inertia, the largest first.",
            partial(_inertia_eigenvalue, which=i),
        )
        for i in range(ndim)
    ]


SCIKIT_IMAGE: tuple[Definition, ...] = (
    _column("num_pixels", "Number of pixels.", size.pixels, "pixel"),
    _column("area", "Number of pixels times the size of one.", size.size, "size"),
    _column(
        "area_bbox",
        "Size of the box around the object.",
        lambda objects: size.box_pixels(objects) * objects.pixel_size,
        "size",
    ),
    _column("area_convex", "Size of the pixels of the convex hull.", shape.convex_size, "size"),
    _column("area_filled", "Size of the object and its holes.", interior.filled_size, "size"),
    _column(
        "axis_major_length",
        "Major axis of the ellipse (ellipsoid) with the same second moments.",
        lambda objects: moments.axis_length(objects, -1),
        "length",
    ),
    _column(
        "axis_minor_length",
        "Minor axis of the ellipse (ellipsoid) with the same second moments.",
        lambda objects: moments.axis_length(objects, 0),
        "length",
    ),
    _column("bbox-{i}", "First index along {axis}.", lambda o, i: o.low[:, i], "pixel"),
    _column("bbox-{j}", "Index after the last along {axis}.", lambda o, i: o.high[:, i], "pixel"),
    _column(
        "centroid-{i}",
        "Mean index along {axis} times the size of a pixel.",
        lambda o, i: o.centroid[:, i] * o.spacing[i],
        "length",
    ),
    _plane(
        "eccentricity",
        "Distance between the foci of the ellipse with the same second moments, over its major "
        "axis.",
        moments.eccentricity,
    ),
    _column(
        "equivalent_diameter_area",
        "Diameter of the disc (ball) of the same size.",
        size.equivalent_diameter,
        "length",
    ),
    _column(
        "euler_number",
        "Parts minus holes (plus cavities minus tunnels), where pixels that touch at a corner are "
        "connected.",
        shape.euler_number,
    ),
    _column(
        "feret_diameter_max",
        "Largest distance between two points of the line (surface) around the pixels of the convex "
        "hull.",
        shape.largest_diameter,
        "length",
    ),
    _column("extent", "Pixels over those of the box.", size.extent),
    *_tensor(2),
    *_tensor(3),
    *(
        _plane(
            f"moments_hu-{which}",
            f"Hu's invariant {which + 1} of 7 of the shape.",
            partial(interior.hu_moment, which=which),
        )
        for which in range(7)
    ),
    _plane("orientation", "Angle of the major axis against y.", moments.orientation, "radian"),
    _plane(
        "perimeter",
        "Length of the line through the centres of the border pixels, holes included; missing "
        "where pixels are not square.",
        shape.perimeter,
        "length",
    ),
    _plane(
        "perimeter_crofton",
        "Length of the outline by Crofton's formula in four directions, holes included.",
        shape.crofton_perimeter,
        "length",
    ),
    _column(
        "solidity",
        "Pixels of the object over those of its convex hull.",
        shape.solidity,
    ),
    _column("intensity_max{-k}", "Largest value.", lambda _, c: c.sums.high, "intensity"),
    _column("intensity_mean{-k}", "Mean value.", lambda _, c: c.sums.mean, "intensity"),
    _column("intensity_median{-k}", "Middle value.", lambda _, c: c.ordered.median, "intensity"),
    _column("intensity_min{-k}", "Smallest value.", lambda _, c: c.sums.low, "intensity"),
    _column(
        "intensity_std{-k}",
        "Standard deviation (n).",
        lambda _, c: values.deviation(c),
        "intensity",
    ),
    _column(
        "centroid_weighted-{i}{-k}",
        "Mean index along {axis} weighted by value, times the size of a pixel.",
        lambda o, c, i: c.centroid[:, i] * o.spacing[i],
        "length",
    ),
)
