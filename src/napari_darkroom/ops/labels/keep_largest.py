"""Keeping the largest objects."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from annotated_types import Ge

from napari_darkroom.core.annotations import LabelsArray, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.kernels.label_ids import counts, dense, keep


@operation(title="Keep the largest objects", noun="largest", menu="segment/choose_objects")
def keep_largest(labels: LabelsArray, *, n: Annotated[int, Ge(1)] = 1) -> SameArray:
    """Keep the largest object, or the few largest.

    For what there is one of: the tissue on a slide, the embryo in a field, the galaxy in a frame.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.
    n : int
        How many objects are kept, in each frame.

    Returns
    -------
    result : array of int
        The label image; the objects that are kept keep their numbers.

    Notes
    -----
    Of objects of the same size the one of the lower number comes first. An object is all pixels
    of one number, also where they do not touch.

    Formula::

        size(k) = number of x with labels(x) = k
        objects(x) = labels(x) if fewer than n objects
        are larger than it, or as large and of a lower number
        objects(x) = 0 else

    Equivalent::

        import numpy as np

        size = np.bincount(labels.ravel())
        size[0] = 0
        largest = np.argsort(-size, kind="stable")[:n]
        result = np.where(np.isin(labels, largest), labels, 0)

    References
    ----------
    MorphoLibJ, Keep Largest Label.
    """
    ids, index = dense(labels)
    sizes = counts(index, len(ids))
    # The background comes last, whatever its size.
    sizes[0] = 0
    kept = np.zeros(len(ids), dtype=bool)
    kept[np.argsort(-sizes, kind="stable")[:n]] = True
    return keep(labels, ids, index, kept)
