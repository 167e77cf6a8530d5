"""Colours as they are told apart by eye."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.kernels.row_blocks import row_blocks
from napari_darkroom.ops.segment.brightness import between_ends, finite_ends

_TOGETHER = 64


def lab(image: NDArray[Any]) -> NDArray[np.float64]:
    """Return the colours of an RGB image in CIELAB, divided by 100: lightness from 0 to 1.

    The image is scaled so that its smallest value is 0 and its largest 1; alpha has no say. A
    colour of which one part is missing is NaN.

    Parameters
    ----------
    image : array (…, 3 or 4)
        The image.
    """
    rows = image[..., :3].reshape(-1, image.shape[-2], 3)
    ends = finite_ends(rows)
    result = np.empty(rows.shape)
    # Some rows at a time, as on the way there are several copies in float64.
    for low, high in row_blocks(len(rows), _TOGETHER):
        result[low:high] = _lab(between_ends(rows[low:high], ends))
    return result.reshape(*image.shape[:-1], 3)


def _lab(values: NDArray[np.float64]) -> NDArray[np.float64]:
    from skimage.color import rgb2lab

    missing = np.isnan(values).any(axis=-1)
    result = np.asarray(rgb2lab(np.where(np.isnan(values), 0.0, values)), np.float64) / 100
    result[missing] = np.nan
    return result
