"""Columns of the values of an image in the objects; missing pixels are left out of all."""

from __future__ import annotations

import numpy as np

from napari_darkroom.core.units import format_number
from napari_darkroom.ops.measure.columns.channel import GROUND_MARGIN, Channel
from napari_darkroom.ops.measure.columns.definition import Definition, Group
from napari_darkroom.ops.measure.columns.objects import Floats, Objects

_SKIMAGE = "scikit-image"
_CELLPROFILER = "CellProfiler"
PERCENTILES = (1, 5, 10, 25, 75, 90, 95, 99)


def counted(channel: Channel, numbers: Floats) -> Floats:
    """Return numbers, NaN where an object has no pixel that counts."""
    return np.where(channel.sums.size > 0, numbers, np.nan)


def deviation(channel: Channel) -> Floats:
    """Return the standard deviation of the population."""
    return np.asarray(np.sqrt(channel.variance))


def skewness(channel: Channel) -> Floats:
    """Return the third standardised moment, NaN where all values are the same."""
    two, three, _ = channel.moments.T
    return np.divide(three, two**1.5, out=np.full(len(two), np.nan), where=two > 0)


def kurtosis(channel: Channel) -> Floats:
    """Return the fourth standardised moment minus 3, NaN where all values are the same."""
    two, _, four = channel.moments.T
    return np.divide(four, two**2, out=np.full(len(two), np.nan), where=two > 0) - 3


def displacement(objects: Objects, channel: Channel) -> Floats:
    """Return the distance between the centroid and the weighted one."""
    apart = (objects.centroid - channel.centroid) * objects.spacing
    return np.asarray(np.sqrt((apart * apart).sum(axis=1)))


def percentile(share: float, *presets: Group) -> Definition:
    """Return the column of a percentile; `share` is a number from 0 to 100."""
    shown = format_number(float(share))
    return Definition(
        f"intensity_percentile_{shown}{{_channel}}",
        f"Value below which {shown} % of the object's pixels lie, between neighbours in "
        "proportion (index (n − 1) · share).",
        lambda _, channel: channel.ordered.quantile(share / 100),
        "intensity",
        "NumPy",
        presets=presets,
    )


INTENSITIES = (
    Definition(
        "intensity_mean{_channel}",
        "Mean of the image over the object.",
        lambda _, channel: channel.sums.mean,
        "intensity",
        _SKIMAGE,
        presets=("basic", "intensity"),
    ),
    Definition(
        "intensity_min{_channel}",
        "Smallest value of the image in the object.",
        lambda _, channel: channel.sums.low,
        "intensity",
        _SKIMAGE,
        presets=("basic", "intensity"),
    ),
    Definition(
        "intensity_max{_channel}",
        "Largest value of the image in the object.",
        lambda _, channel: channel.sums.high,
        "intensity",
        _SKIMAGE,
        presets=("basic", "intensity"),
    ),
    Definition(
        "intensity_std{_channel}",
        "Standard deviation of the image over the object's pixels (population, n; ImageJ divides "
        "by n − 1).",
        lambda _, channel: deviation(channel),
        "intensity",
        f"{_SKIMAGE}, {_CELLPROFILER}",
        presets=("basic", "intensity"),
    ),
    Definition(
        "intensity_sum{_channel}",
        "Sum of the values of the image in the object.",
        lambda _, channel: counted(channel, channel.sums.total),
        "intensity",
        "ImageJ (RawIntDen), CellProfiler (IntegratedIntensity)",
        presets=("intensity",),
    ),
    Definition(
        "intensity_missing{_channel}",
        "Number of the object's pixels whose value is missing (NaN).",
        lambda objects, channel: objects.sums.size - channel.sums.size,
        "pixel",
        presets=("intensity",),
    ),
    Definition(
        "integrated_density{_channel}",
        "Mean of the image over the object times the object's area (volume).",
        lambda objects, channel: channel.sums.mean * objects.sums.size * objects.pixel_size,
        "size",
        "ImageJ (IntDen)",
        presets=("intensity",),
    ),
    Definition(
        "intensity_background{_channel}",
        f"Median of the pixels of no object in the object's box grown by {GROUND_MARGIN} pixels on "
        "all sides; missing where there is none.",
        lambda _, channel: channel.ground,
        "intensity",
        presets=("intensity",),
    ),
    Definition(
        "intensity_mean_corrected{_channel}",
        "Mean of the image over the object minus intensity_background.",
        lambda _, channel: channel.sums.mean - channel.ground,
        "intensity",
        presets=("intensity",),
    ),
    Definition(
        "intensity_median{_channel}",
        "Middle value of the image in the object, the mean of two where their number is even.",
        lambda _, channel: channel.ordered.median,
        "intensity",
        _SKIMAGE,
        presets=("intensity",),
    ),
    Definition(
        "intensity_mad{_channel}",
        "Median of the distances of the values from their median.",
        lambda _, channel: channel.ordered.deviations(channel.ordered.median).median,
        "intensity",
        presets=("intensity",),
    ),
    Definition(
        "intensity_mode{_channel}",
        "Most frequent value of the image in the object, the smallest of several.",
        lambda _, channel: channel.ordered.frequencies[0],
        "intensity",
        "ImageJ (Mode)",
        presets=("intensity",),
    ),
    Definition(
        "intensity_entropy{_channel}",
        "Entropy of the values in bits: -Σ p log₂ p over the shares p of each distinct value. Of "
        "an image of floats, in which hardly a value occurs twice, it tells the size alone.",
        lambda _, channel: channel.ordered.frequencies[1],
        presets=("intensity",),
    ),
    Definition(
        "intensity_skewness{_channel}",
        "Third central moment over the third power of the deviation (population); missing where "
        "all values are the same.",
        lambda _, channel: skewness(channel),
        source="SciPy, ImageJ",
        presets=("intensity",),
    ),
    Definition(
        "intensity_kurtosis{_channel}",
        "Fourth central moment over the fourth power of the deviation (population), minus 3; "
        "missing where all values are the same.",
        lambda _, channel: kurtosis(channel),
        source="SciPy, ImageJ",
        presets=("intensity",),
    ),
    *(percentile(share, "intensity") for share in PERCENTILES),
    Definition(
        "intensity_edge_mean{_channel}",
        "Mean of the image over the object's edge: pixels that have a neighbour of another number "
        "or none by a side.",
        lambda _, channel: channel.edge_sums.mean,
        "intensity",
        _CELLPROFILER,
        presets=("intensity",),
    ),
    Definition(
        "intensity_edge_min{_channel}",
        "Smallest value of the image at the object's edge.",
        lambda _, channel: channel.edge_sums.low,
        "intensity",
        _CELLPROFILER,
        presets=("intensity",),
    ),
    Definition(
        "intensity_edge_max{_channel}",
        "Largest value of the image at the object's edge.",
        lambda _, channel: channel.edge_sums.high,
        "intensity",
        _CELLPROFILER,
        presets=("intensity",),
    ),
    Definition(
        "intensity_edge_std{_channel}",
        "Standard deviation of the image at the object's edge (population, n).",
        lambda _, channel: np.sqrt(channel.edge_variance),
        "intensity",
        _CELLPROFILER,
        presets=("intensity",),
    ),
    Definition(
        "intensity_edge_sum{_channel}",
        "Sum of the values of the image at the object's edge; missing where there is none.",
        lambda _, channel: np.where(channel.edge_sums.size > 0, channel.edge_sums.total, np.nan),
        "intensity",
        _CELLPROFILER,
        presets=("intensity",),
    ),
    Definition(
        "centroid_weighted_{axis}{_channel}",
        "Mean index along {axis} weighted by the image; missing where the values sum up to 0.",
        lambda _, channel, i: channel.centroid[:, i],
        "pixel",
        _SKIMAGE,
        presets=("intensity",),
    ),
    Definition(
        "mass_displacement{_channel}",
        "Distance between the centroid and the centroid weighted by the image.",
        displacement,
        "length",
        _CELLPROFILER,
        presets=("intensity",),
    ),
    Definition(
        "brightest_{axis}{_channel}",
        "Index along {axis} of the first pixel with the largest value.",
        lambda _, channel, i: channel.highest[:, i],
        "pixel",
        _CELLPROFILER,
        presets=("intensity",),
    ),
)
