"""Reconstruction: what a marker touches comes back whole."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageOrMaskArray, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import cast, missing

By: TypeAlias = Literal["dilation", "erosion"]


@operation(title="Reconstruct", noun="reconstructed", menu="filter/peaks_and_pits")
def reconstruct(
    image: ImageOrMaskArray,
    marker: ImageOrMaskArray,
    *,
    by: By = "dilation",
    diagonal: bool = True,
) -> SameArray:
    """Grow a marker within an image until nothing changes.

    Of a mask, the pieces that the marker touches come back whole and the others go. Of an image,
    the bright parts come back as far as the marker reaches into them.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image or mask that the marker never leaves.
    marker : array, of the same shape
        Where, and from which value, it grows: an eroded image, or a mask of seeds.
    by : str
        ``dilation``: the marker lies below the image and grows up; ``erosion``: it lies above and
        shrinks down (fills dark parts).
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are neighbours too.

    Returns
    -------
    result : array
        Of the pixel type of the image.

    Notes
    -----
    The marker is taken in the pixel type of the image (rounded and saturated where it does not
    fit; in a mask all above 0 is marked) and cut off at the image. Missing pixels (NaN) of the
    image stay missing, and nothing grows through them; those of the marker mark nothing.

    Formula::

        m₀ = min(marker, image)
        mₖ₊₁(x) = min(largest mₖ of x and neighbours, image(x))
        result = mₖ when nothing changes any more
        erosion: the same with max and smallest

    Equivalent for an image without missing pixels::

        import numpy as np
        from scipy.ndimage import generate_binary_structure
        from skimage.morphology import reconstruction

        start = (np.minimum if by == "dilation" else np.maximum)(marker.astype(float), image)
        near = generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
        result = reconstruction(start, image, method=by, footprint=near).astype(image.dtype)

    References
    ----------
    L. Vincent, IEEE Transactions on Image Processing 2 (1993) 176–201;
    ``skimage.morphology.reconstruction``.
    """
    from napari_darkroom.kernels.reconstruction import reconstruct as grow
    from napari_darkroom.kernels.reconstruction import reconstruct_down as shrink

    nothing = -np.inf if by == "dilation" else np.inf
    start = _as_type(marker, image.dtype, nothing)
    result = (grow if by == "dilation" else shrink)(start, image, diagonal=diagonal)
    nan = missing(image)
    if nan is not None:
        result[nan] = np.nan
    return result


def _as_type(marker: NDArray[Any], dtype: np.dtype[Any], nothing: float) -> NDArray[Any]:
    """Return a marker in the pixel type of the image, and `nothing` where it is missing."""
    nan = missing(marker)
    given = marker if nan is None else np.where(nan, nothing, marker)
    if dtype.kind == "b":
        return np.asarray(given > 0)
    if dtype.kind == "f" or given.dtype.kind == "b":
        # What is too large for float16 is cut off at the image anyway.
        with np.errstate(over="ignore"):
            return given.astype(dtype, copy=False)
    if given.dtype.kind == "f":
        return cast(given, dtype)
    if given.dtype == dtype:
        return given
    own, wanted = np.iinfo(given.dtype), np.iinfo(dtype)
    return np.clip(given, max(own.min, wanted.min), min(own.max, wanted.max)).astype(dtype)
