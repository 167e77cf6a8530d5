"""Convex hulls of masks."""

from __future__ import annotations

from typing import Literal, TypeAlias

from napari_darkroom.core.annotations import MaskArray
from napari_darkroom.core.declaration import operation

Of: TypeAlias = Literal["each object", "everything"]


@operation(title="Convex hull", noun="hull", menu="segment/shape")
def convex_hull(mask: MaskArray, *, of: Of = "each object") -> MaskArray:
    """Wrap each object of a mask, or all of it, as tightly as a rubber band.

    Fills bays and dents; the area that it adds tells how dented an object is.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
        The mask.
    of : str
        ``each object``: connected pixels, also those that meet at a corner, are wrapped together;
        ``everything``: one hull for the whole mask.

    Returns
    -------
    mask : array of bool
        The hulls; those of two objects may touch or overlap.

    Notes
    -----
    A hull is that of the middles of the edges (in 3-D of the faces) of the pixels; pixels whose
    centre lies in it or on its border belong to it. It is computed in whole numbers, and exact.

    Formula::

        hull(x) = x lies in every half-space that holds all x' ± ½ eᵢ
        x' in the object, eᵢ one step along an axis

    Equivalent for a plane::

        import numpy as np
        from skimage.measure import label
        from skimage.morphology import convex_hull_image

        pieces = label(mask) if of == "each object" else mask.astype(int)
        hulls = [convex_hull_image(pieces == k) for k in range(1, pieces.max() + 1)]
        mask = np.any(hulls, axis=0) if hulls else mask

    References
    ----------
    ``skimage.morphology.convex_hull_image`` and ``convex_hull_object``, which leave objects of a
    volume out that lie in one plane.
    """
    from napari_darkroom.kernels.hull_fill import hull_of_all, hulls_of_pieces

    return hull_of_all(mask) if of == "everything" else hulls_of_pieces(mask)
