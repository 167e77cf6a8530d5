"""Changing the grid of an image: its part, its size, its calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

import numpy as np
from annotated_types import Gt, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import (
    Interval,
    OnlyFor,
    PhysicalLength,
    PhysicalLengths,
    PhysicalTime,
)
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import as_native, missing
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.units import Measure
from napari_darkroom.core.values import Grid, Image
from napari_darkroom.kernels.resample import Interpolation, resample, resample_nearest

_SPACE: tuple[Literal["z", "y", "x"], ...] = ("z", "y", "x")


@operation(title="Crop", noun="cropped", menu="transform/crop", rgb="whole", dimensions=())
def crop(
    image: Grid,
    *,
    x: Interval | None = None,
    y: Interval | None = None,
    z: Interval | None = None,
    t: Interval | None = None,
    c: Interval | None = None,
) -> Grid:
    """Keep a part of an image.

    Parameters
    ----------
    image : Image, Labels or Mask
        What is cut.
    x, y, z, t, c : interval, optional
        First index that is kept and first that is not, counted from 0; none keeps all. One end
        may be open; a negative index counts from the end.

    Returns
    -------
    image : Image, Labels or Mask
        The part, which stays at its place in the world.

    Raises
    ------
    ParameterError
        If an axis does not exist or nothing would be left.

    Notes
    -----
    Formula::

        cropped(x) = image(start + x)
        0 ≤ x < stop − start

    Equivalent for the axes y and x (and z)::

        ranges = [z, y, x][-image.ndim :]
        result = image[tuple(slice(*ends) if ends else slice(None) for ends in ranges)]
    """
    wanted = {"x": x, "y": y, "z": z, "t": t, "c": c}
    given = {name: interval for name, interval in wanted.items() if interval is not None}
    slices = [slice(None)] * image.calibration.ndim
    for name, interval in given.items():
        slices[_axis(image, name)] = _bounds(image, name, interval)
    offset = [s.start or 0 for s in slices]
    result = image.with_data(image.data[tuple(slices)], image.calibration.moved(offset))
    if isinstance(result, Image) and result.channels and "c" in given:
        return replace(result, channels=result.channels[slices[_axis(image, "c")]])
    return result


def _axis(image: Grid, name: str) -> int:
    axes = image.calibration.axes
    if name not in axes:
        raise ParameterError(
            f"geometry.crop: {name} is given, and the image has the axes {', '.join(axes)}."
        )
    return axes.index(name)


def _bounds(image: Grid, name: str, interval: tuple[int | None, int | None]) -> slice:
    length = image.shape[_axis(image, name)]
    start, stop, _ = slice(*interval).indices(length)
    if start >= stop:
        shown = ":".join("" if end is None else str(end) for end in interval)
        raise ParameterError(
            f"geometry.crop: {name} = {shown} keeps nothing; {name} runs from 0 to {length}."
        )
    return slice(start, stop)


@operation(title="Resize", noun="resized", menu="transform/resize", rgb="whole", tolerance=1e-5)
def resize(
    image: Grid,
    *,
    factor: Annotated[float, Gt(0), Le(64)] = 0.5,
    factor_z: Annotated[float, Gt(0), Le(64)] = 1.0,
    interpolation: Interpolation = "linear",
    antialias: Annotated[bool, OnlyFor("interpolation", ("linear", "cubic"))] = True,
) -> Grid:
    """Change the number of pixels; the objects keep their physical size and place.

    Parameters
    ----------
    image : Image, Labels or Mask
        What is resized. Labels and masks always take the nearest pixel.
    factor : float
        Size along y and x: 0.5 makes half as many pixels an axis, 2 twice as many.
    factor_z : float
        Size along z: 0.5 makes half as many planes, 2 twice as many.
    interpolation : str
        ``nearest``, ``linear`` or ``cubic`` between the centres of pixels.
    antialias : bool
        Where the image shrinks, average the area that a new pixel covers (but not with
        ``nearest``); else fine structure turns into false patterns.

    Returns
    -------
    image : Image, Labels or Mask
        Of the pixel type of the input, lengths rounded to whole pixels (at least 1); integers
        are rounded and saturated.

    Notes
    -----
    Missing pixels (NaN) have no weight; a new pixel is missing where more than half of its
    weight is.

    Formula::

        resized(x) = image((x + ½) / factor − ½)
        between pixels: the nearest, or a mean of
        2 (linear) or 4 (cubic) along each axis
        antialias: the mean over 1 / factor pixels

    Equivalent for a plane of an image of 8 or 16 bits or of floats, within 0.004::

        import cv2

        height, width = (max(int(n * factor + 0.5), 1) for n in image.shape)
        flags = {"linear": cv2.INTER_LINEAR, "cubic": cv2.INTER_CUBIC}
        flag = cv2.INTER_AREA if antialias and factor < 1 else flags.get(interpolation)
        flag = cv2.INTER_NEAREST_EXACT if interpolation == "nearest" else flag
        result = cv2.resize(image, (width, height), interpolation=flag)

    References
    ----------
    ``cv2.resize``: linear, cubic (a = −0.75), area; pixel centres stay aligned.
    """
    axes = image.calibration.axes
    factors = [{"z": factor_z}.get(name, factor if name in _SPACE else 1.0) for name in axes]
    shape = [max(int(np.floor(n * f + 0.5)), 1) for n, f in zip(image.shape, factors, strict=True)]
    zoom = [new / old for new, old in zip(shape, image.shape, strict=True)]
    offset = [0.5 / f - 0.5 for f in zoom]
    calibration = image.calibration.moved(offset, zoom)
    pixels = as_native(np.asarray(image.data))
    method = interpolation if isinstance(image, Image) else "nearest"
    if method == "nearest":
        return image.with_data(resample_nearest(pixels, shape), calibration)
    return image.with_data(_interpolate(pixels, shape, method, antialias), calibration)


def _interpolate(
    pixels: NDArray[Any], shape: Sequence[int], method: Interpolation, antialias: bool
) -> NDArray[Any]:
    nan = missing(pixels)
    if nan is None:
        return resample(pixels, shape, method, antialias)
    values = resample(np.where(nan, 0, pixels).astype(pixels.dtype), shape, method, antialias)
    share = resample((~nan).astype(np.float32), shape, method, antialias)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(share < 0.5, np.nan, values / share).astype(pixels.dtype)


@operation(
    title="Set pixel size", noun="calibrated", menu="data", rgb="whole", walk="none", dimensions=()
)
def set_pixel_size(
    image: Grid,
    *,
    pixel_size: PhysicalLengths = "1 um",
    z_step: PhysicalLength | None = None,
    frame_interval: PhysicalTime | None = None,
) -> Grid:
    """Set how large a pixel is, where the file does not tell.

    Parameters
    ----------
    image : Image, Labels or Mask
        What is calibrated; its pixels stay as they are.
    pixel_size : physical length
        Distance between neighbouring pixels along y and x, ``0.325 um``; two numbers
        (``0.3, 0.4 um``) where they differ: y, then x.
    z_step : physical length, optional
        Distance between planes; none keeps it.
    frame_interval : time, optional
        Time between frames, ``30 s``; none keeps it.

    Returns
    -------
    image : Image, Labels or Mask
        The same pixels. The place of a part that was cut out before keeps its distance from the
        origin in pixels.

    Notes
    -----
    Formula::

        position = pixel_size · index + origin

    Equivalent for y and x of an image at the origin::

        import numpy as np

        result = image  # the pixels stay as they are
        size_y, size_x = pixel_size[0], pixel_size[-1]
        y = size_y * np.arange(image.shape[-2])  # where each row lies
        x = size_x * np.arange(image.shape[-1])  # where each column lies
    """
    y, x = [*pixel_size.values, pixel_size.values[-1]][:2]
    sizes = {"y": (y, pixel_size.unit), "x": (x, pixel_size.unit)}
    optional: dict[str, Measure | None] = {"z": z_step, "t": frame_interval}
    sizes |= {n: (m.values[0], m.unit) for n, m in optional.items() if m is not None}
    old = image.calibration
    absent = [name for name in sizes if name not in old.axes]
    if absent:
        raise ParameterError(
            f"geometry.set_pixel_size: a size along {absent[0]} is given, and the image has the "
            f"axes {', '.join(old.axes)}."
        )
    at = [sizes.get(name) for name in old.axes]
    calibration = replace(
        old,
        scale=tuple(old.scale[i] if s is None else s[0] for i, s in enumerate(at)),
        units=tuple(old.units[i] if s is None else s[1] for i, s in enumerate(at)),
        translate=tuple(
            old.translate[i] if s is None else old.translate[i] / old.scale[i] * s[0]
            for i, s in enumerate(at)
        ),
    )
    return image.with_data(image.data, calibration)
