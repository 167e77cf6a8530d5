"""The connected pieces of a mask, or of the objects of a label image."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def connected_pieces(array: NDArray[Any], *, diagonal: bool) -> NDArray[np.int32]:
    """Return a number for every connected piece of one value, in the order of their first pixels.

    The numbers of a mask are those of ``scipy.ndimage.label``.

    Parameters
    ----------
    array : array of bool or int, 2-D or 3-D
        0 is background.
    diagonal : bool
        Whether pixels that meet at a corner (or, in 3-D, an edge) are connected too.
    """
    # Here, so that operations that need it can be known without loading numba.
    from napari_darkroom.kernels.components import number_components

    return number_components(array, diagonal=diagonal)


def count_pieces(mask: NDArray[np.bool_], *, diagonal: bool) -> int:
    """Return the number of connected pieces of a mask."""
    from napari_darkroom.kernels.components import count_components

    return count_components(mask, diagonal=diagonal)
