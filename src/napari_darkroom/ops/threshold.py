"""From grey values to a mask."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageArray, MaskArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError, ParameterError
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


def _otsu_limits(image: NDArray[Any], *, bins: int, **_: Any) -> tuple[float, ...]:
    return (otsu_threshold(image, bins),)


def _split(
    image: NDArray[Any], limits: tuple[float, ...], *, dark_objects: bool, **_: Any
) -> NDArray[np.bool_]:
    (threshold,) = limits
    return np.asarray(image <= threshold if dark_objects else image > threshold)


@operation(
    title="Threshold (Otsu)",
    noun="mask",
    menu="segment/threshold",
    dimensions=(),
    limits=Limits(_otsu_limits, _split),
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
    return _split(image, _otsu_limits(image, bins=bins), dark_objects=dark_objects)


def otsu_threshold(image: NDArray[Any], bins: int = 256) -> float:
    """Return the value that separates two classes of pixels with the largest variance between.

    Raises
    ------
    InputError
        If no pixel has a finite value.
    """
    values = image[np.isfinite(image)] if image.dtype.kind == "f" else image.ravel()
    if values.size == 0:
        raise InputError("threshold.otsu: no pixel has a finite value, so there is no threshold.")
    counts, centers = _histogram(values, bins)
    if len(centers) == 1:
        return float(centers[0])
    below, above = np.cumsum(counts), np.cumsum(counts[::-1])[::-1]
    sums = counts * centers
    mean_below = np.cumsum(sums) / below
    mean_above = (np.cumsum(sums[::-1]) / above[::-1])[::-1]
    between = below[:-1] * above[1:] * (mean_below[:-1] - mean_above[1:]) ** 2
    return float(centers[np.argmax(between)])


def _histogram(values: NDArray[Any], bins: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    low, high = values.min(), values.max()
    if low == high:
        return np.ones(1), np.array([float(low)])
    if values.dtype.kind in "iu" and int(high) - int(low) < 2**24:
        # In int64: the differences of a signed type may not fit into it.
        above_low = np.subtract(values, low, dtype=np.int64, casting="unsafe")
        counts = np.bincount(above_low.ravel())
        return counts.astype(float), np.arange(int(low), int(high) + 1).astype(float)
    counts, edges = np.histogram(values.astype(np.float64, copy=False), bins)
    return counts.astype(float), (edges[:-1] + edges[1:]) / 2
