"""Finding small round spots of several sizes, as points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import numpy as np
from annotated_types import Ge, Gt, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import Length
from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.frames import Frame, frames, spatial_axes
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.core.values import Image, Points
from napari_darkroom.ops.measure.checks import check_grid

if TYPE_CHECKING:
    from napari_darkroom.kernels.over_sizes import Peaks

Method: TypeAlias = Literal["log", "dog", "doh"]
Floats: TypeAlias = NDArray[np.float64]


@operation(title="Spots as points", noun="spots", menu="segment/spots", tolerance=1e-3)
def find_spots(
    image: Image,
    *,
    diameter: Annotated[Length, Ge(1), Le(200)] = 4.0,
    largest_diameter: Annotated[Length, Ge(1), Le(200)] = 12.0,
    sizes: Annotated[int, Ge(1), Le(20)] = 4,
    signal_to_noise: Annotated[float, Gt(0), Le(1000)] = 5.0,
    method: Method = "log",
) -> Points:
    """Find bright round spots of several sizes: molecules, vesicles, foci, stars.

    A gently uneven background does not matter, and spots that touch are told apart. Where a steep
    one meets the border it looks like a ridge: subtract it first. For dark spots, invert the image.
    `labels.from_points` makes objects of them, each of its own diameter; for one size alone take
    `segment.spots`.

    Parameters
    ----------
    image : Image, 2-D or 3-D, with time and channels
        The image.
    diameter : length
        Of the smallest spots.
    largest_diameter : length
        Of the largest spots.
    sizes : int
        How many diameters are tried, from the smallest to the largest in equal ratios; with 1 the
        smallest alone.
    signal_to_noise : float
        How far a spot stands out above the noise of the filtered image; lower finds fainter ones.
    method : {"log", "dog", "doh"}
        Laplacian of a Gaussian; difference of two Gaussians, whose widths are as 1.6 to 1; or
        determinant of the Hessian, which finds no lines and edges.

    Returns
    -------
    points : Points
        One a spot, to parts of a pixel and in the world, row by row, with its ``diameter``, the
        ``intensity`` of the pixel, the ``response`` of the filter and the ``signal_to_noise``.

    Raises
    ------
    InputError
        If the image has no axes y and x.
    ParameterError
        If the largest diameter is below the smallest.

    Notes
    -----
    Each filter is largest in the middle of a disc (ball in 3-D) of its diameter. The answer of a
    pixel is the largest of all sizes, which tells the diameter. A spot is a pixel with the largest
    answer within its own radius along each axis; pixels of one answer that touch are one spot.
    The noise is told for each size, by the median absolute deviation of all its answers · 1.4826
    (the standard deviation, if it is normal); with doh it is that of log. Places and diameters are
    refined by a parabola through the answers beside. Missing pixels (NaN) and infinite ones have no
    weight and no spots; beyond the image it is mirrored. Sizes just outside of the range are found
    at its ends.

    Formula::

        σ = diameter / 2 / √dimensions along each axis
        log: −Σ σᵢ² ∂²/∂xᵢ² (Gaussian σ ∗ image)
        dog: 2 / (1.6 − 1 / 1.6) · (Gaussian σ/√1.6 − Gaussian σ·√1.6) ∗ image
        doh: dimensions · |determinant of σᵢ σⱼ ∂²/∂xᵢ∂xⱼ (Gaussian σ ∗ image)| ^ (1 / dimensions)
        where all curvatures are below 0, 0 elsewhere

    Equivalent with log, for spots of several pixels along each axis, to the nearest pixel::

        from numpy import argwhere, array, eye, geomspace, median
        from pandas import DataFrame
        from scipy.ndimage import gaussian_filter, maximum_filter
        from scipy.stats import median_abs_deviation

        s, v = geomspace(diameter, largest_diameter, sizes) / 2, image - median(image)
        b, box, s = 2 * eye(image.ndim, dtype=int), 2 * s.astype(int) + 1, s / image.ndim**0.5
        every = array([-sum((q @ n / 2) ** 2 * gaussian_filter(v, q, n) for n in b) for q in s])
        noise = signal_to_noise * median_abs_deviation(every.reshape(sizes, -1), 1, scale="normal")
        top = (every == [maximum_filter(every.max(0), n) for n in box]) & (every.T >= noise).T
        points = DataFrame(argwhere(top.any(0)), columns=list("zyx"[-image.ndim :]))

    References
    ----------
    T. Lindeberg, International Journal of Computer Vision 30 (1998) 79–116;
    ``skimage.feature.blob_log``, ``blob_dog`` and ``blob_doh``, which leave out spots by overlap.
    """
    check_grid("segment.find_spots", image)
    ndim = len(spatial_axes(image))
    smallest, largest = per_axis(diameter, ndim), per_axis(largest_diameter, ndim)
    if sizes > 1 and any(a > b for a, b in zip(smallest, largest, strict=True)):
        raise ParameterError(
            f"largest_diameter ({_told(largest)} pixels) is below diameter ({_told(smallest)}): "
            "give the range from the smallest to the largest, or sizes = 1."
        )
    diameters = np.geomspace(smallest, largest, sizes)
    found = [
        (frame, _search(frame.pixels, diameters, signal_to_noise, method))
        for frame in frames(image)
    ]
    return _points(image, found)


def _told(lengths: Sequence[float]) -> str:
    return ", ".join(f"{one:g}" for one in lengths)


@dataclass(frozen=True)
class _Spots:
    """Spots of one frame: places and diameters, along x, in pixels, and what was measured."""

    places: Floats
    diameter: Floats
    intensity: Floats
    response: Floats
    signal_to_noise: Floats


def _search(
    pixels: NDArray[Any], diameters: Floats, signal_to_noise: float, method: Method
) -> _Spots:
    """Return the spots of a plane or volume.

    Parameters
    ----------
    diameters : array (sizes, ndim)
        In pixels, from the smallest to the largest.
    """
    from napari_darkroom.ops.segment.spot_search import SpotSearch

    peaks, noise = SpotSearch.of(pixels, diameters, signal_to_noise, method).peaks()
    return _described(pixels, peaks, diameters[:, -1], noise)


def _described(pixels: NDArray[Any], peaks: Peaks, diameters: Floats, noise: Floats) -> _Spots:
    from napari_darkroom.kernels.touching_places import touching_places

    first, which, count = np.unique(
        touching_places(peaks.index, pixels.shape), return_inverse=True, return_counts=True
    )
    refined = peaks.index + peaks.shifts()
    places = [np.bincount(which, one, len(first)) / count for one in refined.T]
    size = peaks.size + peaks.between()
    response = peaks.answer.astype(float)
    with np.errstate(divide="ignore"):
        ratio = response / noise[peaks.size]
    return _Spots(
        np.stack(places, axis=1),
        np.exp(np.interp(size[first], np.arange(len(diameters)), np.log(diameters))),
        pixels[tuple(peaks.index[first].T)].astype(float),
        response[first],
        ratio[first],
    )


def _points(image: Image, found: Sequence[tuple[Frame, _Spots]]) -> Points:
    calibration = image.calibration
    parts = []
    for frame, spots in found:
        index = np.empty((len(spots.places), calibration.ndim))
        index[:] = [frame.keys.get(name, 0) for name in calibration.axes]
        index[:, list(calibration.spatial)] = spots.places
        parts.append(index)
    spacing, unit = calibration.spacing(spatial_axes(image))

    def joined(name: str) -> Floats:
        return np.concatenate([getattr(spots, name) for _, spots in found])

    measured = {
        "diameter": (
            joined("diameter") * spacing[-1],
            Column("Diameter of the disc or ball that the filter answers most to, along x.", unit),
        ),
        "intensity": (joined("intensity"), Column("Value of the pixel at the spot.")),
        "response": (
            joined("response"),
            Column("Answer of the filter, on the scale of the image."),
        ),
        "signal_to_noise": (
            joined("signal_to_noise"),
            Column("Response over the noise of the answers of its size."),
        ),
    }
    return Points.of(np.concatenate(parts), calibration, measured, name=image.name)
