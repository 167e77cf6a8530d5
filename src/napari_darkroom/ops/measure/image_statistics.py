"""The table of images: one row for every frame and channel."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.declaration import operation
from napari_darkroom.core.dtypes import missing
from napari_darkroom.core.frames import pixels_at
from napari_darkroom.core.values import Image, Mask, Table
from napari_darkroom.ops.measure.bins import known
from napari_darkroom.ops.measure.checks import check_grid, check_same_grid
from napari_darkroom.ops.measure.grey_values import GreyValues
from napari_darkroom.ops.measure.groups import Channel, each_channel, key_column
from napari_darkroom.ops.measure.statistics_columns import COLUMNS, PERCENTILES

# So large a share of pixels at an end of the range is no chance.
_CLIPPED = 0.001
# What cameras of so many bits give at most, also where it is stored in 16 bits.
_CAMERA_BITS = (8, 10, 12, 14, 16)


@operation(
    title="Image statistics", noun="statistics", menu="measure/image", rgb="each", tolerance=1e-9
)
def image_statistics(image: Image, mask: Mask | None = None) -> Table:
    """Measure the grey values of a whole image, or of what a mask holds.

    Tells how bright, how sharp and how well exposed an image is: the first look at a new set.

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
        deviation, smallest and largest value, median, sum, mode, skewness, kurtosis, percentiles,
        entropy, shares of pixels at 0, below it and at both ends, a warning of saturation, and two
        measures of focus.

    Notes
    -----
    Missing pixels (NaN) are counted and left out; without any other pixel the statistics are
    missing. Infinite pixels are left out of percentiles, mode and entropy.

    Formula::

        mean = Σ image(x) / n
        std = √(Σ (image(x) − mean)² / n)
        skewness = Σ (image(x) − mean)³ / n / std³
        kurtosis = Σ (image(x) − mean)⁴ / n / std⁴ − 3
        entropy = −Σ p log₂ p
        focus_laplacian = variance of Δimage / mean²
        focus_variance = std² / mean
        n: number of pixels, p: share of each value

    Equivalent for one channel without missing pixels, within 1e-9::

        import pandas as pd
        from scipy import stats

        values = (image.ravel() if mask is None else image[mask]).astype(float)
        names = ["mean", "std", "min", "max", "sum"]
        table = pd.DataFrame({name: [getattr(values, name)()] for name in names})
        table["skewness"], table["kurtosis"] = stats.skew(values), stats.kurtosis(values)
        table["focus_variance"] = values.var() / values.mean()

    References
    ----------
    CellProfiler 4, MeasureImageQuality. J. L. Pech-Pacheco et al., International Conference on
    Pattern Recognition 3 (2000) 314–317, on the variance of the Laplacian.
    """
    check_grid("measure.image_statistics", image)
    if mask is not None:
        check_same_grid("measure.image_statistics", mask, image)
    import pandas as pd

    rows = [_cells(one) | _statistics(one, mask) for one in each_channel(image)]
    table = pd.DataFrame(rows)
    names = list(map(str, table.columns))
    columns = {name: COLUMNS.get(name) or key_column(name) for name in names}
    return Table(table, columns, tuple(names[: names.index("num_pixels")]), image.name)


def _cells(one: Channel) -> dict[str, Any]:
    return one.keys if one.name is None else {**one.keys, "channel": one.name}


def _statistics(one: Channel, mask: Mask | None) -> dict[str, Any]:
    pixels = one.pixels
    counted = np.ones(pixels.shape, bool) if mask is None else pixels_at(mask, one.place)
    nan = missing(pixels)
    num_missing = 0 if nan is None else int(np.count_nonzero(nan & counted))
    if nan is not None:
        counted = counted & ~nan
    values = GreyValues.of(
        pixels[counted] if mask is not None or nan is not None else pixels.ravel()
    )
    return {"num_pixels": values.size, "num_missing": num_missing} | _table(values, pixels, counted)


def _table(values: GreyValues, pixels: NDArray[Any], counted: NDArray[np.bool_]) -> dict[str, Any]:
    whole = np.iinfo(pixels.dtype) if pixels.dtype.kind in "iu" else None
    low, high = values.ordered[[0, -1]] if values.size else (np.nan, np.nan)
    top = np.inf if whole is None else whole.max
    second, third, fourth = values.moments()
    varies = low < high and second > 0
    some = {
        "zero_fraction": values.ordered == 0,
        "negative_fraction": values.ordered < 0,
        "min_fraction": values.ordered == low,
        "max_fraction": values.ordered == high,
    }
    return {
        "mean": values.mean,
        "std": np.sqrt(second),
        "min": float(low),
        "max": float(high),
        "median": values.percentiles([50])[0],
        "sum": values.total,
        "saturated_fraction": values.share(values.ordered >= top),
        "skewness": third / second**1.5 if varies else np.nan,
        "kurtosis": fourth / second**2 - 3 if varies else np.nan,
        **_occurrence(values.finite),
        **{name: values.share(inside) for name, inside in some.items()},
        "saturation": "unknown" if whole is None else _saturation(values, whole),
        **_focus(pixels, counted, values.mean, second),
    }


def _occurrence(values: GreyValues) -> dict[str, float]:
    """Return percentiles, mode and entropy."""
    names = [f"percentile_{q}" for q in PERCENTILES]
    cells = dict(zip(names, values.percentiles(PERCENTILES), strict=True))
    levels, counts = values.occurrence()
    if not len(levels):
        return cells | {"mode": np.nan, "entropy": np.nan}
    share = counts / counts.sum()
    # Not −0 where one value has them all.
    entropy = abs(float((share * np.log2(share)).sum()))
    return cells | {"mode": float(levels[np.argmax(counts)]), "entropy": entropy}


def _saturation(values: GreyValues, type_: np.iinfo[Any]) -> str:
    """Return at which ends of the range of whole numbers values were cut off."""
    if values.size == 0 or values.ordered[0] == values.ordered[-1]:
        # What has but one value was not exposed at all.
        return "none"
    low, high = values.ordered[[0, -1]]
    full = [2**bits - 1 for bits in _CAMERA_BITS] + [type_.max]
    is_low = low == type_.min and _piled_up(values, 0, 1)
    is_high = int(high) in full and _piled_up(values, -1, -2)
    return {(True, True): "both", (True, False): "low", (False, True): "high"}.get(
        (bool(is_low), bool(is_high)), "none"
    )


def _piled_up(values: GreyValues, end: int, next_: int) -> bool:
    """Whether many pixels have the value at an end, and far more than the value beside it."""
    counts = values.counts
    if values.share(values.ordered == values.ordered[end]) <= _CLIPPED:
        return False
    return counts is None or bool(counts[end] > 2 * counts[next_])


def _focus(
    pixels: NDArray[Any], counted: NDArray[np.bool_], mean: float, variance: float
) -> dict[str, float]:
    from napari_darkroom.kernels.image_sums import laplacian_variance

    shape = (-1, *pixels.shape[-2:])
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        sharp = laplacian_variance(known(pixels).reshape(shape), counted.reshape(shape))
    return {
        "focus_laplacian": sharp / mean**2 if mean else np.nan,
        "focus_variance": variance / mean if mean else np.nan,
    }
