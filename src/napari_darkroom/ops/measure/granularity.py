"""The table of granularity of objects: how much of their intensity is in grains of each size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from annotated_types import Ge, Gt, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageNames
from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.values import Image, Labels, Table
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.measure.granules import losses, openings, start_of
from napari_darkroom.ops.measure.image_granularity import granularity_columns
from napari_darkroom.ops.measure.images import Images
from napari_darkroom.ops.measure.per_object import (
    Columns,
    Objects,
    calibrated_like,
    object_frames,
    object_table,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@operation(
    title="Measure granularity",
    noun="granularity",
    menu="measure/texture",
    rgb="each",
    tolerance=1e-9,
)
def granularity(
    labels: Labels,
    image: Image | Sequence[Image],
    *,
    subsample: Annotated[float, Gt(0), Le(1)] = 0.25,
    background_subsample: Annotated[float, Gt(0), Le(1)] = 0.25,
    radius: Annotated[int, Ge(1), Le(100)] = 10,
    sizes: Annotated[int, Ge(1), Le(100)] = 16,
    image_names: ImageNames = "",
) -> Table:
    """Measure how much of every object is in grains of each size: its granular spectrum.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects.
    image : Image or several
        Whose grains are measured: one image or several (DNA, actin, tubulin)
        on the same grid, with channels or colours if they have them.
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
    image_names : str
        What the images are called in the columns, with commas between them: "DNA, actin". Empty:
        several images by their own names, and channels by theirs. As many names as there are
        channels are those of the channels.

    Returns
    -------
    table : Table
        One row an object (and frame): for each channel its mean intensity and, for each size from
        1 up, how much of it is lost when grains of that size go, in per cent.

    Raises
    ------
    InputError
        If labels and image do not lie on one grid, or a label is negative.

    Notes
    -----
    The whole image is opened as in ``measure.image_granularity``, which is where the steps are
    told; each result is brought back to the size of the image and its mean taken over the
    object. The first mean is that of the image itself, so that the first size also holds the
    background that was taken away, as in CellProfiler. Missing pixels (NaN) have no say.

    Formula::

        granularityₖ = 100 · (mean of gₖ₋₁ − mean of gₖ) / mean of the image
        gₖ: what is left after k openings; g₀: the image
        means over the pixels of the object

    Equivalent of the mean that the sizes are shares of, without missing pixels, within 1e-9::

        import pandas as pd
        from skimage.measure import regionprops_table

        found = pd.DataFrame(regionprops_table(labels, image, ["label", "intensity_mean"]))
        name = f"granularity_mean_{image_names}".rstrip("_")
        table = found.rename(columns={"intensity_mean": name})

    References
    ----------
    CellProfiler, module MeasureGranularity.
    """
    check_grid("measure.granularity", labels)
    images = Images.on_grid_of(labels, image, image_names, "measure.granularity")
    labels = calibrated_like(labels, images.images[0])
    parts = []
    known: dict[str, Column] = {}
    for one in object_frames(labels):
        table: Columns = {}
        for channel, pixels in images.at(one.keys):
            start = start_of(pixels, subsample, background_subsample, radius)
            there = ~np.isnan(one.volume(pixels).astype(np.float64))
            weights = _weights(one, there, start.shape, subsample)
            means = [_mean(one, pixels)]
            means += [_weighted(weights, left) for left in openings(start, sizes)]
            table |= _columns(means, channel)
            known |= _known(sizes, channel)
        parts.append((one, table))
    return object_table(labels, parts, known)


def _mean(objects: Objects, pixels: NDArray[Any]) -> NDArray[np.float64]:
    """Return the mean over each object of the pixels that are there."""
    values = objects.volume(pixels).astype(np.float64)
    inside = (objects.index > 0) & ~np.isnan(values)
    owners, length = objects.index[inside], objects.count + 1
    total = np.bincount(owners, weights=values[inside], minlength=length)[1:]
    number = np.bincount(owners, minlength=length)[1:]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(total / number)


def _weights(
    objects: Objects, there: NDArray[np.bool_], small: tuple[int, ...], subsample: float
) -> csr_array:
    """Return the weight of each pixel of the small image in the mean over each object.

    An object's pixel lies between pixels of the small image and is interpolated linearly; as the
    weights are the same for every opening they are summed up once.
    """
    from scipy.sparse import coo_array, csr_array

    ndim = len(objects.shape)
    places = np.nonzero((objects.index > 0) & there)
    owners = objects.index[places] - 1
    total = csr_array((objects.count, int(np.prod(small))))
    ends = [_between(p, n, m, subsample) for p, n, m in zip(
        places[3 - ndim :], objects.shape, small, strict=True
    )]  # fmt: skip
    for corner in np.ndindex((2,) * ndim):
        at = [low + side for (low, _), side in zip(ends, corner, strict=True)]
        at = [np.minimum(a, m - 1) for a, m in zip(at, small, strict=True)]
        share = np.ones(len(owners))
        for (_, part), side in zip(ends, corner, strict=True):
            share = share * (part if side else 1 - part)
        flat = np.ravel_multi_index(tuple(at), small)
        total = total + coo_array((share, (owners, flat)), shape=total.shape).tocsr()
    return total


def _between(
    places: NDArray[np.intp], length: int, small: int, subsample: float
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the pixel of the small image before each place, and how far beyond it that lies."""
    factor = (length * subsample - 1) / (length - 1) if length > 1 else 0.0
    moved = np.clip(places * factor, 0, small - 1)
    low = np.floor(moved).astype(np.intp)
    return low, moved - low


def _weighted(weights: csr_array, pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean over each object; missing pixels of the small image have no weight."""
    flat = pixels.ravel()
    there = ~np.isnan(flat)
    with np.errstate(invalid="ignore", divide="ignore"):
        total = weights @ np.where(there, flat, 0.0)
        return np.asarray(total / (weights @ there.astype(np.float64)))


def _columns(means: list[NDArray[np.float64]], channel: str) -> Columns:
    names = ["mean", *range(1, len(means))]
    columns = [means[0], *losses(means)]
    return {
        "_".join(filter(None, [f"granularity_{name}", channel])): column
        for name, column in zip(names, columns, strict=True)
    }


def _known(sizes: int, channel: str) -> dict[str, Column]:
    of = f" Channel: {channel}." if channel else ""
    name = "_".join(filter(None, ["granularity_mean", channel]))
    mean = Column(f"Mean of the image over the object, which the sizes are shares of.{of}")
    return {name: mean, **granularity_columns(sizes, channel)}
