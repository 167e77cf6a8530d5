"""The mask of the surroundings of points."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le

from napari_darkroom.core.annotations import Length, NewMask
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.values import Grid, Mask, Points
from napari_darkroom.ops.labels.from_points import from_points as labels_from_points


@operation(title="Mask from points", noun="mask", menu="segment/mask", rgb="whole")
def from_points(
    image: Grid, points: Points, *, radius: Annotated[Length, Ge(0), Le(500)] = 3.0
) -> NewMask:
    """Mark what lies within a distance of any point.

    Parameters
    ----------
    image : Image, Labels or Mask
        Gives the pixels; their values have no say.
    points : Points
        The points.
    radius : length
        Of the disc (ball in 3-D) around each; 0 marks the one pixel that the point lies in.

    Returns
    -------
    mask : Mask
        True within the radius of a point, on the pixels of the image.

    Raises
    ------
    InputError
        If the points spread along an axis that the image does not have.
    UnitError
        If one has a pixel size and the other none.

    Notes
    -----
    A pixel is marked if its centre lies within `radius` of a point, and the pixel in which the
    point lies. A point outside of the image marks nothing.

    Points without a place along z or time are in every plane and at every time.

    Formula::

        mask(x) = true  ⇔  |x − p| ≤ radius for some p

    Equivalent for points in the centres of pixels::

        import numpy as np
        from scipy.spatial import KDTree

        radius = np.maximum(radius, 1e-6)
        pixels = np.argwhere(np.ones(image.shape)) / radius
        distance, _ = KDTree(points / radius).query(pixels)
        mask = np.reshape(distance <= 1 + 1e-9, image.shape)

    References
    ----------
    ``skimage.draw.disk`` of each point in a plane, which leaves out the pixels just at the radius.
    """
    labels = labels_from_points(image, points, radius=radius)
    return Mask(labels.data > 0, labels.calibration, image.name)
