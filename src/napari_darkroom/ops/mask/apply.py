"""Blanking what is outside of a mask, or inside."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np

from napari_darkroom.core.annotations import Fill, GridArray, MaskArray, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import ParameterError


def _halo(*, ndim: int, **_: Any) -> list[int]:
    return [0] * ndim


@operation(title="Apply mask", noun="masked", menu="segment/mask", halo=_halo, rgb="each")
def apply(
    image: GridArray,
    mask: MaskArray,
    *,
    outside: Fill = 0.0,
    keep: Literal["inside", "outside"] = "inside",
) -> SameArray:
    """Blank what is outside of a mask.

    Inside every pixel keeps its value, or with keep outside the other way round. `mask.crop` cuts
    the image to the mask.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image, label image or mask.
    mask : array of bool, of the same shape
        True inside.
    outside : float
        The value that blanks; ``nan`` marks pixels as missing, in a float image.
    keep : str
        Whether the image is kept ``inside`` of the mask or ``outside`` of it.

    Returns
    -------
    result : array
        Of the pixel type of the input.

    Raises
    ------
    ParameterError
        If the pixel type cannot hold `outside`.

    Notes
    -----
    Formula::

        masked(x) = image(x) if mask(x)
        masked(x) = outside else
        keep outside: the other way round

    Equivalent::

        import numpy as np

        kept = mask if keep == "inside" else ~mask
        result = np.where(kept, image, outside).astype(image.dtype)

    References
    ----------
    CellProfiler, module MaskImage; for whole numbers and 0 outside
    ``cv2.bitwise_and(image, image, mask=mask)``.
    """
    if not _holds(image.dtype, outside):
        raise ParameterError(
            f"mask.apply: outside = {outside:g} does not fit into {image.dtype}. Give a whole "
            "number of its range, or make the image float first, with intensity.rescale."
        )
    from napari_darkroom.kernels.blanking import blanked

    return blanked(image, mask, np.asarray(outside).astype(image.dtype), keep == "inside")


def _holds(dtype: np.dtype[Any], value: float) -> bool:
    if dtype.kind == "f":
        return not math.isfinite(value) or abs(value) <= np.finfo(dtype).max
    if not math.isfinite(value) or value != int(value):
        return False
    if dtype.kind == "b":
        return value in (0, 1)
    info = np.iinfo(dtype)
    return info.min <= value <= info.max
