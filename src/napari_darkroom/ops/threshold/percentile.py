"""The threshold that a share of the pixels stays below."""

from __future__ import annotations

import math
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.operation import Limits
from napari_darkroom.ops.threshold.decide import Numbers, of_some, pixels_inside, split
from napari_darkroom.ops.threshold.grey_levels import GreyLevels, grey_levels


def _limits(values: NDArray[Any], *, percent: float, **_: Any) -> Numbers:
    def find(some: NDArray[Any]) -> float:
        # The bins of floats are not used: two of them are enough.
        levels = grey_levels(some, 2, "threshold.percentile")
        if levels.whole:
            return _between(levels, percent / 100 * (levels.total - 1))
        finite = some[np.isfinite(some)] if some.dtype.kind == "f" else some
        return float(np.percentile(finite.astype(np.float64), percent))

    return (of_some(find, values),)


def _between(levels: GreyLevels, place: float) -> float:
    """Return the value at a place among all values in order, as `numpy.percentile` does."""
    first = math.floor(place)
    places = [first, min(first + 1, levels.total - 1)]
    low, high = levels.centers[np.searchsorted(levels.below, places, side="right")]
    share = place - first
    return float(low + (high - low) * share if share < 0.5 else high - (high - low) * (1 - share))


@operation(
    title="Threshold (percentile)",
    noun="mask",
    menu="segment/threshold",
    dimensions=(),
    limits=Limits(_limits, split, inside="mask"),
)
def percentile(
    image: ImageArray,
    mask: MaskArray | None = None,
    *,
    percent: Annotated[float, Ge(0), Le(100)] = 90.0,
    dark_objects: bool = False,
) -> MaskArray:
    """Mark the brightest pixels, as many as a percentage leaves.

    For images of which one knows how much the objects cover: with 90 percent the brightest tenth
    is marked.

    Parameters
    ----------
    image : array
        The image.
    mask : array of bool, optional
        The pixels of which the threshold is found. All pixels are compared with it.
    percent : float
        So many percent of the pixels are not brighter than the threshold.
    dark_objects : bool
        Mark these instead: dark objects on a light ground.

    Returns
    -------
    mask : array of bool
        True where image > threshold, the threshold being that of the image, volume or stack that is
        treated at once. Where the mask given holds no pixel nothing is marked.

    Raises
    ------
    InputError
        If no pixel has a finite value.

    Notes
    -----
    Missing and infinite pixels have no say; missing ones are outside. Between two values the
    threshold is interpolated; of equal pixels all or none are marked.

    Formula::

        mask(x) = image(x) > t
        t: value that percent of the pixels reach

    Equivalent without missing pixels::

        import numpy as np

        threshold = np.percentile(image if mask is None else image[mask], percent)
        mask = image <= threshold if dark_objects else image > threshold

    References
    ----------
    W. Doyle, Journal of the ACM 9 (1962) 259–267; ``numpy.percentile``.
    """
    found = _limits(pixels_inside(image, mask), percent=percent)
    return split(image, found, dark_objects=dark_objects)
