"""Making one object of those that touch."""

from __future__ import annotations

from napari_darkroom.core.annotations import LabelsArray, SameArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.kernels.label_ids import dense, look_up


@operation(title="Merge touching objects", noun="merged", menu="segment/change_objects")
def merge_touching(labels: LabelsArray, *, diagonal: bool = True) -> SameArray:
    """Make one object of all that touch each other.

    For objects that were cut into too many, and for the colony that touching cells are.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The label image.
    diagonal : bool
        Whether objects that meet at a corner (or, in 3-D, an edge) touch too.

    Returns
    -------
    result : array of int
        The merged objects; each has the lowest number of those that it was made of.

    Notes
    -----
    An object is all pixels of one number: where two pieces of it lie apart, what touches the one
    is merged with what touches the other.

    Formula::

        merged(x) = lowest number that is reached from labels(x)
        by going from an object to one that touches it, any number of times

    Equivalent::

        import numpy as np
        from scipy.ndimage import generate_binary_structure, label, minimum

        near = generate_binary_structure(labels.ndim, labels.ndim if diagonal else 1)
        (pieces, n), result = label(labels > 0, near), labels
        for same in [pieces, labels] * len(np.unique(labels)):
            lowest = minimum(result, same, np.arange(same.max() + 1)).astype(labels.dtype)
            result = lowest[same]

    References
    ----------
    CellProfiler, module SplitOrMergeObjects.
    """
    from napari_darkroom.kernels.touching import lowest_of_touching

    ids, index = dense(labels)
    return look_up(ids[lowest_of_touching(index, len(ids), diagonal=diagonal)], index)
