"""The table of textures: how grey levels lie side by side in every object."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageNames, Length
from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.frames import spatial_axes
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.core.values import Image, Labels, Table
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.measure.images import Images
from napari_darkroom.ops.measure.per_object import (
    Columns,
    Objects,
    calibrated_like,
    object_frames,
    object_table,
)
from napari_darkroom.ops.measure.texture_columns import FEATURES, texture_column, texture_name

Directions: TypeAlias = Literal["mean", "each"]
Range: TypeAlias = tuple[float, float]


@operation(
    title="Measure texture", noun="texture", menu="measure/texture", rgb="each", tolerance=1e-9
)
def texture(
    labels: Labels,
    image: Image | Sequence[Image],
    *,
    distance: Annotated[Length, Ge(1), Le(100)] = 1.0,
    levels: Annotated[int, Ge(2), Le(256)] = 256,
    directions: Directions = "mean",
    low: float | None = None,
    high: float | None = None,
    image_names: ImageNames = "",
) -> Table:
    """Measure how coarse, smooth or regular every object looks: Haralick's texture features.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects.
    image : Image or several
        Whose texture is measured: one image or several (DNA, actin, tubulin)
        on the same grid, with channels or colours if they have them.
    distance : length
        How far apart the two pixels of a pair are along each axis, in whole pixels; a physical
        length is rounded to them.
    levels : int
        Number of grey levels that the range is divided into. Few levels suit small objects.
    directions : {"mean", "each"}
        Give the mean over all directions (4 in a plane, 13 in a volume), or each in columns of
        its own too.
    low : float, optional
        Value at which the lowest grey level begins; by default the smallest of the channel. Give
        both ends to compare images.
    high : float, optional
        Value at which the highest grey level ends; by default the largest of the channel.
    image_names : str
        What the images are called in the columns, with commas between them: "DNA, actin". Empty:
        several images by their own names, and channels by theirs. As many names as there are
        channels are those of the channels.

    Returns
    -------
    table : Table
        One row an object (and frame): for each channel fourteen features, and how many pairs of
        pixels they rest on.

    Raises
    ------
    InputError
        If labels and image do not lie on one grid, or a label is negative.
    ParameterError
        If `low` is not below `high`.

    Notes
    -----
    A pair counts where both pixels are of one object and neither is missing (NaN). An object
    without a pair in a direction has no features there; the mean is that of the other directions.
    Values beyond the range have the lowest or the highest level. Entropies are in bits. Where
    an object has one level alone its correlation is 1.

    With CellProfiler the features agree on 8-bit images for the range 0 to 255 and 256 levels, if
    no pixel of an object is 0 (which CellProfiler leaves out).

    Formula::

        level(x) = ⌊levels · (image(x) − low) / (high − low)⌋, at most levels − 1
        p(i, j) = share of the pairs with levels i and j, in either order
        contrast = Σ (i − j)² p(i, j)
        angular second moment = Σ p(i, j)²
        entropy = −Σ p(i, j) log₂ p(i, j)
        correlation = Σ (i − μ)(j − μ) p(i, j) / σ²

    Equivalent of the contrast in a plane, without image_names, within 1e-9::

        import numpy as np
        import pandas as pd
        from scipy.ndimage import shift

        ends = [image.min() if low is None else low, image.max() if high is None else high]
        grey = np.interp(image, ends, [0, levels]).astype(int).clip(0, levels - 1)
        own, steps = labels > 0, -np.rint(distance) * [[0, 1], [1, 1], [1, 0], [1, -1]]
        moved = [(shift(labels, s, order=0), shift(grey, s, order=0)) for s in steps]
        sq = [np.where(labels == k, (grey - g) ** 2, np.nan)[own] for k, g in moved]
        table = pd.DataFrame(sq).T.groupby(labels[own]).mean().T.mean().to_frame("texture_contrast")

    References
    ----------
    R. Haralick, K. Shanmugam and I. Dinstein, Textural features for image classification, IEEE
    Transactions on Systems, Man and Cybernetics 3 (1973) 610–621; CellProfiler, module
    MeasureTexture; mahotas, ``features.haralick``.
    """
    owner = "measure.texture"
    check_grid(owner, labels)
    images = Images.on_grid_of(labels, image, image_names, owner)
    labels = calibrated_like(labels, images.images[0])
    axes = spatial_axes(labels)
    reach = np.maximum(np.rint(per_axis(distance, len(axes))), 1).astype(np.int64)
    steps = _directions(len(axes)) * reach
    frames = list(object_frames(labels))
    ranges = _ranges(owner, images, frames, low, high)
    parts = []
    for one in frames:
        table: Columns = {}
        for channel, pixels in images.at(one.keys):
            features, pairs = _measured(one, pixels, ranges[channel], steps, levels)
            table |= _columns(features, pairs, directions, channel)
        parts.append((one, table))
    return object_table(labels, parts, _known(list(ranges), axes, steps, directions))


def _directions(ndim: int) -> NDArray[np.int64]:
    """Return one of each pair of opposite steps; in a plane in the order of CellProfiler."""
    if ndim == 2:
        return np.array([[0, 1], [1, 1], [1, 0], [1, -1]])
    return np.array([step for step in product((0, 1, -1), repeat=3) if step > (0, 0, 0)])


def _ranges(
    owner: str, images: Images, frames: list[Objects], low: float | None, high: float | None
) -> dict[str, Range]:
    """Return the ends of the range of every channel: those given, else its finite extremes."""
    found: dict[str, Range] = {}
    for one in frames:
        for channel, pixels in images.at(one.keys):
            finite = pixels[np.isfinite(pixels)] if pixels.dtype.kind == "f" else pixels
            ends = found.get(channel, (np.inf, -np.inf))
            if finite.size:
                ends = min(ends[0], float(finite.min())), max(ends[1], float(finite.max()))
            found[channel] = ends
    if low is not None and high is not None and low >= high:
        raise ParameterError(
            f"{owner}: low = {low:g} and high = {high:g}: low must be below high. Leave one out to "
            "take the smallest or largest value of the image."
        )
    return {
        channel: (a if low is None else low, b if high is None else high)
        for channel, (a, b) in found.items()
    }


def _measured(
    objects: Objects, pixels: NDArray[Any], ends: Range, steps: NDArray[np.int64], levels: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    from napari_darkroom.kernels.texture import grey_levels, haralick

    grey = grey_levels(objects.volume(pixels), *ends, levels)
    offsets = np.zeros((len(steps), 3), dtype=np.int64)
    offsets[:, 3 - steps.shape[1] :] = steps
    return haralick(objects.index, grey, offsets, objects.count, levels)


def _columns(
    features: NDArray[np.float64], pairs: NDArray[np.int64], directions: Directions, channel: str
) -> Columns:
    columns: Columns = {}
    for d, own in _told(features, pairs, directions):
        columns |= {texture_name(name, d, channel): own[:, f] for f, name in enumerate(FEATURES)}
    return {**columns, texture_name("pairs", None, channel): pairs.sum(axis=0)}


def _told(
    features: NDArray[np.float64], pairs: NDArray[np.int64], directions: Directions
) -> list[tuple[int | None, NDArray[np.float64]]]:
    """Return the mean of the directions that have pairs and, where asked for, each of them."""
    there = np.where(pairs[..., None] > 0, features, 0.0).sum(axis=0)
    used = (pairs > 0).sum(axis=0)[:, None]
    mean = np.where(used > 0, there / np.maximum(used, 1), np.nan)
    return [(None, mean), *(enumerate(features) if directions == "each" else ())]


def _known(
    channels: Sequence[str],
    axes: Sequence[str],
    steps: NDArray[np.int64],
    directions: Directions,
) -> dict[str, Column]:
    each = [f"{', '.join(map(str, step))} along {', '.join(axes)}" for step in steps.tolist()]
    told = [(None, ""), *(enumerate(each) if directions == "each" else ())]
    known = {
        texture_name(name, d, channel): texture_column(name, step, channel)
        for channel in channels
        for d, step in told
        for name in FEATURES
    }
    pairs = {
        texture_name("pairs", None, channel): texture_column("pairs", "", channel)
        for channel in channels
    }
    return {**known, **pairs}
