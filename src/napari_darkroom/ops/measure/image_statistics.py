"""The table of images: one row for every frame and channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import missing
from napari_darkroom.core.frames import RGB_NAMES, Frame, channel_name, frames, pixels_at
from napari_darkroom.core.values import Image, Mask, Table
from napari_darkroom.ops.measure.checks import check_grid, check_same_grid

_COLUMNS = {
    "t": Column("Index of the frame, counted from 0."),
    "channel": Column("Name or index of the channel."),
    "num_pixels": Column("Pixels that count: inside of the mask, not missing.", "pixel"),
    "num_missing": Column("Pixels that are missing (NaN).", "pixel"),
    "mean": Column("Mean value."),
    "std": Column("Standard deviation (population, n)."),
    "min": Column("Smallest value."),
    "max": Column("Largest value."),
    "median": Column("Median value."),
    "sum": Column("Sum of all values."),
    "saturated_fraction": Column(
        "Share of pixels at the upper end of the pixel type; 0 for float images."
    ),
}


# Sums of whole numbers are exact.
_SUM_TYPES = {"i": np.int64, "u": np.uint64}


@operation(title="Image statistics", noun="statistics", menu="measure", rgb="each", tolerance=1e-9)
def image_statistics(image: Image, mask: Mask | None = None) -> Table:
    """Measure the grey values of a whole image, or of what a mask holds.

    Parameters
    ----------
    image : Image
        The image, with time, channels or colours if it has them.
    mask : Mask, optional
        The pixels that count.

    Returns
    -------
    table : Table
        One row a frame and channel: number of pixels and of missing ones, mean, standard
        deviation, smallest and largest value, median, sum, share of saturated pixels.

    Notes
    -----
    Missing pixels (NaN) are counted and left out; without any other pixel the statistics are
    missing.

    Formula::

        mean = Σ image(x) / n
        std = √(Σ (image(x) − mean)² / n)
        n: number of pixels

    Equivalent for one channel without missing pixels, within 1e-9::

        import pandas as pd

        values = (image.ravel() if mask is None else image[mask]).astype(float)
        names = ["mean", "std", "min", "max", "sum"]
        table = pd.DataFrame({name: [getattr(values, name)()] for name in names})
    """
    check_grid("measure.image_statistics", image)
    if mask is not None:
        check_same_grid("measure.image_statistics", mask, image)
    import pandas as pd

    table = pd.DataFrame([row for frame in frames(image) for row in _rows(image, mask, frame)])
    known = {name: _COLUMNS.get(name) or Column(f"Index along {name}.") for name in table.columns}
    keys = tuple(table.columns[: list(table.columns).index("num_pixels")])
    return Table(table, known, keys, image.name)


def _rows(image: Image, mask: Mask | None, frame: Frame) -> Iterator[dict[str, Any]]:
    """Yield one row a channel of a frame."""
    inside = None if mask is None else pixels_at(mask, frame.keys)
    keys: dict[str, Any] = dict(frame.keys)
    if "c" in keys:
        keys["channel"] = channel_name(image, "c", keys.pop("c"))
    if not image.rgb:
        yield keys | _statistics(frame.pixels, inside)
        return
    for k, colour in enumerate(RGB_NAMES):
        yield keys | {"channel": colour} | _statistics(frame.pixels[..., k], inside)


def _statistics(pixels: NDArray[Any], inside: NDArray[np.bool_] | None) -> dict[str, float]:
    values = pixels.ravel() if inside is None else pixels[inside]
    nan = missing(values)
    counted = values if nan is None else values[~nan]
    exact = counted.astype(np.float64, copy=False)
    empty = counted.size == 0
    top = np.iinfo(pixels.dtype).max if pixels.dtype.kind in "iu" else np.inf
    return {
        "num_pixels": counted.size,
        "num_missing": 0 if nan is None else int(nan.sum()),
        "mean": np.nan if empty else exact.mean(),
        "std": np.nan if empty else exact.std(),
        "min": np.nan if empty else exact.min(),
        "max": np.nan if empty else exact.max(),
        "median": np.nan if empty else np.median(exact),
        "sum": counted.sum(dtype=_SUM_TYPES.get(counted.dtype.kind, np.float64)),
        "saturated_fraction": np.nan if empty else np.count_nonzero(counted >= top) / counted.size,
    }
