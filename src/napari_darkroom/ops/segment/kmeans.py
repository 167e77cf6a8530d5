"""Classes of pixels by brightness or colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.annotations import NewClasses, Poll
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import CLASS_DTYPE
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Grid, Image, Labels, Mask
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.segment.colours import lab
from napari_darkroom.ops.threshold.multi_otsu import otsu_levels

if TYPE_CHECKING:
    from napari_darkroom.kernels.scaled_channels import ScaledChannel, ScaledChannels

_OWNER = "segment.kmeans"
_BINS = 256
Floats = NDArray[np.float64]


@operation(
    title="Classes (k-means)", noun="classes", menu="segment/classes", rgb="whole", tolerance=1e-3
)
def kmeans(
    image: Image | Sequence[Image],
    mask: Mask | None = None,
    *,
    classes: Annotated[int, Ge(2), Le(16)] = 3,
    poll: Poll = None,
) -> NewClasses:
    """Part the pixels into classes of about one colour, or brightness in several channels.

    For stained tissue, or cells told apart by the channels that they are bright in. Of one grey
    image `threshold.multi_otsu` gives the best such classes and the thresholds between them.

    Parameters
    ----------
    image : Image or several
        Channels that are looked at together: several images, an image with an axis c, or with
        colours.
    mask : Mask, optional
        The pixels that are parted; the others are in no class.
    classes : int
        How many classes there are.
    poll : callable, optional
        Called now and then, to end a run that was stopped; the engine gives it.

    Returns
    -------
    labels : Labels
        1 for the darkest class, 2, 3, … for brighter ones, in uint8; 0 outside of the mask and
        where a pixel is missing in any channel.

    Raises
    ------
    InputError
        If the images, or the mask, differ in shape, axes or pixel size.

    Notes
    -----
    The classes are those of all pixels, planes and time points together, so that a number means
    the same everywhere. Each channel is divided by its standard deviation, so that all count
    alike; colours are compared in CIELAB, after the image is scaled so that its smallest value is
    0 and its largest 1. Classes are in the order of the mean of the channels, of colours of the
    lightness.

    No chance is in it. Of one channel the start are the best classes of its histogram. Else the
    most varied class is split where it varies most, at its mean, until there are enough. Then
    pixels and means follow each other until no pixel changes its class, 100 times at most.

    Infinite pixels count as the largest or smallest finite one. An image of fewer values than
    classes has fewer classes. Along an axis c the result is repeated, and a mask counts where it
    marks every channel.

    Formula::

        classes(x) = the k with the smallest |v(x) − mₖ|²
        v: channels, each over its deviation, or CIELAB
        mₖ: mean of v over class k

    Equivalent for an image of one channel, within 0.05::

        import numpy as np
        from skimage.filters import threshold_multiotsu

        inside = np.ones(image.shape, bool) if mask is None else mask
        limits = threshold_multiotsu(image[inside].astype(float), classes)
        labels = np.where(inside, np.digitize(image, limits) + 1, 0)

    References
    ----------
    S. Lloyd, IEEE Transactions on Information Theory 28 (1982) 129–137; T. Su and J. Dy,
    Intelligent Data Analysis 11 (2007) 319–338 (the start).
    """
    from napari_darkroom.kernels.lloyd import k_means, looked_up
    from napari_darkroom.kernels.scaled_channels import ScaledChannels

    images = [image] if isinstance(image, Image) else list(image)
    check_grid(_OWNER, images[0])
    first = _without_channels(images[0])
    for other in [*images[1:], *([mask] if mask is not None else [])]:
        _check_same(first, _without_channels(other))
    channels, tells = _channels(images)
    result = np.zeros(first.shape, CLASS_DTYPE)
    inside = _inside(channels, mask)
    values = ScaledChannels(channels, inside)
    if values.count:
        found, means = k_means(values, _start(values, classes), poll)
        del values, channels
        order = np.argsort(means @ tells, kind="stable")
        numbers = np.empty(len(order), CLASS_DTYPE)
        numbers[order] = np.arange(1, len(order) + 1)
        flat = result.reshape(-1)
        flat[slice(None) if inside is None else inside] = looked_up(numbers, found)
    return _repeated(result, images[0])


def _without_channels(grid: Grid) -> Grid:
    """Return the grid at its first channel."""
    axes = grid.calibration.axes
    if "c" not in axes:
        return grid
    at = axes.index("c")
    kept = grid.calibration.select([i for i in range(len(axes)) if i != at])
    return grid.with_data(grid.data[(slice(None),) * at + (0,)], kept)


def _in_every_channel(mask: Mask) -> NDArray[np.bool_]:
    pixels, axes = np.asarray(mask.data), mask.calibration.axes
    return np.asarray(pixels.all(axis=axes.index("c")) if "c" in axes else pixels)


def _start(values: ScaledChannels, classes: int) -> Floats:
    """Return the means to begin with: of one channel the best ones, of its histogram."""
    from napari_darkroom.kernels.lloyd import means_between, split_means

    if len(values.channels) > 1:
        return split_means(values, classes)
    return means_between(values, otsu_levels(*_levels(values), classes))


def _levels(values: ScaledChannels) -> tuple[Floats, NDArray[np.int64]]:
    """Return the middles of the bins of a single channel, and how many pixels are in each."""
    from napari_darkroom.kernels.histogram import count_floats

    low, high = values.finite_range()
    if low == high:
        return np.array([low]), np.array([values.count])
    edges = np.linspace(low, high, _BINS + 1)
    counts = sum(count_floats(some, edges) for _, some in values.pieces())
    return (edges[:-1] + edges[1:]) / 2, np.asarray(counts)


def _check_same(first: Grid, other: Grid) -> None:
    """Raise `InputError` unless two grids have the same pixels."""
    ours, theirs = first.calibration, other.calibration
    differs = ours.disagreement(theirs)
    if ours.axes != theirs.axes or first.shape != other.shape:
        differs = "the shape"
    if differs:
        raise InputError(
            f"{_OWNER}: {differs} is not the same in all inputs: {first.name or first.kind} has "
            f"the shape {first.shape} ({', '.join(ours.axes)}), {other.name or other.kind} "
            f"{other.shape} ({', '.join(theirs.axes)}). Take inputs of the same image."
        )


def _channels(images: Sequence[Image]) -> tuple[list[ScaledChannel], Floats]:
    """Return what is compared, and which of it tells the brightness."""
    from napari_darkroom.kernels.scaled_channels import scaled

    channels: list[ScaledChannel] = []
    tells: list[float] = []
    for image in images:
        axes = image.calibration.axes
        pixels = np.asarray(image.data)
        parts = np.moveaxis(pixels, axes.index("c"), 0) if "c" in axes else pixels[np.newaxis]
        for part in parts:
            channels += _colours(part) if image.rgb else [scaled(part.reshape(-1))]
            tells += [1.0, 0.0, 0.0] if image.rgb else [1.0]
    return channels, np.array(tells)


def _colours(image: NDArray[Any]) -> list[ScaledChannel]:
    """Return lightness and two colours over their common deviation."""
    from napari_darkroom.kernels.colour_spread import mean_variance
    from napari_darkroom.kernels.scaled_channels import ScaledChannel

    colours = lab(image).reshape(-1, 3)
    # Read where they are: a copy of each part would be as large as all of them.
    channels = [ScaledChannel(part) for part in colours.T]
    deviation = float(np.sqrt(mean_variance(colours)))
    if deviation > 0:
        return [replace(one, scale=deviation) for one in channels]
    if deviation == 0:
        return [replace(one, shift=float(np.nanmin(colours))) for one in channels]
    return channels


def _inside(channels: Sequence[ScaledChannel], mask: Mask | None) -> NDArray[np.bool_] | None:
    """Return the pixels within the mask that are missing in no channel, None for all."""
    inside = None if mask is None else _in_every_channel(mask).reshape(-1)
    for channel in channels:
        known = channel.known()
        inside = known if inside is None else inside if known is None else inside & known
    return None if inside is None or inside.all() else inside


def _repeated(classes: NDArray[np.uint8], image: Image) -> Labels:
    """Return the classes along all axes of an image."""
    axes = image.calibration.axes
    if "c" in axes:
        at = axes.index("c")
        classes = np.repeat(np.expand_dims(classes, at), image.shape[at], axis=at)
    return Labels(classes, image.calibration, image.name)
