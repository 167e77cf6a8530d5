"""The band along the border of a mask."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from annotated_types import Ge, Le

from napari_darkroom.core.annotations import Length, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels.footprints import reach
from napari_darkroom.kernels.within import within


def _halo(*, width: Any, **_: Any) -> list[int]:
    return reach(width)


@operation(title="Border of mask", noun="border", menu="segment/mask", halo=_halo)
def border(
    mask: MaskArray,
    *,
    width: Annotated[Length, Ge(0), Le(1000)] = 3.0,
    side: Literal["inside", "outside", "both"] = "inside",
) -> MaskArray:
    """Mark a band of some width along the border of a mask.

    For membranes and rims: the outermost part of the objects, or what lies just around them.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
        The mask.
    width : length
        How far the band reaches from the border.
    side : str
        ``inside`` of the mask, ``outside`` of it, or ``both``, which is twice as wide.

    Returns
    -------
    mask : array of bool
        The pixels of the mask with background within the width, those of the background with a
        pixel of the mask within it, or both.

    Notes
    -----
    Distances are straight and exact, from pixel centre to pixel centre. What lies outside of the
    image has no say: there is no band along the edge of the image.

    Formula::

        border(x) = true  ⇔  mask(y) ≠ mask(x) for some
        y with Σ ((x − y) / width)² ≤ 1
        inside: and mask(x); outside: and not mask(x)

    Equivalent::

        import numpy as np
        from scipy.ndimage import binary_dilation

        grid = np.mgrid[tuple(slice(-int(w), int(w) + 1) for w in width)]
        near = sum(i**2 / max(w, 0.5) ** 2 for i, w in zip(grid, width)) <= 1 + 1e-9
        bands = {"inside": binary_dilation(~mask, near) & mask}
        bands["outside"] = binary_dilation(mask, near) & ~mask
        mask = bands[side] if side in bands else bands["inside"] | bands["outside"]

    References
    ----------
    P. Soille, Morphological Image Analysis, 2nd ed., Springer 2003: the internal and the external
    gradient of a mask, by a ball. ImageJ, *Edit > Selection > Make Band*, makes the band outside.
    """
    radius = per_axis(width, mask.ndim)
    band = np.zeros_like(mask)
    if side != "outside":
        band |= within(~mask, radius) & mask
    if side != "inside":
        band |= within(mask, radius) & ~mask
    return band
