"""The middles of round objects."""

from __future__ import annotations

import numpy as np

from napari_darkroom.core.annotations import MaskArray, Spacing
from napari_darkroom.core.declaration import operation


@operation(title="Ultimate points", noun="points", menu="segment/shape")
def ultimate_points(mask: MaskArray, *, spacing: Spacing = None) -> MaskArray:
    """Mark the places of a mask that are farthest from the background.

    What is left of each object last when it is eroded again and again: one place in a round object,
    several in one with narrow parts.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
        The mask.
    spacing : sequence of float, optional
        Pixel size along each axis; the engine gives it.

    Returns
    -------
    mask : array of bool
        True on the peaks of the distance to the background; pixels that touch and are equally far
        are one peak.

    Notes
    -----
    Distances are physical where the pixel size is known. What lies outside of the image is no
    background; a mask without background has no such place.

    Formula::

        distance(x) = smallest |x − y| over y outside of the mask
        mask(x) = distance is a peak at x

    Equivalent for a plane::

        import numpy as np
        from scipy.ndimage import distance_transform_edt
        from skimage.morphology import local_maxima

        squared = np.rint((distance_transform_edt(mask, sampling=spacing) / spacing[0]) ** 2)
        mask = local_maxima(squared, connectivity=mask.ndim)

    References
    ----------
    Ultimate eroded points: J. Serra, Image Analysis and Mathematical Morphology, 1982.
    """
    if mask.all() or not mask.any():
        return np.zeros(mask.shape, dtype=bool)
    from napari_darkroom.kernels.distance import squared_distance
    from napari_darkroom.kernels.extrema import regional_maxima

    return regional_maxima(squared_distance(mask, spacing), diagonal=True)
