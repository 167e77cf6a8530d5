"""What a mask leaves out."""

from __future__ import annotations

from typing import Any

import numpy as np

from napari_darkroom.core.annotations import MaskArray
from napari_darkroom.core.declaration import operation


def _halo(*, ndim: int, **_: Any) -> list[int]:
    return [0] * ndim


@operation(
    title="Invert mask",
    noun="inverted",
    menu="segment/mask",
    halo=_halo,
    walk="none",
    dimensions=(),
    copies=3,
)
def invert(mask: MaskArray) -> MaskArray:
    """Mark what a mask leaves out, and nothing else.

    Parameters
    ----------
    mask : array of bool
        The mask.

    Returns
    -------
    mask : array of bool
        True where the mask is not.

    Notes
    -----
    Where an image was missing (NaN) its mask is false, and the inverted one is true.

    Formula::

        inverted(x) = ¬ mask(x)

    Equivalent::

        mask = ~mask

    References
    ----------
    R. Gonzalez and R. Woods, Digital Image Processing, chapter 2: the complement of a set;
    ``cv2.bitwise_not``. ImageJ, *Edit > Invert*.
    """
    return np.logical_not(mask)
