"""Peaks of any height."""

from __future__ import annotations

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation


@operation(title="All peaks", noun="peaks", menu="filter/peaks_and_pits")
def regional_maxima(image: ImageArray, *, diagonal: bool = True) -> MaskArray:
    """Mark every peak: connected pixels of one value that no neighbour is above.

    Smooth the image first, or take `morphology.h_maxima`: in noise every tenth pixel is a peak.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

    Returns
    -------
    mask : array of bool
        True on all pixels of every peak.

    Notes
    -----
    What lies outside of the image has no say, so a peak may lie at its edge; an image of one
    value has none. Missing pixels (NaN) have no say and are no peaks.

    Formula::

        mask(x) = no pixel next to the connected pixels of value image(x) is above

    Equivalent without missing pixels::

        from scipy.ndimage import generate_binary_structure
        from skimage.morphology import local_maxima

        near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
        mask = local_maxima(image, footprint=near)

    References
    ----------
    ``skimage.morphology.local_maxima``.
    """
    from napari_darkroom.kernels.extrema import regional_maxima as find

    return find(image, diagonal=diagonal)
