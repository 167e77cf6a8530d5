"""Two label images made one."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import LabelsArray, NewLabelsArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import LABEL_DTYPE
from napari_darkroom.kernels.label_ids import dense
from napari_darkroom.kernels.side_by_side import in_strips

Top: TypeAlias = Literal["first", "second"]


@operation(title="Combine objects", noun="combined", menu="segment/change_objects")
def combine(labels: LabelsArray, other: LabelsArray, *, on_top: Top = "second") -> NewLabelsArray:
    """Put the objects of two label images into one.

    Large and small objects that were found in two ways, or what was drawn over what was found.

    Parameters
    ----------
    labels : array of int, 2-D or 3-D
        The first objects.
    other : array of int, of the same shape
        The second objects.
    on_top : {"first", "second"}
        Which ones keep their pixels where two overlap; the others lose them.

    Returns
    -------
    labels : array of int32
        All objects of which a pixel is left, numbered anew: 1, 2, … for those of the first in the
        order of their numbers, then on for those of the second.

    Notes
    -----
    Objects of the same number in both are two objects. What is covered as a whole is gone.

    Formula::

        combined(x) = number of second(x), where it is an object and on top, or first(x) is none
        combined(x) = number of first(x) else

    Equivalent::

        import numpy as np
        from skimage.segmentation import relabel_sequential

        one, two = (relabel_sequential(a)[0].astype(np.int64) for a in (labels, other))
        two = np.where(two > 0, two + one.max(), 0)
        low, top = (two, one) if on_top == "first" else (one, two)
        labels = relabel_sequential(np.where(top > 0, top, low))[0]

    References
    ----------
    CellProfiler, module CombineObjects, *Preserve*, is the first on top; it gives the pieces of an
    object that another one cuts apart numbers of their own.
    """
    from napari_darkroom.kernels.label_marks import draw_both, mark_uncovered

    below, top = (other, labels) if on_top == "first" else (labels, other)
    (below_ids, below), (top_ids, top) = dense(below), dense(top)
    lines = np.ascontiguousarray(below).reshape(-1), np.ascontiguousarray(top).reshape(-1)
    seen = np.zeros(len(below_ids), bool), np.arange(len(top_ids)) > 0
    mark_uncovered(lines[0], lines[1], seen[0])
    seen[0][0] = False
    result = np.empty(labels.shape, LABEL_DTYPE)
    tables = _numbered(*seen[::-1])[::-1] if on_top == "first" else _numbered(*seen)
    in_strips(result.size, result.size, draw_both, tables, lines, result.reshape(-1))
    return result


def _numbered(
    first: NDArray[np.bool_], second: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return new numbers for the objects that are seen, 0 for the others."""
    numbers = np.where(first, np.cumsum(first), 0).astype(LABEL_DTYPE)
    behind = np.where(second, np.cumsum(second) + first.sum(), 0).astype(LABEL_DTYPE)
    return numbers, behind
