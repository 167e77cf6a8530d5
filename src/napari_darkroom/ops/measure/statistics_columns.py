"""The dictionary of columns of the table of images."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from napari_darkroom.core.columns import Column
from napari_darkroom.core.units import PIXEL

PERCENTILES = (1, 5, 25, 75, 95, 99)

COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "num_pixels": Column("Pixels that count: inside of the mask, not missing.", PIXEL),
        "num_missing": Column("Pixels that are missing (NaN).", PIXEL),
        "mean": Column("Mean value."),
        "std": Column("Standard deviation (population, n)."),
        "min": Column("Smallest value."),
        "max": Column("Largest value."),
        "median": Column("Median value."),
        "sum": Column("Sum of all values."),
        "saturated_fraction": Column(
            "Share of pixels at the upper end of the pixel type; 0 for float images."
        ),
        "mode": Column(
            "Value that occurs most often, the smallest of equals; of floats and of whole numbers "
            "more than 65536 apart the middle of the fullest of 256 bins.",
            "",
            "ImageJ",
        ),
        "skewness": Column(
            "Third central moment over the deviation's cube (population); missing where all values "
            "are one.",
            "",
            "ImageJ, scipy.stats.skew",
        ),
        "kurtosis": Column(
            "Fourth central moment over the squared variance, less 3 (population); missing where "
            "all values are one.",
            "",
            "ImageJ, scipy.stats.kurtosis",
        ),
        **{
            f"percentile_{q}": Column(
                f"Value below which {q} % of the finite pixels lie, between two of them in "
                "proportion.",
                "",
                "numpy.percentile",
            )
            for q in PERCENTILES
        },
        "entropy": Column(
            "Shannon's entropy of the values (of floats in 256 bins), in bits.",
            "",
            "skimage.measure.shannon_entropy",
        ),
        "zero_fraction": Column("Share of pixels that are 0."),
        "negative_fraction": Column("Share of pixels below 0."),
        "min_fraction": Column(
            "Share of pixels that have the smallest value.",
            "",
            "CellProfiler MeasureImageQuality (PercentMinimal, there in percent)",
        ),
        "max_fraction": Column(
            "Share of pixels that have the largest value.",
            "",
            "CellProfiler MeasureImageQuality (PercentMaximal, there in percent)",
        ),
        "saturation": Column(
            "Whether grey values were cut off: low, high or both where more than 0.1 % of the "
            "pixels, and more than twice as many as have the value beside it, lie at that end of "
            "the pixel type, or at the most that a camera of 8, 10, 12, 14 or 16 bits gives where "
            "none exceeds it; none; unknown for float images."
        ),
        "focus_laplacian": Column(
            "Sharpness: variance of the Laplacian of each plane (four neighbours, where all of "
            "them count) over the squared mean. Compare images of one kind; larger is sharper."
        ),
        "focus_variance": Column(
            "Sharpness: variance over mean, in grey values of the image. Larger is sharper.",
            "",
            "CellProfiler MeasureImageQuality (FocusScore, there of values scaled from 0 to 1)",
        ),
    }
)
