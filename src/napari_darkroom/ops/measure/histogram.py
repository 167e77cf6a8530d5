"""How often each grey value occurs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

import numpy as np
from annotated_types import Ge, Le

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Image, Labels, Mask, Table
from napari_darkroom.ops.measure.bins import Bins, find_bins
from napari_darkroom.ops.measure.groups import (
    Cells,
    Channel,
    Grouping,
    check_measured,
    each_channel,
    key_column,
    stacked,
)

_OWNER = "measure.histogram"
_MOST_ROWS = 2**24

COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "bin_start": Column("Smallest value that the bin holds."),
        "bin_end": Column(
            "Where the next bin begins; of an image that is not of whole numbers the last bin "
            "holds its end too."
        ),
        "count": Column("Number of pixels in the bin.", PIXEL, "numpy.histogram"),
        "fraction": Column("Share of the pixels that count: in the mask, finite."),
    }
)


@operation(title="Histogram", noun="histogram", menu="measure/image", rgb="each")
def histogram(
    image: Image,
    labels: Labels | None = None,
    mask: Mask | None = None,
    *,
    bins: Annotated[int, Ge(1), Le(65536)] = 256,
    lower: float | None = None,
    upper: float | None = None,
) -> Table:
    """Count how often each grey value occurs, in the whole image or in every object.

    Parameters
    ----------
    image : Image
        The image, with time, channels or colours if it has them.
    labels : Labels, optional
        The objects; without them all pixels are counted together.
    mask : Mask, optional
        The pixels that count.
    bins : int
        Number of bins of equal width, at most. In an image of whole numbers each bin holds as many
        of them as any other: one, where its values lie within `bins` of each other.
    lower : float, optional
        Where the first bin begins; by default the smallest value of the image.
    upper : float, optional
        Where the last bin ends; by default the largest value of the image.

    Returns
    -------
    table : Table
        One row a bin, for each frame, channel and object: where it begins and ends, how many
        pixels it holds and which share that is. All have the same bins.

    Raises
    ------
    InputError
        If labels, mask and image do not lie on one grid, or there would be more than 2²⁴ rows.
    ParameterError
        If `lower` is above `upper`.

    Notes
    -----
    Missing (NaN) and infinite pixels are left out. Where all values are one there is one bin; an
    image without any finite pixel gives no rows.

    Formula::

        count(k) = number of x with start(k) ≤ image(x) < end(k)
        fraction(k) = count(k) / number of x

    Equivalent for objects in a mask, over the whole range, without missing pixels::

        import numpy as np
        import pandas as pd

        low, high = float(image.min()), float(image.max())
        step = np.ceil((high - low + 1) / bins)
        whole = np.arange(low, high + 1 + step, step)
        edges = whole if image.dtype.kind in "iu" else np.linspace(low, high, bins + 1)
        objects = [image[mask & (labels == k)] for k in np.unique(labels[labels > 0])]
        table = pd.DataFrame({"count": np.ravel([np.histogram(o, edges)[0] for o in objects])})
    """
    check_measured(_OWNER, image, labels, mask)
    found = find_bins(_OWNER, image, bins, lower, upper)
    grouping = Grouping(labels, mask)
    table = stacked([_part(one, found, grouping) for one in each_channel(image)])
    names = list(map(str, table.columns))
    columns = {name: COLUMNS.get(name) or key_column(name) for name in names}
    return Table(table, columns, tuple(names[: names.index("bin_end")]), image.name)


def _part(one: Channel, bins: Bins, grouping: Grouping) -> Cells:
    groups = grouping.at(one.place, one.pixels.shape)
    rows = groups.count * len(bins.starts)
    if rows > _MOST_ROWS:
        raise InputError(
            f"{_OWNER}: {groups.count} objects with {len(bins.starts)} bins each are {rows} rows. "
            "Give fewer bins."
        )
    if groups.drawn is None:
        counts, sizes = bins.counts_of_all(one.pixels.ravel())
    else:
        counts, sizes = bins.counts(one.pixels.ravel(), groups.drawn.ravel(), groups.count)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = counts / sizes[:, None]
    cells = one.cells(rows)
    cells |= {name: np.repeat(ids, len(bins.starts)) for name, ids in groups.cells.items()}
    return cells | {
        "bin_start": np.tile(bins.starts, groups.count),
        "bin_end": np.tile(bins.ends, groups.count),
        "count": counts.ravel(),
        "fraction": shares.ravel(),
    }
