"""Filters that smooth and sharpen."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import (
    Boundary,
    FloatImageArray,
    ImageArray,
    ImageOrMaskArray,
    Length,
    SameArray,
)
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import as_working_float, missing
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels.boundary import pad, trim
from napari_darkroom.kernels.correlate import gaussian_halo, gaussian_weights, smooth
from napari_darkroom.kernels.footprints import Shape, footprint, reach


def _gaussian_halo(*, sigma: Any, mode: Boundary = "reflect", **_: Any) -> list[int] | None:
    return None if mode == "wrap" else gaussian_halo(sigma)


@operation(
    title="Gaussian blur",
    noun="blurred",
    menu="filter/smooth",
    halo=_gaussian_halo,
    rgb="each",
    tolerance=1e-5,
)
def gaussian(
    image: ImageArray,
    *,
    sigma: Annotated[Length, Ge(0), Le(500)] = 1.0,
    mode: Boundary = "reflect",
) -> FloatImageArray:
    """Blur with a Gaussian kernel.

    Smooths noise away, and makes edges softer: a good first step before a threshold.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image.
    sigma : length
        Width of the blur, as the standard deviation of the kernel: what is smaller fades. The
        kernel is cut off at 4 sigma.
    mode : str
        What lies outside of the image: ``reflect`` (dcba|abcd), ``mirror`` (dcb|abcd),
        ``nearest`` (aaa|abcd), ``wrap`` (bcd|abcd) or ``constant`` (zeros).

    Returns
    -------
    image : array of float
        The blurred image on the scale of the input.

    Notes
    -----
    Missing pixels (NaN) have no weight and stay missing.

    Formula::

        blurred(x) = Σᵢ w(i) · image(x + i)
        w(i) ∝ exp(−i² / 2σ²),  Σᵢ w(i) = 1
        |i| ≤ 4σ,  σ = sigma

    Equivalent without missing pixels, within 1e-5::

        from scipy.ndimage import gaussian_filter

        image = gaussian_filter(image.astype(float), sigma, mode=mode)

    References
    ----------
    The same as ``scipy.ndimage.gaussian_filter``, in the precision of the result.

    Examples
    --------
    >>> import numpy as np
    >>> spot = np.zeros((5, 5)); spot[2, 2] = 1
    >>> gaussian(spot, sigma=0.5).round(3)[2]
    array([0.   , 0.084, 0.619, 0.084, 0.   ])
    """
    weights = [gaussian_weights(s) for s in per_axis(sigma, image.ndim)]
    return smooth(as_working_float(image), weights, mode)


@operation(
    title="Unsharp mask",
    noun="sharpened",
    menu="filter/sharpen",
    halo=_gaussian_halo,
    rgb="each",
    tolerance=1e-5,
)
def unsharp_mask(
    image: ImageArray,
    *,
    sigma: Annotated[Length, Ge(0), Le(500)] = 2.0,
    amount: Annotated[float, Ge(0), Le(20)] = 1.0,
) -> FloatImageArray:
    """Sharpen by adding what a Gaussian blur takes away.

    Edges and small details stand out more, and so does noise.

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image.
    sigma : length
        Standard deviation of the blur: the size of the details that are sharpened.
    amount : float
        How much of what the blur takes away is added: 0 changes nothing, 1 adds all of it once.

    Returns
    -------
    image : array of float
        The sharpened image on the scale of the input; it may go beyond its range.

    Notes
    -----
    Missing pixels (NaN) have no weight and stay missing. ImageJ's weight w stands for
    amount = w / (1 − w).

    Formula::

        sharpened = image + amount · (image − blurred)
        blurred: Gaussian blur with σ = sigma

    Equivalent without missing pixels, within 1e-5::

        from scipy.ndimage import gaussian_filter

        values = image.astype(float)
        image = values + amount * (values - gaussian_filter(values, sigma))

    References
    ----------
    ``skimage.filters.unsharp_mask`` with preserve_range.
    """
    values = as_working_float(image)
    weights = [gaussian_weights(s) for s in per_axis(sigma, image.ndim)]
    blurred = smooth(values, weights, "reflect")
    return values + values.dtype.type(amount) * (values - blurred)


def _median_halo(*, radius: Any, mode: Boundary = "reflect", **_: Any) -> list[int] | None:
    return None if mode == "wrap" else reach(radius)


@operation(title="Median", noun="smoothed", menu="filter/smooth", halo=_median_halo, rgb="each")
def median(
    image: ImageOrMaskArray,
    *,
    radius: Annotated[Length, Ge(0), Le(50)] = 2.0,
    shape: Shape = "disk",
    mode: Boundary = "reflect",
) -> SameArray:
    """Replace each pixel by the median of its neighbourhood; removes specks, keeps edges.

    Takes the noise of single hot or dark pixels away (denoise, despeckle).

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image or mask.
    radius : length
        How far the neighbourhood reaches from its centre.
    shape : str
        ``disk`` (ball, ellipse) or ``square`` (box).
    mode : str
        What lies outside of the image: ``reflect`` (dcba|abcd), ``mirror`` (dcb|abcd),
        ``nearest`` (aaa|abcd), ``wrap`` (bcd|abcd) or ``constant`` (zeros).

    Returns
    -------
    result : array
        Of the pixel type of the input.

    Notes
    -----
    Missing pixels (NaN) have no say and stay missing.

    Formula::

        smoothed(x) = median of image(x + i)
        disk: Σ (i / radius)² ≤ 1
        square: |i| ≤ radius along each axis

    Equivalent without missing pixels::

        import numpy as np
        from scipy.ndimage import median_filter

        grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
        disk = sum(i**2 / max(r, 1) ** 2 for i, r in zip(grid, radius)) <= 1
        footprint = disk if shape == "disk" else np.ones_like(disk)
        result = median_filter(image, footprint=footprint, mode=mode)

    References
    ----------
    ``scipy.ndimage.median_filter`` with the same footprint and mode.
    """
    window = footprint(per_axis(radius, image.ndim), shape)
    widths = [n // 2 for n in window.shape]
    values = image.view(np.uint8) if image.dtype == bool else image
    wide = pad(np.ascontiguousarray(values), widths, mode)
    result = _median(wide, window, widths)
    nan = missing(image)
    if nan is not None:
        result[nan] = np.nan
    return result.astype(image.dtype, copy=False)


def _median(wide: NDArray[Any], window: NDArray[np.bool_], widths: list[int]) -> NDArray[Any]:
    """Take OpenCV for the small squares that it knows: the median is exact with any engine."""
    import cv2

    sizes = {"uint8": range(3, 256, 2), "uint16": (3, 5), "float32": (3, 5)}
    square = window.ndim == 2 and window.all() and len(set(window.shape)) == 1
    if square and len(window) in sizes.get(wide.dtype.name, ()) and missing(wide) is None:
        return np.array(trim(cv2.medianBlur(wide, len(window)), widths))
    from napari_darkroom.kernels.median import footprint_median

    exact = wide.astype(np.float32) if wide.dtype == np.float16 else wide
    return footprint_median(exact, window)
