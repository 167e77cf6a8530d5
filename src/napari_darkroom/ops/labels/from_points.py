"""Objects around points."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import Length, NewLabels
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import LABEL_DTYPE
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.core.values import Grid, Labels, Points

Index = NDArray[np.float64]


@operation(
    title="Markers from points", noun="markers", menu="segment/points_and_shapes", rgb="whole"
)
def from_points(
    image: Grid, points: Points, *, radius: Annotated[Length, Ge(0), Le(500)] = 0.0
) -> NewLabels:
    """Make a round object around every point.

    Parameters
    ----------
    image : Image, Labels or Mask
        Gives the pixels; their values have no say.
    points : Points
        The centres of the objects.
    radius : length
        Of each disc (ball in 3-D); 0 marks the one pixel that the point lies in.

    Returns
    -------
    labels : Labels
        The first point has the number 1, the second 2, and so on; 0 is background.

    Raises
    ------
    InputError
        If the points spread along an axis that the image does not have.
    UnitError
        If one has a pixel size and the other none.

    Notes
    -----
    An object holds the pixels whose centres lie within `radius` of its point, and the pixel in
    which the point lies. Where two overlap the first wins. A point outside of the image has no
    object, and its number is left out, so that a number always tells the row of its point.

    Points without a place along z or time are in every plane and at every time.

    Formula::

        labels(x) = the first k with |x − p_k| ≤ radius, 0 where there is none

    Equivalent for points in the centres of pixels::

        import numpy as np
        from scipy.spatial import KDTree

        radius = np.maximum(radius, 1e-6)
        pixels = np.argwhere(np.ones(image.shape)) / radius
        near = KDTree(points / radius).query_ball_point(pixels, 1 + 1e-9)
        labels = np.reshape([min(k, default=-1) + 1 for k in near], image.shape)
    """
    calibration = image.calibration
    shared = points.axes_in(calibration)
    spatial = [calibration.axes[i] for i in calibration.spatial]
    reach = dict(zip(spatial, per_axis(radius, len(spatial)), strict=True))
    labels = np.zeros(image.shape, LABEL_DTYPE)
    # The axes along which the points have no place come first, and one index sets them all.
    fixed = [calibration.axes.index(name) for name in shared]
    view = labels.transpose([i for i in range(labels.ndim) if i not in fixed] + fixed)
    index = points.pixels(calibration)
    radii = np.array([reach.get(name, 0.0) for name in shared])
    for number in range(len(index), 0, -1):
        # Backwards, so that the first has the last word.
        _paint(view, index[number - 1], radii, number)
    return Labels(labels, calibration, image.name)


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
