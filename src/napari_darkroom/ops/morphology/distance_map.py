"""How far the border of a mask is."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import FloatImageArray, MaskArray, Spacing
from napari_darkroom.core.declaration import operation

Where: TypeAlias = Literal["inside", "outside", "signed"]


@operation(title="Distance map", noun="distance", menu="segment/shape", tolerance=1e-6)
def distance_map(
    mask: MaskArray, *, where: Where = "inside", spacing: Spacing = None
) -> FloatImageArray:
    """Measure for each pixel of a mask how far the background is.

    The middle of a round object is its brightest place. With `outside` it tells how far everything
    else lies from the objects.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
        The mask.
    where : str
        ``inside``: from each pixel of the mask to the background; ``outside``: from the background
        to the mask; ``signed``: both, the second as negative numbers.
    spacing : sequence of float, optional
        Pixel size along each axis; the engine gives it.

    Returns
    -------
    image : array of float
        The distance between the middles of the pixels, in the unit of the pixel size where it is
        known, else in pixels; 0 where nothing is measured.

    Notes
    -----
    What lies outside of the image is no background. Where there is nothing to measure to (a mask
    without background, or none of it) all distances are missing (NaN). The squares of distances in
    pixels are whole numbers and exact below 2²⁴.

    Formula::

        inside(x) = smallest |x − y| over y outside of the mask
        outside(x) = smallest |x − y| over y in the mask
        signed(x) = inside(x) − outside(x)

    Equivalent, within 1e-6::

        from scipy.ndimage import distance_transform_edt

        inside = distance_transform_edt(mask, sampling=spacing)
        outside = distance_transform_edt(~mask, sampling=spacing)
        image = {"inside": inside, "outside": outside, "signed": inside - outside}[where]

    References
    ----------
    ``scipy.ndimage.distance_transform_edt``; computed after P. Felzenszwalb and D. Huttenlocher,
    Theory of Computing 8 (2012) 415–428.
    """
    if where == "inside":
        return _distance(mask, spacing)
    outside = _distance(~mask, spacing)
    return outside if where == "outside" else _distance(mask, spacing) - outside


def _distance(mask: NDArray[np.bool_], spacing: Spacing) -> NDArray[np.float32]:
    if mask.all():
        return np.full(mask.shape, np.nan, np.float32)
    from napari_darkroom.kernels.distance import distance

    return distance(mask, spacing)
