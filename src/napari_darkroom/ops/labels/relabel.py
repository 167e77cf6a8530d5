"""Numbering objects anew."""

from __future__ import annotations

from napari_darkroom.core.annotations import LabelsArray, NewLabelsArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import LABEL_DTYPE
from napari_darkroom.kernels.label_ids import dense


@operation(title="Number objects anew", noun="objects", menu="segment/change_objects")
def relabel(labels: LabelsArray) -> NewLabelsArray:
    """Give the objects the numbers from 1 without gaps, in the order that they have.

    After objects were removed, so that the largest number is how many there are.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.

    Returns
    -------
    labels : array of int32
        The same objects: the lowest number becomes 1, the next one 2, and so on.

    Notes
    -----
    Each time point and channel begins at 1, so that objects followed through time lose their
    common number. Tables that were measured before name the old numbers.

    Formula::

        relabeled(x) = number of objects k ≤ labels(x)

    Equivalent::

        from skimage.segmentation import relabel_sequential

        labels = relabel_sequential(labels)[0]

    References
    ----------
    ``skimage.segmentation.relabel_sequential``.
    """
    _, index = dense(labels)
    return index.astype(LABEL_DTYPE)
