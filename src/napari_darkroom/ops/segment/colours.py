"""Colours as they are told apart by eye."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.ops.segment.brightness import from_0_to_1


def lab(image: NDArray[Any]) -> NDArray[np.float64]:
    """Return the colours of an RGB image in CIELAB, divided by 100: lightness from 0 to 1.

    The image is scaled so that its smallest value is 0 and its largest 1; alpha has no say. A
    colour of which one part is missing is NaN.

    Parameters
    ----------
    image : array (…, 3 or 4)
        The image.
    """
    from skimage.color import rgb2lab

    values = from_0_to_1(image[..., :3])
    missing = np.isnan(values).any(axis=-1)
    result = np.asarray(rgb2lab(np.where(np.isnan(values), 0.0, values)), np.float64) / 100
    result[missing] = np.nan
    return result
