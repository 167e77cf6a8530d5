"""Making a mask larger by a distance."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Ge, Le

from napari_darkroom.core.annotations import Length, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels.footprints import reach
from napari_darkroom.kernels.within import within


def _halo(*, distance: Any, **_: Any) -> list[int]:
    return reach(distance)


@operation(title="Grow mask", noun="grown", menu="segment/mask", halo=_halo)
def grow(mask: MaskArray, *, distance: Annotated[Length, Ge(0), Le(1000)] = 3.0) -> MaskArray:
    """Make a mask larger, by the same distance on all sides.

    For the surroundings of objects: a rim around nuclei, a margin around what is left out.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
        The mask.
    distance : length
        How far it grows, from pixel centre to pixel centre.

    Returns
    -------
    mask : array of bool
        The mask, and all pixels that have one of its pixels within the distance.

    Notes
    -----
    Distances are straight and exact. What lies outside of the image has no say.

    Formula::

        grown(x) = true  ⇔  mask(y) for some y
        with Σ ((x − y) / distance)² ≤ 1

    Equivalent::

        import numpy as np
        from scipy.ndimage import binary_dilation

        grid = np.mgrid[tuple(slice(-int(d), int(d) + 1) for d in distance)]
        near = sum(i**2 / max(d, 0.5) ** 2 for i, d in zip(grid, distance)) <= 1 + 1e-9
        mask = binary_dilation(mask, near)

    References
    ----------
    P. Felzenszwalb and D. Huttenlocher, Theory of Computing 8 (2012) 415–428.
    """
    return within(mask, per_axis(distance, mask.ndim))
