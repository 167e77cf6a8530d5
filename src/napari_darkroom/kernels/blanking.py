"""Pixels blanked by a mask, without a guess of what comes next."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def blanked(image: NDArray[Any], mask: NDArray[np.bool_], blank: Any, keep: bool) -> NDArray[Any]:
    """Return an image whose pixels have a value where the mask is not `keep`.

    Parameters
    ----------
    image, mask : array
        Of shapes that fit together.
    blank : number
        Of the pixel type of the image.
    """
    image, mask = np.broadcast_arrays(image, mask)
    result = np.empty(image.shape, image.dtype)
    # Pixels are moved as they are: one kernel for all types of a size.
    bits = np.dtype(f"u{image.dtype.itemsize}")
    value = np.asarray(blank, image.dtype).reshape(1).view(bits)[0]
    _choose(np.ravel(image).view(bits), np.ravel(mask), value, keep, result.reshape(-1).view(bits))
    return result


@njit(nogil=True, cache=True)
def _choose(flat: Any, mask: Any, value: Any, keep: bool, result: Any) -> None:
    for k in range(len(flat)):
        result[k] = flat[k] if mask[k] == keep else value
