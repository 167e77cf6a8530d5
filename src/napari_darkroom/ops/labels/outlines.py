"""The rims of objects."""

from __future__ import annotations

from typing import Any

import numpy as np

from napari_darkroom.core.annotations import LabelsArray, SameArray
from napari_darkroom.core.declaration import operation


def _halo(*, ndim: int, **_: Any) -> list[int]:
    return [1] * ndim


@operation(title="Outlines of objects", noun="outlines", menu="segment/change_objects", halo=_halo)
def outlines(labels: LabelsArray) -> SameArray:
    """Keep of each object the pixels at its border.

    To draw objects over an image, or to measure their rim alone.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.

    Returns
    -------
    result : array of int
        The pixels of an object that share an edge (in 3-D a face) with background or another
        object; they keep its number. `mask.from_labels` makes a mask of them.

    Notes
    -----
    What lies outside of the image has no say: an object that is cut by the edge is open there.

    Formula::

        outlines(x) = labels(x) if labels(y) ≠ labels(x)
        for some y beside x
        outlines(x) = 0 else

    Equivalent::

        import numpy as np
        from skimage.segmentation import find_boundaries

        result = np.where(find_boundaries(labels, connectivity=1, mode="inner"), labels, 0)

    References
    ----------
    ``skimage.segmentation.find_boundaries``.
    """
    border = np.zeros(labels.shape, dtype=bool)
    for axis in range(labels.ndim):
        mine, marked = np.moveaxis(labels, axis, 0), np.moveaxis(border, axis, 0)
        other = mine[1:] != mine[:-1]
        marked[1:] |= other
        marked[:-1] |= other
    return np.where(border, labels, labels.dtype.type(0))
