"""A mask of the pixels between two grey values."""

from __future__ import annotations

from typing import Any

import numpy as np

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.operation import Limits


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
    """
    if lower is not None and upper is not None and lower > upper:
        raise ParameterError(
            f"threshold.manual: lower = {lower:g} is above upper = {upper:g}: nothing lies between."
        )
    result = ~np.isnan(image) if image.dtype.kind == "f" else np.ones(image.shape, dtype=bool)
    if lower is not None:
        result &= image >= lower
    if upper is not None:
        result &= image <= upper
    return result
