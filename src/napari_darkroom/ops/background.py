"""Removing an uneven background."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Ge, Le

from napari_darkroom.core.annotations import FloatImageArray, ImageArray, Length
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import as_working_float
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.kernels import grey
from napari_darkroom.kernels.footprints import footprint, reach


def _halo(*, radius: Any, **_: Any) -> list[int]:
    return [2 * r for r in reach(radius)]


@operation(
    title="Subtract background (top hat)",
    noun="flattened",
    menu="filter/background",
    halo=_halo,
    rgb="each",
)
def subtract_tophat(
    image: ImageArray,
    *,
    radius: Annotated[Length, Ge(0), Le(300)] = 25.0,
    light_background: bool = False,
) -> FloatImageArray:
    """Keep what is brighter than its surroundings and narrower than a disk.

    Removes a background that changes slowly: uneven light, haze, a vignette. It serves where others
    roll a ball below the image (rolling ball).

    Parameters
    ----------
    image : array, 2-D or 3-D
        The image.
    radius : length
        Radius of the disk (ball): larger than the objects, smaller than the background's
        structure.
    light_background : bool
        Take dark objects on a light background; they come out bright.

    Returns
    -------
    image : array of float
        The image minus its opening; with `light_background` its closing minus the image.

    Notes
    -----
    What lies outside of the image has no say. Missing pixels (NaN) have none and stay missing.

    Formula::

        flattened = image − opening(image)
        light background: closing(image) − image

    Equivalent without missing pixels, within 1e-6::

        import numpy as np
        from skimage.morphology import black_tophat, white_tophat

        grid = np.mgrid[tuple(slice(-int(r), int(r) + 1) for r in radius)]
        disk = sum(i**2 / max(r, 1) ** 2 for i, r in zip(grid, radius)) <= 1
        tophat = black_tophat if light_background else white_tophat
        image = tophat(image.astype(float), disk, mode="ignore")

    References
    ----------
    White and black top hat: Meyer, in Quantitative Analysis of Microstructures, 1978.
    ``scipy.ndimage.white_tophat`` with the same footprint, save at the edges.
    """
    window = footprint(per_axis(radius, image.ndim), "disk")
    values = as_working_float(image)
    if light_background:
        return as_working_float(grey.closing(image, window)) - values
    return values - as_working_float(grey.opening(image, window))
