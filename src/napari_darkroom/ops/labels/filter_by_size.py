"""Keeping objects of a range of sizes."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from annotated_types import Ge

from napari_darkroom.core.annotations import LabelsArray, SameArray, Size
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.kernels.label_ids import counts, dense, keep


@operation(title="Keep objects by size", noun="objects", menu="segment/choose_objects")
def filter_by_size(
    labels: LabelsArray,
    *,
    min_size: Annotated[Size, Ge(0)] = 64.0,
    max_size: Annotated[Size, Ge(0)] | None = None,
) -> SameArray:
    """Keep the objects that are neither too small nor too large.

    Leaves out debris below, and clumps of several objects above.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.
    min_size : size
        The smallest size that is kept: pixels, or an area or volume such as ``20 um^2``.
    max_size : size, optional
        The largest size that is kept; none leaves it open.

    Returns
    -------
    result : array of int
        The label image; the objects that are kept keep their numbers.

    Raises
    ------
    ParameterError
        If `min_size` is above `max_size`.

    Notes
    -----
    Both ends belong to the range. An object is all pixels of one number, also where they do not
    touch.

    Formula::

        size(k) = number of x with labels(x) = k
        objects(x) = labels(x) if min_size ≤ its size ≤ max_size
        objects(x) = 0 else

    Equivalent::

        import numpy as np

        size = np.bincount(labels.ravel())[labels]
        kept = (size >= min_size) & (size <= (np.inf if max_size is None else max_size))
        result = np.where(kept, labels, 0)

    References
    ----------
    ``skimage.morphology.remove_small_objects``; CellProfiler, module FilterObjects.
    """
    most = np.inf if max_size is None else max_size
    if min_size > most:
        raise ParameterError(
            f"labels.filter_by_size: min_size is {min_size:g} pixels and max_size {most:g}; "
            "nothing lies between. Let min_size be the smaller."
        )
    ids, index = dense(labels)
    sizes = counts(index, len(ids))
    return keep(labels, ids, index, (sizes >= min_size) & (sizes <= most))
