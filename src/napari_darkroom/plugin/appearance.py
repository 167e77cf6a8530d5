"""How a result looks: colours and contrast of its input, where these still say the truth."""

from __future__ import annotations

from typing import Any

import numpy as np
from napari.layers import Image as ImageLayer
from napari.layers import Layer

from napari_darkroom.core.values import Image, Value

Range = tuple[float, float]

# A result that spans less than this part of its input's contrast would look flat in it.
_LEAST_SPAN = 0.3


def value_range(value: Value) -> Range | None:
    """Return the smallest and largest finite grey value; None for colours and what is lazy."""
    if not isinstance(value, Image) or value.rgb or value.lazy or not value.data.size:
        return None
    low, high = float(np.min(value.data)), float(np.max(value.data))
    if not (np.isfinite(low) and np.isfinite(high)):
        finite = value.data[np.isfinite(value.data)]
        if not finite.size:
            return None
        low, high = float(finite.min()), float(finite.max())
    return (low, high) if high > low else (low, low + 1.0)


def image_appearance(like: Layer | None, extent: Range | None) -> dict[str, Any]:
    """Return the attributes that give a new image layer the look of its input.

    Parameters
    ----------
    like : Layer, optional
        The input's layer.
    extent : (float, float), optional
        Smallest and largest value of the result.
    """
    if not isinstance(like, ImageLayer) or like.rgb:
        return {} if extent is None else {"contrast_limits": extent}
    look: dict[str, Any] = {
        "colormap": like.colormap,
        "blending": like.blending,
        "gamma": like.gamma,
        "interpolation2d": like.interpolation2d,
    }
    limits = contrast(like, extent)
    return look if limits is None else look | {"contrast_limits": limits}


def contrast(like: Layer | None, extent: Range | None) -> Range | None:
    """Return the contrast limits of the input where the result has its scale, else the extent."""
    if extent is None or not isinstance(like, ImageLayer) or like.rgb:
        return extent
    low, high = (float(limit) for limit in like.contrast_limits)
    overlap = min(high, extent[1]) - max(low, extent[0])
    span = max(high - low, extent[1] - extent[0])
    return (low, high) if overlap >= _LEAST_SPAN * span else extent
