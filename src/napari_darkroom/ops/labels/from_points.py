"""Objects around points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import Length, NewLabels
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import LABEL_DTYPE
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.core.units import PIXEL, conversion_factor
from napari_darkroom.core.values import Grid, Labels, Points

Sizes: TypeAlias = Literal["radius", "diameter"]
Floats = NDArray[np.float64]
LabelArray = NDArray[np.int32]


@operation(
    title="Markers from points", noun="markers", menu="segment/points_and_shapes", rgb="whole"
)
def from_points(
    image: Grid,
    points: Points,
    *,
    radius: Annotated[Length, Ge(0), Le(500)] = 0.0,
    sizes: Sizes = "radius",
) -> NewLabels:
    """Make a round object around every point, of one size or each of its own.

    Spots of several sizes become objects so: `segment.find_spots` tells the diameter of each.

    Parameters
    ----------
    image : Image, Labels or Mask
        Gives the pixels; their values have no say.
    points : Points
        The centres of the objects.
    radius : length
        Of each disc (ball in 3-D); 0 marks the one pixel that the point lies in.
    sizes : {"radius", "diameter"}
        All of the radius; or each of the diameter in its column ``diameter``, as found spots have
        one, and the radius has no say.

    Returns
    -------
    labels : Labels
        The first point has the number 1, the second 2, and so on; 0 is background.

    Raises
    ------
    InputError
        If the points spread along an axis that the image does not have, or are to have diameters
        and have none.
    UnitError
        If one has a pixel size and the other none.

    Notes
    -----
    A diameter is one in the world: where pixels are not square the disc holds more of them along
    one axis. An object holds the pixels whose centres lie within the radius of its point, and the
    pixel in which the point lies. Where two overlap the first wins. A point outside of the image
    has no object, and its number is left out, so that a number always tells the row of its point.

    Points without a place along z or time are in every plane and at every time.

    Formula::

        labels(x) = the first k with |x − p_k| ≤ r_k, 0 where there is none
        r_k = radius, or half of the diameter of k

    Equivalent for points of one radius in the centres of pixels::

        import numpy as np
        from scipy.spatial import KDTree

        radius = np.maximum(radius, 1e-6)
        pixels = np.argwhere(np.ones(image.shape)) / radius
        near = KDTree(points / radius).query_ball_point(pixels, 1 + 1e-9)
        labels = np.reshape([min(k, default=-1) + 1 for k in near], image.shape)

    References
    ----------
    ``skimage.draw.disk`` of each point in a plane, which leaves out the pixels just at the radius.
    """
    from napari_darkroom.kernels.balls import paint_balls

    calibration = image.calibration
    shared = points.axes_in(calibration)
    spatial = [calibration.axes[i] for i in calibration.spatial]
    if sizes == "diameter":
        reach = _own_radii(points, calibration, spatial)
    else:
        reach = np.tile(per_axis(radius, len(spatial)), (len(points.data), 1))
    nowhere = np.zeros(len(points.data))
    radii = np.stack(
        [reach[:, spatial.index(n)] if n in spatial else nowhere for n in shared], axis=1
    )
    fixed = [calibration.axes.index(name) for name in shared]
    painted = np.zeros([image.shape[i] for i in fixed], LABEL_DTYPE)
    paint_balls(painted, points.pixels(calibration), radii)
    return Labels(_along_all(painted, fixed, image.shape), calibration, image.name)


def _along_all(painted: LabelArray, fixed: Sequence[int], shape: tuple[int, ...]) -> LabelArray:
    """Return labels that are the same along the axes along which the points have no place."""
    if fixed == list(range(len(shape))):
        return painted
    labels = np.empty(shape, LABEL_DTYPE)
    labels.transpose([i for i in range(len(shape)) if i not in fixed] + list(fixed))[...] = painted
    return labels


def _own_radii(points: Points, calibration: Calibration, spatial: Sequence[str]) -> Floats:
    """Return half of the diameter of each point, in pixels along each spatial axis."""
    if "diameter" not in points.measured:
        raise InputError(
            "labels.from_points: the points have no column diameter. Take spots that were found "
            "(segment.find_spots), or give one radius for all."
        )
    diameters = points.data["diameter"].to_numpy(float)
    if not (np.isfinite(diameters) & (diameters >= 0)).all():
        raise InputError(
            "labels.from_points: some diameters are missing or negative. Leave these points out, "
            "or give one radius for all."
        )
    spacing, unit = calibration.spacing(spatial)
    own = points.columns["diameter"].unit or PIXEL
    return np.outer(diameters * conversion_factor(own, unit) / 2, 1 / np.array(spacing))
