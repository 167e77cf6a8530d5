"""Changing grey values."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import FloatImageArray, ImageArray
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import as_native, as_working_float
from napari_darkroom.core.errors import InputError, ParameterError
from napari_darkroom.core.operation import Limits
from napari_darkroom.core.values import Image, Mask


def _ends(
    image: NDArray[Any], *, low_percentile: float, high_percentile: float, **_: Any
) -> tuple[float, ...]:
    """Return the values at two percentiles."""
    if low_percentile >= high_percentile:
        raise ParameterError(
            f"intensity.rescale: low_percentile = {low_percentile:g} must be below high_percentile "
            f"= {high_percentile:g}."
        )
    values = as_working_float(image)
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        raise InputError("intensity.rescale: no pixel has a finite value.")
    ends = np.percentile(finite.astype(np.float64), [low_percentile, high_percentile])
    return tuple(ends.tolist())


def _stretch(
    image: NDArray[Any], ends: tuple[float, ...], *, minimum: float, maximum: float, **_: Any
) -> NDArray[Any]:
    """Return the image with the range from one end to the other brought to another range."""
    low, high = ends
    values = as_working_float(image)
    exact = values.astype(np.float64)
    if low < high:
        stretched = np.clip((exact - low) / (high - low), 0, 1)
    else:
        stretched = np.where(np.isnan(exact), np.nan, exact > high)
    return (minimum + stretched * (maximum - minimum)).astype(values.dtype)


@operation(
    title="Rescale",
    noun="rescaled",
    menu="filter/intensity",
    rgb="each",
    walk="none",
    dimensions=(),
    tolerance=1e-6,
    limits=Limits(_ends, _stretch),
)
def rescale(
    image: ImageArray,
    *,
    low_percentile: Annotated[float, Ge(0), Le(100)] = 0.0,
    high_percentile: Annotated[float, Ge(0), Le(100)] = 100.0,
    minimum: float = 0.0,
    maximum: float = 1.0,
) -> FloatImageArray:
    """Stretch the values between two percentiles to a range.

    With 1 and 99 as percentiles a few very dark or bright pixels do not set the contrast.

    Parameters
    ----------
    image : array
        The image.
    low_percentile : float
        The value at this percentile becomes `minimum`; what is lower does too.
    high_percentile : float
        The value at this percentile becomes `maximum`; what is higher does too.
    minimum : float
        Smallest value of the result.
    maximum : float
        Largest value of the result.

    Returns
    -------
    image : array of float
        The stretched image, which no longer is on the scale of the input: measure on the input.

    Notes
    -----
    The percentiles are those of all time points, planes and channels together; walk over an
    axis (``over``) to treat its entries one by one. Missing and infinite pixels have no say;
    missing ones stay missing. An image of one value becomes `minimum`.

    Formula::

        share = (image − low) / (high − low)
        cut off below 0 and above 1
        rescaled = minimum + (maximum − minimum) · share
        low, high: values at the two percentiles

    Equivalent without missing pixels, within 1e-6::

        import numpy as np

        low, high = np.percentile(image, [low_percentile, high_percentile])
        share = np.clip((image - low) / (high - low), 0, 1)
        image = minimum + (maximum - minimum) * share

    References
    ----------
    ``skimage.exposure.rescale_intensity`` with the percentiles as in_range.
    """
    ends = _ends(image, low_percentile=low_percentile, high_percentile=high_percentile)
    return _stretch(image, ends, minimum=minimum, maximum=maximum)


@operation(
    title="Invert",
    noun="inverted",
    menu="filter/intensity",
    rgb="whole",
    walk="none",
    dimensions=(),
)
def invert(image: Image | Mask, *, maximum: float | None = None) -> Image | Mask:
    """Make dark what is bright, and bright what is dark.

    Parameters
    ----------
    image : Image or Mask
        The image or mask. The alpha of an RGBA image is kept.
    maximum : float, optional
        The result is maximum − image. By default an integer image swaps the ends of its type's
        range (255 − image for 8 bits) and a float image its own smallest and largest value. A mask
        has no maximum: true and false swap.

    Returns
    -------
    image : Image or Mask
        Of the pixel type of the input; missing pixels (NaN) stay missing.

    Notes
    -----
    Formula::

        inverted = maximum − image
        maximum, if none is given: lowest + highest

    Equivalent without missing pixels, within 1e-6::

        if maximum is None and image.dtype.kind == "f":
            maximum = image.min() + image.max()
        swap = maximum is None or image.dtype == bool
        result = ~image if swap else maximum - image
    """
    if isinstance(image, Mask):
        return image.with_data(~image.data)
    data = image.data if image.lazy else as_native(np.asarray(image.data))
    colours = data[..., :3] if image.rgb else data
    inverted = _swap(colours, maximum)
    if image.rgb and data.shape[-1] == 4:
        joined = data.copy()
        joined[..., :3] = inverted
        inverted = joined
    return replace(image, data=inverted)


def _swap(values: Any, maximum: float | None) -> Any:
    """Return ``ends − values``, in the integers themselves where they are integers."""
    if values.dtype.kind in "iu":
        info = np.iinfo(values.dtype)
        ends = int(info.max) + int(info.min) if maximum is None else maximum
        if ends == int(info.max) + int(info.min):
            return ~values
        _check_range(ends, values)
        # The result fits; what wraps round on the way there wraps back.
        unsigned = np.dtype(f"u{values.dtype.itemsize}")
        end = unsigned.type(int(ends) % 2 ** (8 * unsigned.itemsize))
        return (end - values.astype(unsigned)).astype(values.dtype)
    if maximum is None:
        finite = np.isfinite(values)
        # Of a type's largest numbers, unlike of infinities, the sum is no invalid operation.
        far = np.finfo(values.dtype).max
        low = np.where(finite, values, far).min()
        high = np.where(finite, values, -far).max()
        return (low + high - values).astype(values.dtype)
    return (values.dtype.type(maximum) - values).astype(values.dtype)


def _check_range(maximum: float, values: Any) -> None:
    """Raise if `maximum` − values does not fit the integers of `values`."""
    info = np.iinfo(values.dtype)
    low, high = int(values.min()), int(values.max())
    if maximum != int(maximum) or maximum - high < info.min or maximum - low > info.max:
        raise ParameterError(
            f"intensity.invert: maximum = {maximum:g} does not fit {values.dtype} values from "
            f"{low} to {high}: {maximum:g} − {high} to {maximum:g} − {low} must be "
            f"whole numbers between {info.min} and {info.max}."
        )
