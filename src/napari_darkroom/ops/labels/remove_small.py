"""Leaving out objects that are too small."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge

from napari_darkroom.core.annotations import LabelsArray, SameArray, Size
from napari_darkroom.core.declaration import operation
from napari_darkroom.kernels.label_ids import counts, dense, keep


@operation(title="Remove small objects", noun="objects", menu="segment/choose_objects")
def remove_small(labels: LabelsArray, *, min_size: Annotated[Size, Ge(0)] = 64.0) -> SameArray:
    """Remove objects that are smaller than a size.

    Takes debris and noise away that a threshold has let through.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.
    min_size : size
        The smallest size that is kept: pixels, or an area or volume such as ``20 um^2``.

    Returns
    -------
    result : array of int
        The label image; the objects that are kept keep their numbers.

    Notes
    -----
    An object of exactly `min_size` is kept. An object is all pixels of one number, also
    where they do not touch.

    Formula::

        size(k) = number of x with labels(x) = k
        objects(x) = labels(x) if its size ≥ min_size
        objects(x) = 0 else

    Equivalent::

        import numpy as np

        size = np.bincount(labels.ravel())  # size[k]: how many pixels have the number k
        result = np.where(size[labels] >= min_size, labels, 0)

    References
    ----------
    ``skimage.morphology.remove_small_objects``; CellProfiler, module FilterObjects.
    """
    ids, index = dense(labels)
    sizes = counts(index, len(ids))
    return keep(labels, ids, index, sizes >= min_size)
