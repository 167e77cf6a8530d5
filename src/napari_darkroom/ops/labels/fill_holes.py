"""Filling what an object encloses."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from annotated_types import Ge

from napari_darkroom.core.annotations import LabelsArray, SameArray, Size
from napari_darkroom.core.declaration import operation
from napari_darkroom.kernels.label_ids import counts, look_up, short
from napari_darkroom.kernels.pieces import connected_pieces


@operation(title="Fill holes of objects", noun="filled", menu="segment/change_objects")
def fill_holes(labels: LabelsArray, *, max_size: Annotated[Size, Ge(0)] | None = None) -> SameArray:
    """Fill the holes of each object with its own number.

    A gap between several objects is no hole, and stays.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.
    max_size : size, optional
        The largest hole that is filled: pixels, or an area or volume such as ``20 um^2``; none
        fills all.

    Returns
    -------
    result : array of int
        The objects with their holes: pieces of background that share edges (in 3-D faces) with
        one object alone, and do not reach the edge of the image.

    Notes
    -----
    A hole of exactly `max_size` is filled. A hole in which another object lies is a gap between
    the two; it stays.

    Formula::

        gap(x) = the background joined to x by shared edges
        filled(x) = k if k is the one object beside gap(x),
        which ends within the image and is ≤ max_size
        filled(x) = labels(x) else

    Equivalent::

        import numpy as np
        from scipy.ndimage import binary_dilation
        from skimage.measure import label

        outside = np.pad(labels.astype(np.int64), 1, constant_values=-1)
        gaps, most = label(outside == 0, connectivity=1), np.inf if max_size is None else max_size
        for k in range(1, gaps.max() + 1):
            around = np.unique(outside[binary_dilation(gaps == k) & (gaps != k)])
            outside[gaps == k] = around[0] * (len(around) == 1 and np.sum(gaps == k) <= most)
        result = np.maximum(outside, 0)[(slice(1, -1),) * labels.ndim]

    References
    ----------
    CellProfiler, module FillObjects; ``scipy.ndimage.binary_fill_holes`` of each object, where no
    object lies in another's hole.
    """
    from napari_darkroom.kernels.label_gaps import sole_neighbour

    index, ids = short(labels)
    gaps = connected_pieces(index == 0, diagonal=False)
    owner = sole_neighbour(gaps, index)
    if max_size is not None:
        owner[counts(gaps, len(owner)) > max_size] = 0
    # The first entry stands for all that is no background.
    owner[0] = 0
    result = look_up((owner if ids is None else ids[owner]).astype(labels.dtype), gaps)
    # Where one is not 0 the other is.
    np.add(result, labels, out=result)
    return result
