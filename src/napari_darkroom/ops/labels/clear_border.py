"""Leaving out objects that the edge of the image may have cut."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import LabelsArray, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.kernels.label_ids import dense, keep


@operation(title="Remove objects at the border", noun="objects", menu="segment/choose_objects")
def clear_border(labels: LabelsArray) -> SameArray:
    """Remove objects that touch the edge of the image.

    They are cut off, so that neither their size nor their shape is known.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.

    Returns
    -------
    result : array of int
        The label image; the objects that are kept keep their numbers.

    Notes
    -----
    In a volume the first and last plane are edges too; choose planes to look at each plane
    alone.

    Formula::

        objects(x) = 0 if labels(x) is met on the edge
        objects(x) = labels(x) else

    Equivalent::

        from skimage.segmentation import clear_border

        result = clear_border(labels)

    References
    ----------
    ``skimage.segmentation.clear_border``, for which each number is one object here.
    """
    ids, index = dense(labels)
    inside = np.ones(len(ids), dtype=bool)
    for edge in _edges(index):
        inside[np.unique(edge)] = False
    return keep(labels, ids, index, inside)


def _edges(array: NDArray[Any]) -> list[NDArray[Any]]:
    return [np.take(array, i, axis=axis) for axis in range(array.ndim) for i in (0, -1)]
