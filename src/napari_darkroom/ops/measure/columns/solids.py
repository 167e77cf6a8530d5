"""Columns of volumes: surfaces, and the direction of the long axis."""

from __future__ import annotations

from functools import partial

import numpy as np

from napari_darkroom.ops.measure.columns.definition import Definition
from napari_darkroom.ops.measure.columns.moments import ratio
from napari_darkroom.ops.measure.columns.objects import Floats, Objects
from napari_darkroom.ops.measure.columns.size import size

_solid = partial(Definition, presets=("shape",), dimensions=(3,))


def surface(objects: Objects) -> Floats:
    """Return the surface by Crofton's formula in 13 directions."""
    from napari_darkroom.kernels.surfaces import crofton_surfaces

    return crofton_surfaces(objects.octants, objects.spacing.tolist())


def sphericity(objects: Objects) -> Floats:
    """Return the surface of the ball of the same volume over the object's."""
    return ratio(np.cbrt(36 * np.pi * size(objects) ** 2), surface(objects))


def _angles(objects: Objects) -> tuple[Floats, Floats]:
    from napari_darkroom.kernels.directions import long_axis_angles

    return long_axis_angles(objects.covariance, objects.eigenvalues[:, -1])


SOLIDS = (
    _solid(
        "surface_area",
        "Surface by Crofton's formula in 13 directions, cavities included; right also where voxels "
        "are not cubes.",
        surface,
        "area",
        "MorphoLibJ",
    ),
    _solid(
        "surface_area_mesh",
        "Area of the mesh of marching cubes half way between the voxels inside and outside; too "
        "large by its steps, for a ball by 8 percent and more where voxels are not cubes.",
        lambda objects: objects.octants.area,
        "area",
        "scikit-image (marching_cubes, mesh_surface_area)",
    ),
    _solid(
        "sphericity",
        "Surface of the ball of the same volume over surface_area; 1 for a ball.",
        sphericity,
        source="H. Wadell, 1935",
    ),
    _solid(
        "axis_azimuth",
        "Angle of the major axis of the ellipsoid against x in the plane of x and y, "
        "counterclockwise as seen on the screen, from 0 up to 180 degrees; missing where no axis "
        "is the longest.",
        lambda objects: _angles(objects)[0],
        "degree",
    ),
    _solid(
        "axis_elevation",
        "Angle of the major axis of the ellipsoid, taken in the direction of its azimuth, against "
        "the plane of x and y toward larger z, from -90 to 90 degrees; missing where no axis is "
        "the longest.",
        lambda objects: _angles(objects)[1],
        "degree",
    ),
)
