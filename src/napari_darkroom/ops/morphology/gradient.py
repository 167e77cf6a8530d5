"""Edges as differences of extremes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageOrMaskArray, Length, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels import grey
from napari_darkroom.kernels.footprints import Element, footprint
from napari_darkroom.ops.morphology.halos import one_pass

Side: TypeAlias = Literal["both", "inner", "outer"]


@operation(
    title="Gradient (edges)",
    noun="edges",
    menu="filter/morphology",
    halo=one_pass,
    rgb="each",
)
def gradient(
    image: ImageOrMaskArray,
    *,
    radius: Annotated[Length, Ge(0), Le(300)] = 1.0,
    shape: Element = "disk",
    side: Side = "both",
) -> SameArray:
    """Show edges: how much the values of a neighbourhood differ.

    Edges become bright lines, and even areas dark; of a mask it gives the border. It finds edges
    as filters such as Sobel's do, with the same strength in all directions.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image or mask.
    radius : length
        How far the footprint reaches from its centre.
    shape : str
        ``disk`` (ball, ellipse), ``square`` (box) or ``diamond``.
    side : str
        ``inner``: the edge lies within what is bright; ``outer``: around it; ``both``.

    Returns
    -------
    result : array
        The difference; of the pixel type of the input.

    Notes
    -----
    What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing. A
    difference that a signed type cannot hold becomes its largest value.

    Formula::

        both: dilated(x) − eroded(x)
        inner: image(x) − eroded(x)
        outer: dilated(x) − image(x)
        disk: Σ (i / radius)² ≤ 1
        square: |i| ≤ radius along each axis
        diamond: Σ |i / radius| ≤ 1

    Equivalent for up to 32 bits a pixel, without missing pixels::

        import numpy as np
        from skimage.morphology import dilation, erosion

        grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
        share = np.abs([i / max(r, 1) for i, r in zip(grid, radius)])
        sums = {"disk": (share**2).sum(0), "diamond": share.sum(0), "square": share.max(0)}
        low = erosion(image, sums[shape] <= 1 + 1e-9, mode="ignore") if side != "outer" else image
        high = dilation(image, sums[shape] <= 1 + 1e-9, mode="ignore") if side != "inner" else image
        result = high ^ low if image.dtype == bool else high - low

    References
    ----------
    J.-F. Rivest, P. Soille and S. Beucher, Journal of Electronic Imaging 2 (1993) 326–336;
    ``scipy.ndimage.morphological_gradient`` for ``both``, save at the edges.
    """
    window = footprint(per_axis(radius, image.ndim), shape)

    def edges(part: NDArray[Any]) -> NDArray[Any]:
        low = part if side == "outer" else grey.erosion(part, window)
        high = part if side == "inner" else grey.dilation(part, window)
        return grey.difference(high, low)

    return grey.by_rows(edges, image.dtype, window, image)
