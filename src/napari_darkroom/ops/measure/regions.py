"""The table of objects: one row for every number in a label image."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.annotations import ImageNames
from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.frames import frame_indices, frame_keys, spatial_axes
from napari_darkroom.core.values import Image, Labels, Table
from napari_darkroom.kernels.side_by_side import side_by_side
from napari_darkroom.ops.measure.checks import check_grid
from napari_darkroom.ops.measure.columns.channel import Channel, Name
from napari_darkroom.ops.measure.columns.definition import Definition
from napari_darkroom.ops.measure.columns.dictionary import Preset, choose
from napari_darkroom.ops.measure.columns.keys import axis_key
from napari_darkroom.ops.measure.columns.objects import Objects
from napari_darkroom.ops.measure.images import Images
from napari_darkroom.ops.measure.per_object import calibrated_like, stacked

if TYPE_CHECKING:
    import pandas as pd

_OWNER = "measure.regions"
Numbers: TypeAlias = tuple[str, Column, NDArray[Any]]


@operation(title="Measure objects", noun="measurements", menu="measure", rgb="each", tolerance=1e-9)
def regions(
    labels: Labels,
    image: Image | Sequence[Image] | None = None,
    *,
    preset: Preset = "basic",
    also: str = "",
    image_names: ImageNames = "",
) -> Table:
    """Measure size, place, shape and intensity of every object.

    The number of rows is the count of the objects: the cells or nuclei that were labelled.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects. Each number is one object in each frame.
    image : Image or several, optional
        Where intensities are measured: one image or several (DNA, actin, tubulin) on the same
        grid, with channels or colours if they have them. Labels without a pixel size take that of
        the first.
    preset : {"basic", "shape", "intensity", "everything", "imagej", "cellprofiler", "scikit_image"}
        Which columns: the usual ones, those of shape, of intensity, all; or those of another
        program, with its names and by its definitions.
    also : str
        Names of further columns, with commas between them: "intensity_median, extent". Of any
        percentile: "intensity_percentile_99.5". A name without the numbers at its end stands for
        all that have them: "moments_hu".
    image_names : str
        What the images are called in the columns, with commas between them: "DNA, actin". Empty:
        several images by their own names, and channels by theirs. As many names as there are
        channels are those of the channels.

    Returns
    -------
    table : Table
        One row an object (and frame), in the order of the numbers, with unit and definition of
        each column: the key, and the columns that were asked for. Those of ``basic`` are label,
        number of pixels, area (volume), bounding box, centroid, position in the world where
        calibrated, axes of the ellipse (ellipsoid), eccentricity, perimeter (2-D), solidity; mean,
        smallest, largest value and standard deviation of each channel. No objects give no rows
        and all columns.

    Raises
    ------
    InputError
        If labels and image do not lie on the same grid, a label is negative, or a column is asked
        for by name that needs an image, and there is none.
    ParameterError
        If there is no column of a name, or there are not as many names as images or channels.

    Notes
    -----
    Lengths and areas are in the unit of the pixel size; CellProfiler's are in pixels. Missing
    pixels (NaN) of the image are left out of its statistics and count for the shape. What is not
    defined is missing. ``docs/columns.md`` and ``darkroom columns`` tell all columns and what they
    mean. A lazy image is read by its blocks, and
    gives the same bits as the whole.

    Formula::

        area = n · area of a pixel
        centroid = Σ x / n
        axis length = 4 √λ  (3-D: 2 √(5 λ))
        λ₁ ≥ λ₂: eigenvalues of the covariance of x
        eccentricity = √(1 − λ₂ / λ₁)
        solidity = n / n of the convex hull
        mean = Σ image(x) / n
        std = √(Σ (image(x) − mean)² / n)
        n: number of pixels x of the object

    Equivalent for presets with scikit-image's names, one channel, none missing, within 1e-6::

        import pandas as pd
        from skimage.measure import regionprops_table

        # In 2-D also "perimeter", "eccentricity" and "solidity".
        names = ["label", "num_pixels", "area", "axis_major_length", "axis_minor_length"]
        if image is not None:
            names += ["intensity_mean", "intensity_min", "intensity_max", "intensity_std"]
        table = pd.DataFrame(regionprops_table(labels, image, names, spacing=spacing))

    References
    ----------
    ``skimage.measure.regionprops``, whose names and definitions the columns have.
    """
    check_grid(_OWNER, labels)
    measured = Images.on_grid_of(labels, image, image_names, _OWNER)
    for one in measured.images[:1]:
        labels = calibrated_like(labels, one)
    chosen = choose(
        preset,
        also,
        ndim=len(spatial_axes(labels)),
        images=bool(measured.images),
        calibrated=labels.calibration.calibrated(),
    )
    parts = [list(_frame(labels, measured, chosen, index)) for index in frame_indices(labels)]
    return Table(_joined(parts), {n: c for n, c, _ in parts[0]}, _keys(labels), labels.name)


def _keys(labels: Labels) -> tuple[str, ...]:
    spatial = spatial_axes(labels)
    return (*(name for name in labels.calibration.axes if name not in spatial), "label")


def _frame(
    labels: Labels,
    images: Images,
    chosen: Sequence[Definition],
    index: tuple[int | slice, ...],
) -> Iterator[Numbers]:
    """Yield the columns of the objects of one frame."""
    keys = frame_keys(labels, index)
    objects = Objects(labels, labels.data[index], keys)
    for name, value in keys.items():
        yield name, axis_key(name), np.full(objects.runs.count, value)
    plain = [partial(_columns, [one], objects) for one in chosen if not one.per_channel]
    measured = [one for one in chosen if one.per_channel]
    channels = _channels(images, objects, keys)
    # Every pass over outlines needs the runs: they are found before threads ask for them.
    size = objects.runs.pixels
    first = [partial(_columns, measured, objects, channel) for channel in islice(channels, 1)]
    for columns in side_by_side([*plain, *first], size):
        yield from columns
    # One channel at a time: many would need much memory at once.
    for channel in channels:
        yield from _columns(measured, objects, channel)


def _channels(images: Images, objects: Objects, keys: Mapping[str, int]) -> Iterator[Channel]:
    found = images.lazy_at(keys)
    for position, one in enumerate(found):
        yield Channel(objects, one.data, Name(one.name, one.image, position, len(found) > 1))


def _columns(
    chosen: Sequence[Definition], objects: Objects, channel: Channel | None = None
) -> list[Numbers]:
    return [column for one in chosen for column in one.columns(objects, channel)]


def _joined(parts: list[list[Numbers]]) -> pd.DataFrame:
    """Return the columns of all frames under each other."""
    import pandas as pd

    if len(parts) == 1:
        return pd.DataFrame({name: numbers for name, _, numbers in parts[0]}, copy=False)
    together = zip(*parts, strict=True)
    return pd.DataFrame({one[0][0]: stacked([n for _, _, n in one]) for one in together})
