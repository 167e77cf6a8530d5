"""A mask of the pixels between two grey values."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.operation import Limits
from napari_darkroom.ops.threshold.decide import above


def _no_halo(*, ndim: int, **_: Any) -> list[int]:
    return [0] * ndim


def _given(_: Any, *, lower: float | None, upper: float | None) -> tuple[float, ...]:
    return tuple(limit for limit in (lower, upper) if limit is not None)


@operation(
    title="Threshold (manual)",
    noun="mask",
    menu="segment/threshold",
    halo=_no_halo,
    walk="none",
    dimensions=(),
    limits=Limits(_given),
)
def manual(
    image: ImageArray, *, lower: float | None = None, upper: float | None = None
) -> MaskArray:
    """Mark the pixels between two values, both included.

    The values are grey values of the image, as the status bar shows them under the mouse.

    Parameters
    ----------
    image : array
        The image.
    lower : float, optional
        Smallest value that counts; none for no limit.
    upper : float, optional
        Largest value that counts; none for no limit.

    Returns
    -------
    mask : array of bool
        True where lower ≤ image ≤ upper. Missing pixels (NaN) are outside.

    Notes
    -----
    Formula::

        mask(x) = lower ≤ image(x) ≤ upper

    Equivalent::

        import numpy as np

        low = -np.inf if lower is None else lower
        high = np.inf if upper is None else upper
        mask = (image >= low) & (image <= high)

    References
    ----------
    R. Gonzalez and R. Woods, Digital Image Processing, chapter 10: thresholding with two values;
    ``cv2.inRange``. ImageJ, *Image > Adjust > Threshold*, marks the same pixels.
    """
    if lower is not None and upper is not None and lower > upper:
        raise ParameterError(
            f"threshold.manual: lower = {lower:g} is above upper = {upper:g}: nothing lies between."
        )
    if lower is not None and upper is not None and image.dtype.char in "bBhHiIfd":
        return _between(image, lower, upper)
    parts = [] if lower is None else [_at_least(image, lower)]
    parts += [] if upper is None else [_at_most(image, upper)]
    if not parts:
        # What is missing lies outside of every limit, also where none is given.
        return ~np.isnan(image) if image.dtype.kind == "f" else np.ones(image.shape, dtype=bool)
    result = parts[0]
    for more in parts[1:]:
        result &= more
    return result


def _between(image: NDArray[Any], lower: float, upper: float) -> NDArray[np.bool_]:
    """Return the pixels between two limits, compared as `_at_least` and `_at_most` do."""
    from napari_darkroom.kernels.between import between

    if image.dtype.kind == "f":
        with np.errstate(over="ignore"):
            return between(image, image.dtype.type(lower), image.dtype.type(upper))
    info = np.iinfo(image.dtype)
    low, high = max(lower, info.min), min(upper, info.max)
    if not low <= high:
        return np.zeros(image.shape, dtype=bool)
    return between(image, image.dtype.type(math.ceil(low)), image.dtype.type(math.floor(high)))


def _at_least(image: NDArray[Any], lower: float) -> NDArray[np.bool_]:
    if _few_bits(image) and math.isfinite(lower):
        return above(image, math.ceil(lower) - 1)
    return np.asarray(image >= lower)


def _at_most(image: NDArray[Any], upper: float) -> NDArray[np.bool_]:
    if _few_bits(image) and math.isfinite(upper):
        found = above(image, upper)
        return np.logical_not(found, out=found)
    return np.asarray(image <= upper)


def _few_bits(image: NDArray[Any]) -> bool:
    """Whether an image is of whole numbers that need not become floats to be compared."""
    return image.dtype.kind in "iu" and image.dtype.itemsize <= 4
