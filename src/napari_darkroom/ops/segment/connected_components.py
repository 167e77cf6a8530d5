"""Every connected piece of a mask is an object."""

from __future__ import annotations

from napari_darkroom.core.annotations import MaskArray, NewLabelsArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.kernels.pieces import connected_pieces


@operation(title="Connected components", noun="objects", menu="segment/objects")
def connected_components(mask: MaskArray, *, diagonal: bool = True) -> NewLabelsArray:
    """Give every connected piece of a mask its own number.

    Objects that touch each other get one number together; `segment.split_touching` cuts them apart.

    Parameters
    ----------
    mask : array of bool, 2-D or 3-D
        The mask.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.

    Returns
    -------
    labels : array of int32
        1, 2, … in the order in which the pieces are met row by row; 0 is background.

    Notes
    -----
    Formula::

        objects(x) = objects(y)  ⇔
        a path of neighbours in the mask joins x and y

    Equivalent::

        from skimage.measure import label

        labels = label(mask, connectivity=mask.ndim if diagonal else 1)

    References
    ----------
    ``scipy.ndimage.label``; computed after L. He, Y. Chao and K. Suzuki, IEEE Transactions on Image
    Processing 17 (2008) 749–756.
    """
    return connected_pieces(mask, diagonal=diagonal)
