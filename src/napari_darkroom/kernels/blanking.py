"""Pixels blanked by a mask, without a guess of what comes next."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.side_by_side import in_strips


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
    pixels = (np.ravel(image).view(bits), np.ravel(mask), result.reshape(-1).view(bits))
    in_strips(image.size, image.size, _choose, pixels, (value, keep))
    return result


@njit(nogil=True, cache=True)
def _choose(pixels: Any, how: Any, low: Any, high: Any) -> None:
    flat, mask, result = pixels[0][low:high], pixels[1][low:high], pixels[2][low:high]
    value, keep = how
    for k in range(len(flat)):
        result[k] = flat[k] if mask[k] == keep else value
