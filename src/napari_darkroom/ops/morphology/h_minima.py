"""Pits that are deep enough."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Gt

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.earlier import formerly


@operation(
    title="Pits by height",
    noun="pits",
    menu="filter/peaks_and_pits",
    version=2,
    earlier={1: formerly(height=10.0)},
)
def h_minima(
    image: ImageArray, *, height: Annotated[float, Gt(0)] | None = None, diagonal: bool = True
) -> MaskArray:
    """Mark the pits that lie below their surroundings by a height.

    Small pits that come from noise are left out; the others are good markers for objects
    that are dark in their middle.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image.
    height : float, optional
        The least difference in grey values between a pit and the lowest pass to a lower one.
        None takes a tenth of the range of the image; give it if images are to be treated alike.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

    Returns
    -------
    mask : array of bool
        True on every pit (all of its pixels, where several have its value) from which each
        path to a lower pixel goes up by `height` or more.

    Notes
    -----
    The lowest pits of all count if they lie below the largest value of the image by
    `height`; an image of one value has none. Integers are compared exactly, floats in float64.
    What lies outside of the image has no say. Missing pixels (NaN) are no pits, and no path
    leads through them.

    Formula::

        pass(x) = smallest, over paths to a lower pixel,
                  of the largest image on the path
        rise(x) = pass(x) − image(x)
        mask(x) = image(x) is a pit with rise ≥ height

    Equivalent for whole numbers::

        import numpy as np
        from scipy.ndimage import generate_binary_structure
        from skimage.morphology import h_minima

        near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
        least = (float(image.max()) - float(image.min())) / 10 if height is None else height
        mask = h_minima(image.astype(float), least, footprint=near).astype(bool)

    References
    ----------
    P. Soille, Morphological Image Analysis, 2003, chapter 6; ``skimage.morphology.h_minima``, which
    rounds floats to steps of its own, and 0.26 finds nothing in a signed image of more range than
    its type holds.
    """
    from napari_darkroom.kernels import heights
    from napari_darkroom.kernels.grey_range import tenth_of_range

    least = tenth_of_range(image) if height is None else height
    return heights.h_minima(image, least, diagonal=diagonal)
