"""Taking objects out of others."""

from __future__ import annotations

from typing import Annotated, Any

from numpy.typing import NDArray

from napari_darkroom.core.annotations import ArrayOf, LabelsArray, SameArray
from napari_darkroom.core.declaration import operation


def _halo(*, ndim: int, **_: Any) -> list[int]:
    return [0] * ndim


@operation(
    title="Subtract objects",
    noun="rest",
    menu="segment/change_objects",
    halo=_halo,
    walk="none",
    dimensions=(),
    copies=3,
)
def subtract(
    labels: LabelsArray, taken: Annotated[NDArray[Any], ArrayOf(("labels", "mask"))]
) -> SameArray:
    """Take objects out of others: cells without their nuclei are cytoplasm.

    Parameters
    ----------
    labels : array of int
        The objects of which something is taken.
    taken : array of int or bool, of the same shape
        Labels or a mask: wherever any of it is, is taken out.

    Returns
    -------
    result : array of int
        What is left of the objects. Each keeps its number, so that a cytoplasm has the number of
        its cell; one that lies within `taken` is gone.

    Notes
    -----
    The numbers of `taken` have no say: a nucleus is taken out of every cell that it reaches into.

    Formula::

        rest(x) = 0 where taken(x) > 0
        rest(x) = labels(x) else

    Equivalent::

        import numpy as np

        result = np.where(taken > 0, 0, labels)

    References
    ----------
    CellProfiler, module IdentifyTertiaryObjects, without shrinking the nuclei first.
    """
    from napari_darkroom.kernels.blanking import blanked

    away = taken if taken.dtype == bool else taken > 0
    return blanked(labels, away, 0, keep=False)
