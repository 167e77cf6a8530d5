"""Otsu's threshold."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.operation import Limits
from napari_darkroom.ops.threshold.decide import split
from napari_darkroom.ops.threshold.grey_levels import grey_levels
from napari_darkroom.ops.threshold.methods.variance import otsu_level


def _limits(image: NDArray[Any], *, bins: int, **_: Any) -> tuple[float, ...]:
    return (otsu_threshold(image, bins),)


@operation(
    title="Threshold (Otsu)",
    noun="mask",
    menu="segment/threshold",
    dimensions=(),
    limits=Limits(_limits, split),
)
def otsu(
    image: ImageArray,
    *,
    bins: Annotated[int, Ge(2), Le(65536)] = 256,
    dark_objects: bool = False,
) -> MaskArray:
    """Mark what is brighter than Otsu's threshold.

    The threshold is found from the image: the value that parts its pixels best into a dark and a
    bright group. It suits bright objects that fill a good part of a dark ground.

    Parameters
    ----------
    image : array
        The image.
    bins : int
        Number of bins of the histogram of a float image; an integer image has one a
        value, as long as its values lie within 2²⁴ of each other.
    dark_objects : bool
        Mark what is not brighter instead: dark objects on a light ground.

    Returns
    -------
    mask : array of bool
        True where image > threshold, the threshold being that of the image, volume or stack that is
        treated at once. Missing and infinite pixels have no say; missing ones are outside.

    Notes
    -----
    Sums are in float64, so the threshold is the exact maximum; programs that add in float32
    may find a neighbouring value on large images.

    Formula::

        mask(x) = image(x) > t
        t: where n₀ · n₁ · (μ₀ − μ₁)² is largest
        n₀, μ₀: number, mean of pixels ≤ t
        n₁, μ₁: number, mean of pixels > t

    Equivalent without missing pixels::

        from skimage.filters import threshold_otsu

        threshold = threshold_otsu(image, bins)
        mask = image <= threshold if dark_objects else image > threshold

    References
    ----------
    N. Otsu, IEEE Transactions on Systems, Man, and Cybernetics 9 (1979) 62–66; the same
    definition as ``skimage.filters.threshold_otsu``.
    """
    return split(image, _limits(image, bins=bins), dark_objects=dark_objects)


def otsu_threshold(image: NDArray[Any], bins: int = 256) -> float:
    """Return the value that separates two classes of pixels with the largest variance between.

    Raises
    ------
    InputError
        If no pixel has a finite value.
    """
    return otsu_level(grey_levels(image, bins, "threshold.otsu"))
