"""Taking dark parts away by their size."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge

from napari_darkroom.core.annotations import ImageOrMaskArray, SameArray, Size
from napari_darkroom.core.declaration import operation


@operation(
    title="Area closing (small dark parts)", noun="closed", menu="filter/peaks_and_pits", rgb="each"
)
def area_closing(
    image: ImageOrMaskArray, *, min_size: Annotated[Size, Ge(0)] = 64.0, diagonal: bool = True
) -> SameArray:
    """Fill dark parts that are smaller than a size, whatever their shape.

    Unlike a closing it changes nothing on what is large enough: edges, corners and thin lines
    stay. Of a mask it fills small holes and gaps, also those at the edge of the image.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image or mask.
    min_size : size
        The smallest size that is kept: pixels, or an area or volume such as ``20 um^2``.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) belong together.

    Returns
    -------
    result : array
        Of the pixel type of the input.

    Notes
    -----
    A part of exactly `min_size` is kept. What lies outside of the image has no say, so a part is
    as large as what is seen of it. Missing pixels (NaN) have no say and stay missing.

    Formula::

        result(x) = smallest t such that x lies in connected pixels
        with image ≤ t, `min_size` of them or more; the largest value else

    Equivalent without missing pixels::

        from skimage.morphology import area_closing

        near = image.ndim if diagonal else 1
        result = area_closing(image.astype(float), min_size, connectivity=near).astype(image.dtype)

    References
    ----------
    L. Vincent, in Mathematical Morphology and its Applications, 1993; A. Meijster and
    M. Wilkinson, IEEE PAMI 24 (2002) 484–494; ``skimage.morphology.area_closing``.
    """
    from napari_darkroom.kernels.area import area_closing as fill

    return fill(image, min_size, diagonal=diagonal)
