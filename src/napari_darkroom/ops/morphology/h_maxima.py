"""Peaks that stand out by a height."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Gt

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.earlier import formerly


@operation(
    title="Peaks by height",
    noun="peaks",
    menu="filter/peaks_and_pits",
    version=2,
    earlier={1: formerly(height=10.0)},
)
def h_maxima(
    image: ImageArray, *, height: Annotated[float, Gt(0)] | None = None, diagonal: bool = True
) -> MaskArray:
    """Mark the peaks that stand out above their surroundings by a height.

    Small peaks that come from noise are left out; the others are good markers for objects
    that are bright in their middle.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image.
    height : float, optional
        The least difference in grey values between a peak and the highest pass to a higher one.
        None takes a tenth of the range of the image; give it if images are to be treated alike.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

    Returns
    -------
    mask : array of bool
        True on every peak (all of its pixels, where several have its value) from which each
        path to a higher pixel goes down by `height` or more.

    Notes
    -----
    The highest peaks of all count if they stand out above the smallest value of the image by
    `height`; an image of one value has none. Integers are compared exactly, floats in float64.
    What lies outside of the image has no say. Missing pixels (NaN) are no peaks, and no path
    leads through them.

    Formula::

        pass(x) = largest, over paths to a higher pixel,
                  of the smallest image on the path
        drop(x) = image(x) − pass(x)
        mask(x) = image(x) is a peak with drop ≥ height

    Equivalent for whole numbers::

        import numpy as np
        from scipy.ndimage import generate_binary_structure
        from skimage.morphology import h_maxima

        near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
        least = (float(image.max()) - float(image.min())) / 10 if height is None else height
        mask = h_maxima(image.astype(float), least, footprint=near).astype(bool)

    References
    ----------
    P. Soille, Morphological Image Analysis, 2003, chapter 6; ``skimage.morphology.h_maxima``, which
    rounds floats to steps of its own, and 0.26 finds nothing in a signed image of more range than
    its type holds.
    """
    from napari_darkroom.kernels import heights
    from napari_darkroom.kernels.grey_range import tenth_of_range

    least = tenth_of_range(image) if height is None else height
    return heights.h_maxima(image, least, diagonal=diagonal)
