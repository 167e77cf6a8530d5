"""Grey values along depth or time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Image, Labels, Mask, Table
from napari_darkroom.ops.measure.bins import known
from napari_darkroom.ops.measure.groups import (
    Cells,
    Channel,
    Grouping,
    check_measured,
    each_channel,
    key_column,
    stacked,
)

if TYPE_CHECKING:
    import pandas as pd

_OWNER = "measure.axis_profile"
ProfileAxis: TypeAlias = Literal["auto", "z", "t"]

STATISTICS: Mapping[str, Column] = MappingProxyType(
    {
        "num_pixels": Column("Pixels that count: in the mask, not missing.", PIXEL),
        "mean": Column("Mean value; missing of nothing."),
        "std": Column("Standard deviation (population, n)."),
        "min": Column("Smallest value."),
        "max": Column("Largest value."),
        "sum": Column("Sum of the values."),
    }
)


@operation(
    title="Profile along z or time",
    noun="profile",
    menu="measure/profiles",
    rgb="each",
    tolerance=1e-9,
)
def axis_profile(
    image: Image,
    labels: Labels | None = None,
    mask: Mask | None = None,
    *,
    axis: ProfileAxis = "auto",
) -> Table:
    """Measure how grey values change from plane to plane, or from time to time.

    Parameters
    ----------
    image : Image
        A stack or a time series, with channels or colours if it has them.
    labels : Labels, optional
        The objects, each of which has a profile of its own.
    mask : Mask, optional
        The pixels that count.
    axis : {"auto", "z", "t"}
        Depth or time; auto takes time where there is time, else depth. An image without that axis
        is one place along it.

    Returns
    -------
    table : Table
        One row a place along the axis (and frame, channel, object): how far along it that is,
        number of pixels, mean, standard deviation, smallest and largest value, and sum. An object
        has rows where it has pixels.

    Raises
    ------
    InputError
        If labels, mask and image do not lie on one grid, or a label is negative.

    Notes
    -----
    Missing pixels (NaN) are left out. Along time each frame is measured as a whole: the plane, or
    the volume.

    Formula::

        mean(z) = Σ image(x, y, z) / n(z)
        std(z) = √(Σ (image(x, y, z) − mean(z))² / n(z))

    Equivalent along z, for objects in a mask, without missing pixels, within 1e-9::

        import numpy as np
        import pandas as pd

        planes = image.reshape(-1, *image.shape[-2:]).astype(float)
        where = np.where(mask, labels, 0).reshape(planes.shape)
        pairs = [(k, z) for k in np.unique(where[where > 0]) for z in range(len(planes))]
        values = [planes[z][where[z] == k] for k, z in pairs if (where[z] == k).any()]
        table = pd.DataFrame({"mean": [v.mean() for v in values], "std": [v.std() for v in values]})

    References
    ----------
    ImageJ, Plot Z-axis Profile.
    """
    check_measured(_OWNER, image, labels, mask)
    axes = image.calibration.axes
    along = ("t" if "t" in axes else "z") if axis == "auto" else axis
    grouping = Grouping(labels, mask)
    parts = [_part(image, one, along, grouping) for one in each_channel(image)]
    keys = [name for name in parts[0] if name not in (*STATISTICS, "position", along)]
    # Along time frames follow one another; a profile is to be in one piece.
    table = stacked(parts).sort_values(
        [*keys, along], kind="stable", ignore_index=True, key=_in_order
    )
    names = list(map(str, table.columns))
    columns = {**STATISTICS, "position": _position(image, along)}
    known_ = {name: columns.get(name) or key_column(name) for name in names}
    return Table(table, known_, tuple(n for n in names if n in (*keys, along)), image.name)


def _in_order(cells: pd.Series[Any]) -> Any:
    """Return what cells are sorted by: texts by which came first."""
    return cells if cells.dtype.kind in "iuf" else cells.factorize()[0]


def _position(image: Image, along: str) -> Column:
    axes = image.calibration.axes
    unit = image.calibration.units[axes.index(along)] if along in axes else PIXEL
    return Column(f"How far along {along} the place is from the first one.", unit)


def _part(image: Image, one: Channel, along: str, grouping: Grouping) -> Cells:
    """Return the rows of a frame and channel: one a group and place along the axis."""
    from napari_darkroom.kernels.sampling import group_statistics

    calibration = image.calibration
    groups = grouping.at(one.place, one.pixels.shape)
    deep = along == "z" and "z" in calibration.axes
    depth = one.pixels.shape[0] if deep else 1
    places = groups.index.reshape(depth, -1).astype(np.int64)
    places = np.where(places < 0, -1, places * depth + np.arange(depth)[:, None])
    index: NDArray[np.int32] = places.astype(np.int32)
    cells = group_statistics(known(one.pixels).reshape(-1), index.reshape(-1), groups.count * depth)
    place = np.tile(np.arange(depth), groups.count) + (0 if deep else one.keys.get(along, 0))
    scale = calibration.scale[calibration.axes.index(along)] if along in calibration.axes else 1.0
    keys = one.cells(groups.count * depth)
    keys.pop(along, None)
    keys |= {name: np.repeat(ids, depth) for name, ids in groups.cells.items()}
    rows = {**keys, along: place, "position": place * scale, **cells}
    if groups.ids is None:
        return rows
    there = np.bincount(index[index >= 0], minlength=groups.count * depth) > 0
    return {name: _chosen(column, there) for name, column in rows.items()}


def _chosen(column: list[Any] | NDArray[Any], there: NDArray[np.bool_]) -> object:
    """Return the cells of some rows."""
    if isinstance(column, list):
        return [cell for cell, kept in zip(column, there, strict=True) if kept]
    return column[there]
