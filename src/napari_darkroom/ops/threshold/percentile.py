"""The threshold that a share of the pixels stays below."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.operation import Limits
from napari_darkroom.ops.threshold.decide import Numbers, of_some, pixels_inside, split
from napari_darkroom.ops.threshold.grey_levels import Floats, finite, whole_levels


def _limits(values: NDArray[Any], *, percent: float, **_: Any) -> Numbers:
    def find(some: NDArray[Any]) -> float:
        return _between(*_sorted_values(some), percent / 100)

    return (of_some(find, values),)


def _sorted_values(values: NDArray[Any]) -> tuple[int, Callable[[int, int], Floats]]:
    """Return the number of finite values, and what gives those at two places in order."""
    from napari_darkroom.kernels.ranked import ranked

    levels = whole_levels(values)
    if levels is None:
        floats, low, high, count = finite(values, "threshold.percentile")
        return count, lambda *places: ranked(floats, (low, high), places)
    centers, below = levels.centers, levels.below
    return levels.total, lambda *places: centers[np.searchsorted(below, places, side="right")]


def _between(count: int, at: Callable[[int, int], Floats], share: float) -> float:
    """Return the value at a share of the way through all in order, as `numpy.percentile` does."""
    place = share * (count - 1)
    first = math.floor(place)
    low, high = at(first, min(first + 1, count - 1))
    rest = place - first
    return float(low + (high - low) * rest if rest < 0.5 else high - (high - low) * (1 - rest))


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
