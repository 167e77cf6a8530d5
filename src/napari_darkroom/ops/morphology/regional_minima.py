"""Pits of any depth."""

from __future__ import annotations

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation


@operation(title="All pits", noun="pits", menu="filter/peaks_and_pits")
def regional_minima(image: ImageArray, *, diagonal: bool = True) -> MaskArray:
    """Mark every pit: connected pixels of one value that no neighbour is below.

    Smooth the image first, or take `morphology.h_minima`: in noise every tenth pixel is a pit.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

    Returns
    -------
    mask : array of bool
        True on all pixels of every pit.

    Notes
    -----
    What lies outside of the image has no say, so a pit may lie at its edge; an image of one
    value has none. Missing pixels (NaN) have no say and are no pits.

    Formula::

        mask(x) = no pixel next to the connected pixels of value image(x) is below

    Equivalent without missing pixels::

        from scipy.ndimage import generate_binary_structure
        from skimage.morphology import local_minima

        near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
        mask = local_minima(image, footprint=near)

    References
    ----------
    ``skimage.morphology.local_minima``.
    """
    from napari_darkroom.kernels.extrema import regional_minima as find

    return find(image, diagonal=diagonal)
