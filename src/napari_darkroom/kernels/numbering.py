"""The numbers of new objects."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.dtypes import LABEL_DTYPE


def in_order(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the labels, numbered in place in the order in which they are met row by row.

    Parameters
    ----------
    labels : array of int32
        Written to. The largest number should be no larger than there are pixels: it makes a table.
    """
    # Here, so that operations that need it can be known without loading numba.
    from napari_darkroom.kernels.label_marks import renumber

    table = np.zeros(int(labels.max(initial=0)) + 1, LABEL_DTYPE)
    renumber(labels.reshape(-1), table)
    return labels
