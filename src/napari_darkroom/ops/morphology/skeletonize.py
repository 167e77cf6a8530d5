"""Skeletons, one pixel wide."""

from __future__ import annotations

import numpy as np

from napari_darkroom.core.annotations import MaskArray
from napari_darkroom.core.declaration import operation


@operation(title="Skeleton", noun="skeleton", menu="segment/shape")
def skeletonize(mask: MaskArray) -> MaskArray:
    """Thin what a mask holds to lines of one pixel that run through its middle.

    For the length and the branches of neurites, vessels, filaments, roots and cracks.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
        The mask; fill its holes first, for every hole becomes a ring.

    Returns
    -------
    mask : array of bool
        The skeleton. Pieces stay connected and holes stay holes.

    Notes
    -----
    A plane is thinned after Zhang and Suen, a volume after Lee, Kashyap and Chu. What lies outside
    of the image counts as background.

    Formula::

        plane: take away, side by side, each x of the mask with
        2 ≤ B(x) ≤ 6 and A(x) = 1 and no background needed
        at the two sides of this pass; until nothing changes
        B: neighbours in the mask, A: changes 0 → 1 around x

    Equivalent::

        from skimage.morphology import skeletonize

        mask = skeletonize(mask)

    References
    ----------
    T. Zhang and C. Suen, Communications of the ACM 27 (1984) 236–239; T. Lee, R. Kashyap and
    C. Chu, CVGIP: Graphical Models and Image Processing 56 (1994) 462–478; computed with
    ``skimage.morphology.skeletonize``.
    """
    from skimage.morphology import skeletonize as thin_to_lines

    return np.asarray(thin_to_lines(np.require(mask, requirements=["C", "W"]))).astype(
        bool, copy=False
    )
