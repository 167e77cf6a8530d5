"""How often each pair of values of two channels occurs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

import numpy as np
from annotated_types import Ge, Le
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.frames import channels_at
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Image, Mask, Table
from napari_darkroom.ops.measure.bins import Bins, find_bins
from napari_darkroom.ops.measure.groups import (
    Cells,
    Channel,
    Grouping,
    check_grey,
    check_measured,
    each_channel,
    key_column,
    pair_cells,
    stacked,
)

_OWNER = "measure.histogram_2d"

COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "bin_start_1": Column("Smallest value of the first channel that the bin holds."),
        "bin_end_1": Column("Where the next bin of the first channel begins."),
        "bin_start_2": Column("Smallest value of the second channel that the bin holds."),
        "bin_end_2": Column("Where the next bin of the second channel begins."),
        "count": Column("Number of pixels in the bin.", PIXEL, "numpy.histogram2d"),
        "fraction": Column("Share of the pixels that count: in the mask, finite in both images."),
    }
)


@operation(title="Histogram of two channels", noun="histogram", menu="measure/channels")
def histogram_2d(
    image: Image,
    other: Image,
    mask: Mask | None = None,
    *,
    bins: Annotated[int, Ge(1), Le(2048)] = 64,
    lower_1: float | None = None,
    upper_1: float | None = None,
    lower_2: float | None = None,
    upper_2: float | None = None,
) -> Table:
    """Count how often each pair of values of two channels occurs: the numbers of a scatter plot.

    Parameters
    ----------
    image : Image, 2-D or 3-D, with time
        The first channel. With several channels each is compared with the other image.
    other : Image
        The second channel, on the same pixels.
    mask : Mask, optional
        The pixels that count.
    bins : int
        Number of bins of equal width along each channel, at most. In an image of whole numbers
        each bin holds as many of them as any other.
    lower_1 : float, optional
        Where the first bin of the first channel begins; by default its smallest value.
    upper_1 : float, optional
        Where the last bin of the first channel ends; by default its largest value.
    lower_2 : float, optional
        Where the first bin of the second channel begins; by default its smallest value.
    upper_2 : float, optional
        Where the last bin of the second channel ends; by default its largest value.

    Returns
    -------
    table : Table
        One row a pair of bins, for each frame and pair of channels: where both begin and end, how
        many pixels they hold and which share that is.

    Raises
    ------
    InputError
        If the inputs do not lie on one grid, or one is an RGB image.
    ParameterError
        If a range begins above its end.

    Notes
    -----
    Pixels that are missing (NaN) or infinite in one of the images are left out. An image of one
    value has one bin, one without any finite pixel none.

    Formula::

        count(k, l) = number of x with image(x) in bin k and other(x) in bin l
        fraction(k, l) = count(k, l) / number of x

    Equivalent for two images in a mask, over the whole range, without missing pixels::

        import numpy as np
        import pandas as pd

        ends = [(float(v.min()), float(v.max()), v.dtype.kind in "iu") for v in (image, other)]
        step = [np.ceil((high - low + 1) / bins) for low, high, _ in ends]
        whole = [np.arange(e[0], e[1] + 1 + s, s) for e, s in zip(ends, step)]
        edges = [w if e[2] else np.linspace(e[0], e[1], bins + 1) for e, w in zip(ends, whole)]
        count = np.histogram2d(image[mask], other[mask], edges)[0]
        table = pd.DataFrame({"count": count.ravel()})
    """
    check_grey(_OWNER, image, other)
    check_measured(_OWNER, image, other, mask)
    bins_1 = find_bins(_OWNER, image, bins, lower_1, upper_1)
    bins_2 = find_bins(_OWNER, other, bins, lower_2, upper_2)
    grouping = Grouping(None, mask)
    parts = [
        _part(one, two, (bins_1, bins_2), grouping)
        for one in each_channel(image)
        for two in channels_at(other, one.keys)
    ]
    table = stacked(parts)
    names = list(map(str, table.columns))
    columns = {name: COLUMNS.get(name) or key_column(name) for name in names}
    values = ("bin_end_1", "bin_end_2", "count", "fraction")
    return Table(table, columns, tuple(n for n in names if n not in values), image.name)


def _part(
    one: Channel, two: tuple[str, NDArray[Any]], bins: tuple[Bins, Bins], grouping: Grouping
) -> Cells:
    groups = grouping.at(one.place, one.pixels.shape)
    counted = (groups.index >= 0) & np.isfinite(one.pixels) & np.isfinite(two[1])
    counts = bins[0].pair_counts(bins[1], one.pixels[counted], two[1][counted])
    rows, columns = counts.shape
    total = float(np.count_nonzero(counted))
    return pair_cells(one, two[0], counts.size) | {
        "bin_start_1": np.repeat(bins[0].starts, columns),
        "bin_end_1": np.repeat(bins[0].ends, columns),
        "bin_start_2": np.tile(bins[1].starts, rows),
        "bin_end_2": np.tile(bins[1].ends, rows),
        "count": counts.ravel(),
        "fraction": counts.ravel() / total if total else np.full(counts.size, np.nan),
    }
