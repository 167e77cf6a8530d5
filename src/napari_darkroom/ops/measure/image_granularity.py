"""The table of granularity of whole images: how much of the intensity is in grains of each size."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Gt, Le
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.frames import RGB_NAMES, Frame, channel_name, frames
from napari_darkroom.core.values import Image, Table
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.measure.columns.keys import axis_key
from napari_darkroom.ops.measure.granules import losses, openings, start_of


@operation(
    title="Granularity of the image",
    noun="granularity",
    menu="measure/texture",
    rgb="each",
    tolerance=1e-9,
)
def image_granularity(
    image: Image,
    *,
    subsample: Annotated[float, Gt(0), Le(1)] = 0.25,
    background_subsample: Annotated[float, Gt(0), Le(1)] = 0.25,
    radius: Annotated[int, Ge(1), Le(100)] = 10,
    sizes: Annotated[int, Ge(1), Le(100)] = 16,
) -> Table:
    """Measure how much of an image is in grains of each size: its granular spectrum.

    Parameters
    ----------
    image : Image, 2-D or 3-D, with time and channels
        The image.
    subsample : float
        How much smaller the image is made first, along each axis. Choose it so that the largest
        grains of interest are some ten pixels wide.
    background_subsample : float
        How much smaller it is made once more for the background.
    radius : int
        Radius, in pixels of the image that was made smaller twice, of what still counts as grain;
        what is wider is background and taken away.
    sizes : int
        How many sizes of grains are told apart.

    Returns
    -------
    table : Table
        One row a frame and channel: for each size, from 1 up, how much of the intensity is lost
        when grains of that size go, in per cent.

    Notes
    -----
    A step erodes by a cross of radius 1 and reconstructs: grains that the erosion has taken away
    altogether stay away, all others get their shape back. Along z an image is made smaller too.
    Missing pixels (NaN) have no say; without any other pixel the spectrum is missing, and of an
    image without grains it is 0.

    Formula::

        f = image made smaller, less its background, at least 0
        eₖ = erosion of eₖ₋₁ by a cross, e₀ = f
        granularityₖ = 100 · (mean of gₖ₋₁ − mean of gₖ) / mean of f
        gₖ: reconstruction of eₖ under f, g₀ = f

    Equivalent for a plane without missing pixels, within 1e-5::

        import numpy as np
        import pandas as pd
        from scipy.ndimage import affine_transform as at
        from skimage.morphology import disk, erosion, opening, reconstruction

        s, b = (np.array(image.shape) * f for f in (subsample, subsample * background_subsample))
        img = at(image * 1.0, [1 / subsample] * 2, 0, np.ceil(s).astype(int), order=1)
        low = at(img, [1 / background_subsample] * 2, 0, np.ceil(b).astype(int), order=1)
        f = (img - at(opening(low, disk(radius)), (b - 1) / (s - 1), 0, img.shape, order=1)).clip(0)
        left = reconstruction(erosion(f, disk(1)), f, footprint=disk(1))
        table = pd.DataFrame({"granularity_1": [100 - 100 * left.mean() / f.mean()]})

    References
    ----------
    CellProfiler, module MeasureGranularity. L. Vincent, Granulometries and opening trees,
    Fundamenta Informaticae 41 (2000) 57–90. P. Maragos, Pattern spectrum and multiscale shape
    representation, IEEE PAMI 11 (1989) 701–716.
    """
    check_grid("measure.image_granularity", image)
    import pandas as pd

    rows = []
    for frame in frames(image):
        keys: dict[str, Any] = dict(frame.keys)
        if "c" in keys:
            keys["channel"] = channel_name(image, "c", keys.pop("c"))
        for name, pixels in _colours(image, frame):
            start = start_of(pixels, subsample, background_subsample, radius)
            spectrum = losses([_mean(start), *(map(_mean, openings(start, sizes)))])
            named = {f"granularity_{k}": loss for k, loss in enumerate(spectrum, start=1)}
            rows.append(keys | ({"channel": name} if name else {}) | named)
    table = pd.DataFrame(rows)
    walked = [str(name) for name in table.columns if not str(name).startswith("granularity_")]
    return Table(table, {**_keys(walked), **granularity_columns(sizes)}, tuple(walked), image.name)


def _colours(image: Image, frame: Frame) -> list[tuple[str, NDArray[Any]]]:
    """Return the colours of a frame by name, or the frame without a name."""
    if not image.rgb:
        return [("", frame.pixels)]
    return [(name, frame.pixels[..., k]) for k, name in enumerate(RGB_NAMES)]


def _mean(pixels: NDArray[np.float64]) -> float:
    there = pixels[~np.isnan(pixels)]
    return float(there.mean()) if there.size else np.nan


def _keys(walked: list[str]) -> dict[str, Column]:
    channel = {"channel": Column("Name or index of the channel.")}
    return {name: channel.get(name) or axis_key(name) for name in walked}


def granularity_columns(sizes: int, channel: str = "") -> dict[str, Column]:
    """Return what the columns of a spectrum are."""
    return {
        "_".join(filter(None, [f"granularity_{k}", channel])): Column(
            f"Per cent of the mean intensity that is lost with grains of size {k}."
            + (f" Channel: {channel}." if channel else ""),
            "percent",
            "CellProfiler (Granularity)",
        )
        for k in range(1, sizes + 1)
    }
