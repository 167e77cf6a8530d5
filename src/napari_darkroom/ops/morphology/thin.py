"""Thinning step by step."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le

from napari_darkroom.core.annotations import MaskArray
from napari_darkroom.core.declaration import operation


@operation(title="Thin", noun="thinned", menu="segment/shape", dimensions=(2,))
def thin(mask: MaskArray, *, iterations: Annotated[int, Ge(1), Le(1000)] = 3) -> MaskArray:
    """Take pixels off the border of a mask without breaking it apart.

    Unlike an erosion no piece vanishes and no thin part breaks; with many iterations only lines are
    left, as in a skeleton.

    Parameters
    ----------
    mask : array of bool, 2-D
        The mask.
    iterations : int
        How often pixels are taken off all around; it ends when nothing changes.

    Returns
    -------
    mask : array of bool
        The thinned mask. Pieces stay connected and holes stay holes.

    Notes
    -----
    What lies outside of the image counts as background. Volumes are thinned plane by plane.

    Formula::

        take away, in two halves, each x of the mask with
        C(x) = 1 and 2 ≤ N(x) ≤ 3 and the sides of this half free
        C: pieces of the neighbours, N: pairs of them (Guo and Hall)

    Equivalent::

        from skimage.morphology import thin

        mask = thin(mask, iterations)

    References
    ----------
    Z. Guo and R. Hall, Communications of the ACM 32 (1989) 359–373;
    ``skimage.morphology.thin``.
    """
    from napari_darkroom.kernels.thinning import thinned

    return thinned(mask, iterations)
