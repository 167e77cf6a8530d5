"""Giving each piece of an object a number."""

from __future__ import annotations

from napari_darkroom.core.annotations import LabelsArray, NewLabelsArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.kernels.label_ids import short
from napari_darkroom.kernels.pieces import connected_pieces


@operation(title="Split objects in pieces", noun="pieces", menu="segment/change_objects")
def split_disconnected(labels: LabelsArray, *, diagonal: bool = True) -> NewLabelsArray:
    """Give every connected piece of an object a number of its own.

    After something was cut through or painted out, and one number is left on two pieces.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.

    Returns
    -------
    labels : array of int32
        The pieces, numbered 1, 2, … in the order in which they are met row by row.

    Notes
    -----
    Objects that touch stay apart: a piece never holds two numbers.

    Formula::

        pieces(x) = pieces(y)  ⇔
        a path of neighbours of one number joins x and y

    Equivalent::

        from skimage.measure import label

        labels = label(labels, connectivity=labels.ndim if diagonal else 1)

    References
    ----------
    ``skimage.measure.label``; computed after L. He, Y. Chao and K. Suzuki, IEEE Transactions on
    Image Processing 17 (2008) 749–756.
    """
    index, _ = short(labels)
    return connected_pieces(index, diagonal=diagonal)
