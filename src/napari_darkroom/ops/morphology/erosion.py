"""The darkest of a neighbourhood."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le

from napari_darkroom.core.annotations import ImageOrMaskArray, Length, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels import grey
from napari_darkroom.kernels.footprints import Element, footprint
from napari_darkroom.ops.morphology.halos import one_pass


@operation(
    title="Erosion",
    noun="eroded",
    menu="filter/morphology",
    halo=one_pass,
    rgb="each",
)
def erosion(
    image: ImageOrMaskArray,
    *,
    radius: Annotated[Length, Ge(0), Le(300)] = 1.0,
    shape: Element = "disk",
) -> SameArray:
    """Replace each pixel by the darkest of its neighbourhood; a mask shrinks.

    What is bright becomes smaller on all sides, and what is narrower than the footprint goes.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image or mask.
    radius : length
        How far the footprint reaches from its centre.
    shape : str
        ``disk`` (ball, ellipse), ``square`` (box) or ``diamond``.

    Returns
    -------
    result : array
        The smallest value under the footprint; of the pixel type of the input.

    Notes
    -----
    What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing.

    Formula::

        eroded(x) = smallest image(x + i)
        disk: Σ (i / radius)² ≤ 1
        square: |i| ≤ radius along each axis
        diamond: Σ |i / radius| ≤ 1

    Equivalent for up to 32 bits a pixel, without missing pixels::

        import numpy as np
        from skimage.morphology import erosion

        grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
        share = np.abs([i / max(r, 1) for i, r in zip(grid, radius)])
        sums = {"disk": (share**2).sum(0), "diamond": share.sum(0), "square": share.max(0)}
        result = erosion(image, sums[shape] <= 1 + 1e-9, mode="ignore")

    References
    ----------
    J. Serra, Image Analysis and Mathematical Morphology, 1982; ``skimage.morphology.erosion`` with
    the mode ``ignore``.
    """
    return grey.erosion(image, footprint(per_axis(radius, image.ndim), shape))
