"""The outline of a mask."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from annotated_types import Ge, Le

from napari_darkroom.core.annotations import Length, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels import grey
from napari_darkroom.kernels.footprints import footprint, reach

Side: TypeAlias = Literal["inner", "outer"]


def _halo(*, width: Any, **_: Any) -> list[int]:
    return reach(width)


@operation(title="Outline", noun="outline", menu="segment/shape", halo=_halo)
def outline(
    mask: MaskArray,
    *,
    side: Side = "inner",
    width: Annotated[Length, Ge(0), Le(300)] = 1.0,
) -> MaskArray:
    """Mark the outline of what a mask holds.

    For showing a mask over its image, or measuring along its border.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
        The mask.
    side : str
        ``inner``: the outermost pixels of the mask; ``outer``: the pixels around it.
    width : length
        How wide the line is.

    Returns
    -------
    mask : array of bool
        The outline.

    Notes
    -----
    What lies outside of the image has no say: an object that it cuts off has no outline there.

    Formula::

        inner: mask(x) and some background within width of x
        outer: background(x) and some mask within width of x

    Equivalent for a plane::

        import numpy as np
        from skimage.morphology import dilation, erosion

        grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in width)]
        disk = sum(i**2 / max(r, 1) ** 2 for i, r in zip(grid, width)) <= 1 + 1e-9
        change = erosion if side == "inner" else dilation
        mask = mask ^ change(mask, disk, mode="ignore")

    References
    ----------
    ``skimage.segmentation.find_boundaries`` with the modes ``inner`` and ``outer`` and a
    connectivity of 1, for a width of 1 pixel.
    """
    window = footprint(per_axis(width, mask.ndim), "disk")
    if side == "inner":
        return grey.difference(mask, grey.erode(mask, window))
    return grey.difference(grey.dilate(mask, window), mask)
