"""Several thresholds at once, which part the pixels into classes."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ClassesArray, ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import CLASS_DTYPE
from napari_darkroom.core.operation import Limits
from napari_darkroom.ops.threshold.decide import Numbers, above, pixels_inside
from napari_darkroom.ops.threshold.grey_levels import grey_levels


def _limits(values: NDArray[Any], *, classes: int, bins: int, **_: Any) -> Numbers:
    if values.size == 0:
        return (np.nan,)
    levels = grey_levels(values, bins, "threshold.multi_otsu")
    return otsu_levels(levels.centers, levels.counts, classes)


def otsu_levels(levels: NDArray[np.float64], often: NDArray[np.int64], classes: int) -> Numbers:
    """Return the levels that part pixels into classes, the fewer where there are few values.

    Parameters
    ----------
    levels : array of float64
        Grey values, ascending.
    often : array of int64
        How many pixels have each.
    """
    from napari_darkroom.kernels.partition import best_partition

    filled = np.flatnonzero(often)
    centers, counts = levels[filled], often[filled]
    if len(filled) <= classes:
        return tuple(centers[: max(len(filled) - 1, 1)].tolist())
    return tuple(centers[best_partition(centers, counts, classes)].tolist())


def _classes(image: NDArray[Any], limits: Numbers, **_: Any) -> NDArray[np.uint8]:
    result = np.zeros(image.shape, CLASS_DTYPE)
    for threshold in limits:
        result += above(image, threshold)
    return result


@operation(
    title="Threshold (multi-Otsu)",
    noun="classes",
    menu="segment/threshold",
    dimensions=(),
    limits=Limits(_limits, _classes, inside="mask"),
)
def multi_otsu(
    image: ImageArray,
    mask: MaskArray | None = None,
    *,
    classes: Annotated[int, Ge(2), Le(16)] = 3,
    bins: Annotated[int, Ge(2), Le(65536)] = 256,
) -> ClassesArray:
    """Part the pixels into dark, brighter and brightest ones, or more classes.

    For images with more than two kinds of pixels: background, cytoplasm and nuclei.

    Parameters
    ----------
    image : array
        The image.
    mask : array of bool, optional
        The pixels of which the thresholds are found. All pixels are compared with them.
    classes : int
        How many classes there are; there is one threshold less.
    bins : int
        Number of bins of the histogram of a float image; an integer image has one a
        value, as long as its values lie within 2²⁴ of each other.

    Returns
    -------
    labels : array of uint8
        The class of each pixel: 0 for the darkest, 1, 2, … for brighter ones. The thresholds are
        those of the image, volume or stack that is treated at once.

    Raises
    ------
    InputError
        If no pixel has a finite value.

    Notes
    -----
    Missing and infinite pixels have no say; missing ones are in class 0. An image of fewer values
    than classes has a class for each value. The thresholds are the exact optimum, whatever the
    number of levels; programs that add in float32 may find neighbouring ones.

    Formula::

        classes(x) = number of k with image(x) > tₖ
        t: where Σ nₖ (μₖ − μ)² is largest
        nₖ, μₖ: number, mean of the pixels of class k

    Equivalent for images of 8 bits, without missing pixels::

        import numpy as np
        from skimage.filters import threshold_multiotsu

        thresholds = threshold_multiotsu(image if mask is None else image[mask], classes, bins)
        labels = np.digitize(image, thresholds, right=True)

    References
    ----------
    P.-S. Liao, T.-S. Chen and P.-C. Chung, Journal of Information Science and Engineering 17
    (2001) 713–727; ``skimage.filters.threshold_multiotsu``.
    """
    return _classes(image, _limits(pixels_inside(image, mask), classes=classes, bins=bins))
