"""The numbers of new objects."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import LABEL_DTYPE


def in_order(labels: NDArray[Any]) -> NDArray[np.int32]:
    """Return the labels numbered in the order in which the objects are met row by row."""
    import fastremap

    renumbered, _ = fastremap.renumber(np.ascontiguousarray(labels))
    return np.asarray(renumbered).astype(LABEL_DTYPE)
