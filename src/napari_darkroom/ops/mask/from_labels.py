"""The mask of all objects."""

from __future__ import annotations

from typing import Any

import numpy as np

from napari_darkroom.core.annotations import LabelsArray, MaskArray
from napari_darkroom.core.declaration import operation


def _halo(*, ndim: int, **_: Any) -> list[int]:
    return [0] * ndim


@operation(
    title="Mask from labels",
    noun="mask",
    menu="segment/mask",
    halo=_halo,
    walk="none",
    dimensions=(),
    copies=3,
)
def from_labels(labels: LabelsArray) -> MaskArray:
    """Mark where any object is.

    Parameters
    ----------
    labels : array of int
        The label image; 0 is background.

    Returns
    -------
    mask : array of bool
        True where the label is above 0.

    Notes
    -----
    Formula::

        mask(x) = labels(x) > 0

    Equivalent::

        mask = labels > 0

    References
    ----------
    CellProfiler, module ConvertObjectsToImage, *Binary*.
    """
    return np.asarray(labels > 0)
