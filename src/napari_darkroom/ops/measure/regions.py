"""The table of objects: one row for every number in a label image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.frames import Frame, channels_at, frames, spatial_axes
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Image, Labels, Table
from napari_darkroom.kernels.label_ids import dense
from napari_darkroom.ops.measure import columns as dictionary
from napari_darkroom.ops.measure.checks import check_grid, check_same_grid
from napari_darkroom.ops.measure.shape import moment_axes, outline_columns

if TYPE_CHECKING:
    import pandas as pd

    from napari_darkroom.kernels.regions import RegionSums

Columns = dict[str, NDArray[Any]]


@operation(title="Measure objects", noun="measurements", menu="measure", rgb="each", tolerance=1e-9)
def regions(labels: Labels, image: Image | None = None) -> Table:
    """Measure size, place, shape and intensity of every object.

    The number of rows is the count of the objects: the cells or nuclei that were labelled.

    Parameters
    ----------
    labels : Labels, 2-D or 3-D, with time
        The objects. Each number is one object in each frame.
    image : Image, optional
        Where intensities are measured: the same grid, with channels or colours if it has them.
        Labels without a pixel size take the image's.

    Returns
    -------
    table : Table
        One row an object (and frame), in the order of the numbers, with unit and definition of
        each column: label, number of pixels, area (volume), bounding box, centroid, position in
        the world where calibrated, axes of the ellipse (ellipsoid), eccentricity, perimeter (2-D),
        solidity; mean, smallest, largest value and standard deviation of each channel. No
        objects give no rows and all columns.

    Raises
    ------
    InputError
        If labels and image do not lie on the same grid, or a label is negative.

    Notes
    -----
    Lengths and areas are in the unit of the pixel size. Missing pixels (NaN) of the image are
    left out of its statistics and count for the shape.

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

    Equivalent for one channel without missing pixels, within 1e-6::

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
    check_grid("measure.regions", labels)
    if image is not None:
        check_same_grid("measure.regions", labels, image)
        labels = _calibrated_like(labels, image)
    tables = [_frame_table(labels, image, frame) for frame in frames(labels)]
    return Table(_joined(tables), _columns(labels, tables[0]), _keys(labels), labels.name)


def _calibrated_like(labels: Labels, image: Image) -> Labels:
    """Return labels without a pixel size (drawn by hand, from another program) with the image's."""
    theirs = image.calibration
    if labels.calibration.calibrated() or not theirs.calibrated():
        return labels
    if any(name not in theirs.axes for name in labels.calibration.axes):
        return labels
    same = theirs.select([theirs.axes.index(name) for name in labels.calibration.axes])
    return labels.with_data(labels.data, same)


def _keys(labels: Labels) -> tuple[str, ...]:
    spatial = spatial_axes(labels)
    return (*(name for name in labels.calibration.axes if name not in spatial), "label")


def _joined(tables: list[Columns]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: np.concatenate([t[name] for t in tables]) for name in tables[0]})


def _frame_table(labels: Labels, image: Image | None, frame: Frame) -> Columns:
    from napari_darkroom.kernels.regions import intensity_sums, region_sums

    axes = spatial_axes(labels)
    ids, index = dense(frame.pixels)
    count = len(ids) - 1
    volume = index.reshape((1,) * (3 - index.ndim) + index.shape)
    sums = region_sums(volume, count)
    table: Columns = {name: np.full(count, value) for name, value in frame.keys.items()}
    table |= {"label": _widest(ids[1:]), "num_pixels": sums.size}
    table |= _sizes(labels, axes, sums)
    table |= _places(labels, axes, sums, frame)
    spacing, _ = labels.calibration.spacing(axes)
    table |= moment_axes(sums, spacing)
    table |= outline_columns(index, sums, spacing)
    if image is not None:
        for channel, pixels in channels_at(image, frame.keys):
            values = _real(pixels).reshape(volume.shape)
            for name, column in intensity_sums(volume, values, count).items():
                table[f"{name}_{channel}" if channel else name] = column
    return table


def _widest(ids: NDArray[Any]) -> NDArray[Any]:
    """Return the numbers of objects as int64, those beyond it as uint64."""
    beyond = ids.size > 0 and int(ids[-1]) > np.iinfo(np.int64).max
    return ids.astype(np.uint64 if beyond else np.int64)


def _real(pixels: NDArray[Any]) -> NDArray[Any]:
    """Return pixels of a type that the kernels know."""
    return pixels.astype(np.float32) if pixels.dtype == np.float16 else pixels


def _sizes(labels: Labels, axes: tuple[str, ...], sums: RegionSums) -> Columns:
    spacing, unit = labels.calibration.spacing(axes)
    name, _ = dictionary.size_column(len(axes), unit)
    return {name: sums.size * float(np.prod(spacing))}


def _places(labels: Labels, axes: tuple[str, ...], sums: RegionSums, frame: Frame) -> Columns:
    calibration = labels.calibration
    first = 3 - len(axes)
    table: Columns = {}
    for which, box in (("min", sums.low), ("max", sums.high)):
        table |= {f"bbox_{which}_{axis}": box[:, first + i] for i, axis in enumerate(axes)}
    table |= {f"centroid_{axis}": sums.centroid[:, first + i] for i, axis in enumerate(axes)}
    index = np.empty((len(sums.size), calibration.ndim))
    for i, axis in enumerate(calibration.axes):
        index[:, i] = table.get(f"centroid_{axis}", frame.keys.get(axis, 0))
    world = calibration.world(index)
    for i, axis in enumerate(calibration.axes):
        if axis in axes and _calibrated(labels, axes):
            table[f"position_{axis}"] = world[:, i]
    return table


def _calibrated(labels: Labels, axes: tuple[str, ...]) -> bool:
    return labels.calibration.spacing(axes)[1] != PIXEL


def _columns(labels: Labels, table: Columns) -> dict[str, Column]:
    """Return the definitions of the columns of a table, in its order."""
    axes = spatial_axes(labels)
    calibration = labels.calibration
    _, unit = calibration.spacing(axes)
    known = {**dictionary.AXIS_KEYS, **dictionary.PURE}
    known |= [dictionary.size_column(len(axes), unit)]
    known |= dictionary.length_columns(len(axes), unit)
    for axis in axes:
        own = calibration.units[calibration.axes.index(axis)]
        known |= dictionary.place_columns(axis, own if _calibrated(labels, axes) else None)
    return {name: known.get(name) or _intensity(name) for name in table}


def _intensity(name: str) -> Column:
    for stem, definition in dictionary.INTENSITIES.items():
        if name.startswith(stem):
            channel = name.removeprefix(stem).removeprefix("_")
            return Column(f"{definition} Channel: {channel}." if channel else definition)
    return Column(f"Index along the axis {name}, counted from 0.")
