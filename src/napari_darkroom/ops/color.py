"""Moving between colour models."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np

from napari_darkroom.core.annotations import FloatImageArray, ImageArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import as_working_float
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.operation import Limits

Weights: TypeAlias = Literal["rec709", "rec601", "mean", "red", "green", "blue"]
_WEIGHTS = MappingProxyType(
    {
        "rec709": (0.2125, 0.7154, 0.0721),
        "rec601": (0.299, 0.587, 0.114),
        "mean": (1 / 3, 1 / 3, 1 / 3),
        "red": (1.0, 0.0, 0.0),
        "green": (0.0, 1.0, 0.0),
        "blue": (0.0, 0.0, 1.0),
    }
)


def _none(_: object, **__: object) -> tuple[float, ...]:
    return ()


@operation(
    title="RGB to grey",
    noun="gray",
    menu="filter/color",
    rgb="only",
    walk="none",
    dimensions=(),
    tolerance=1e-6,
    limits=Limits(_none),
)
def to_gray(image: ImageArray, *, weights: Weights = "rec709") -> FloatImageArray:
    """Turn colours into grey values on the same scale.

    Parameters
    ----------
    image : array, last axis of length 3 or 4
        The RGB or RGBA image; alpha has no say.
    weights : str
        ``rec709``: 0.2125 R + 0.7154 G + 0.0721 B, as scikit-image. ``rec601``: 0.299 R +
        0.587 G + 0.114 B, as Pillow and OpenCV. ``mean``, or one channel by its name.

    Returns
    -------
    image : array of float
        Grey values from 0 to 255 for an 8-bit image; nothing is rescaled.

    Notes
    -----
    Formula::

        gray = w₁ · red + w₂ · green + w₃ · blue
        w₁ + w₂ + w₃ = 1

    Equivalent within 1e-6::

        import numpy as np

        rows = {"rec709": (0.2125, 0.7154, 0.0721), "rec601": (0.299, 0.587, 0.114)}
        rows |= {"mean": (1 / 3,) * 3, "red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1)}
        image = image[..., :3] @ np.array(rows[weights])

    References
    ----------
    ITU-R BT.709 (with the weights of ``skimage.color.rgb2gray``) and BT.601.
    """
    if image.ndim < 3 or image.shape[-1] not in (3, 4):
        raise InputError(
            f"color.to_gray works on an RGB image, whose last axis has length 3 or 4; this one has "
            f"shape {image.shape}. It may be grey already; for one channel of several take "
            "geometry.crop with c."
        )
    values = as_working_float(image)
    result = np.zeros(image.shape[:-1], dtype=values.dtype)
    for k, weight in enumerate(_WEIGHTS[weights]):
        if weight:
            result += values.dtype.type(weight) * values[..., k]
    return result
