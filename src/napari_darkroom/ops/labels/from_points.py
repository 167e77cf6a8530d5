"""Objects around points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias

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
Index = NDArray[np.float64]


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
    calibration = image.calibration
    shared = points.axes_in(calibration)
    spatial = [calibration.axes[i] for i in calibration.spatial]
    if sizes == "diameter":
        reach = _own_radii(points, calibration, spatial)
    else:
        reach = np.tile(per_axis(radius, len(spatial)), (len(points.data), 1))
    labels = np.zeros(image.shape, LABEL_DTYPE)
    # The axes along which the points have no place come first, and one index sets them all.
    fixed = [calibration.axes.index(name) for name in shared]
    view = labels.transpose([i for i in range(labels.ndim) if i not in fixed] + fixed)
    index = points.pixels(calibration)
    nowhere = np.zeros(len(points.data))
    radii = np.stack(
        [reach[:, spatial.index(n)] if n in spatial else nowhere for n in shared], axis=1
    )
    for number in range(len(index), 0, -1):
        # Backwards, so that the first has the last word.
        _paint(view, index[number - 1], radii[number - 1], number)
    return Labels(labels, calibration, image.name)


def _own_radii(points: Points, calibration: Calibration, spatial: Sequence[str]) -> Index:
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


def _paint(view: NDArray[Any], centre: Index, radii: Index, number: int) -> None:
    """Give the pixels around a centre along the last axes a number."""
    shape = np.array(view.shape[view.ndim - len(centre) :])
    nearest = np.floor(centre + 0.5).astype(int)
    if ((nearest < 0) | (nearest >= shape)).any():
        return
    # Along an axis without reach the object lies in the nearest plane.
    centre = np.where(radii > 0, centre, nearest)
    low = np.maximum(np.ceil(centre - radii), 0).astype(int)
    high = np.minimum(np.floor(centre + radii) + 1, shape).astype(int)
    box = tuple(slice(a, max(a, b)) for a, b in zip(low, high, strict=True))
    # As np.ogrid does, which takes longer than all else of a small disc.
    grid = np.ix_(*(np.arange(one.start, one.stop) for one in box))
    scale = np.where(radii > 0, radii, 1.0)
    distance = sum(((g - c) / s) ** 2 for g, c, s in zip(grid, centre, scale, strict=True))
    around: tuple[Any, ...] = (..., *box)
    view[around][..., np.asarray(distance) <= 1 + 1e-9] = number
    view[(..., *nearest)] = number
