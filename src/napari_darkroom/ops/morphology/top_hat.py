"""Bright details."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le

from napari_darkroom.core.annotations import ImageOrMaskArray, Length, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels import grey
from napari_darkroom.kernels.footprints import Element, footprint
from napari_darkroom.ops.morphology.halos import two_passes


@operation(
    title="Top hat (bright details)",
    noun="bright details",
    menu="filter/morphology",
    halo=two_passes,
    rgb="each",
)
def top_hat(
    image: ImageOrMaskArray,
    *,
    radius: Annotated[Length, Ge(0), Le(300)] = 5.0,
    shape: Element = "disk",
) -> SameArray:
    """Keep what is brighter than its surroundings and narrower than the footprint.

    Brings spots, fibres and other small bright things out of an uneven background; of a mask it
    keeps the narrow parts.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image or mask.
    radius : length
        How far the footprint reaches from its centre: larger than half the width of what is kept.
    shape : str
        ``disk`` (ball, ellipse), ``square`` (box) or ``diamond``.

    Returns
    -------
    result : array
        The image minus its opening; of the pixel type of the input.

    Notes
    -----
    What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing. A
    difference that a signed type cannot hold becomes its largest value.

    Formula::

        result = image − opening(image)
        disk: Σ (i / radius)² ≤ 1
        square: |i| ≤ radius along each axis
        diamond: Σ |i / radius| ≤ 1

    Equivalent for up to 32 bits a pixel, without missing pixels::

        import numpy as np
        from skimage.morphology import opening

        grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
        share = np.abs([i / max(r, 1) for i, r in zip(grid, radius)])
        sums = {"disk": (share**2).sum(0), "diamond": share.sum(0), "square": share.max(0)}
        opened = opening(image, sums[shape] <= 1 + 1e-9, mode="ignore")
        result = image ^ opened if image.dtype == bool else image - opened

    References
    ----------
    F. Meyer, in Quantitative Analysis of Microstructures, 1978; ``skimage.morphology.white_tophat``
    with the mode ``ignore``.
    """
    opened = grey.opening(image, footprint(per_axis(radius, image.ndim), shape))
    return grey.difference(image, opened)
