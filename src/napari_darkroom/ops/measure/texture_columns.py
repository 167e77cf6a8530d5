"""What the columns of texture mean."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from napari_darkroom.core.columns import Column

_FEATURES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "angular_second_moment": (
            "Σ p(i, j)²: large where few pairs of levels occur",
            "",
            "CellProfiler (AngularSecondMoment)",
        ),
        "contrast": (
            "Σ (i − j)² p(i, j): large where neighbours differ much",
            "",
            "CellProfiler (Contrast)",
        ),
        "correlation": (
            "Correlation of the levels of both pixels",
            "",
            "CellProfiler (Correlation)",
        ),
        "variance": (
            "Variance of the levels of the pixels in pairs",
            "",
            "CellProfiler (Variance)",
        ),
        "inverse_difference_moment": (
            "Σ p(i, j) / (1 + (i − j)²), homogeneity: large where neighbours are alike",
            "",
            "CellProfiler (InverseDifferenceMoment)",
        ),
        "sum_average": ("Mean of the sums i + j", "", "CellProfiler (SumAverage)"),
        "sum_variance": ("Variance of the sums i + j", "", "CellProfiler (SumVariance)"),
        "sum_entropy": ("Entropy of the sums i + j", "bit", "CellProfiler (SumEntropy)"),
        "entropy": ("Entropy of the pairs", "bit", "CellProfiler (Entropy)"),
        "difference_variance": (
            "Variance of the differences |i − j|",
            "",
            "Haralick 1973",
        ),
        "difference_variance_cellprofiler": (
            "Variance of the shares that the differences 0 to the highest level of the object have",
            "",
            "CellProfiler (DifferenceVariance)",
        ),
        "difference_entropy": (
            "Entropy of the differences |i − j|",
            "bit",
            "CellProfiler (DifferenceEntropy)",
        ),
        "info_measure_1": (
            "Entropy of the pairs less that of both levels alone, over that of one level; 0 where "
            "the two have nothing to do with each other",
            "",
            "CellProfiler (InfoMeas1)",
        ),
        "info_measure_2": (
            "√(1 − exp(−2 (entropy of both levels alone − entropy of the pairs)))",
            "",
            "CellProfiler (InfoMeas2)",
        ),
        "pairs": ("Pairs of pixels that were counted, in all directions", "", ""),
    }
)
# In the order in which the kernel gives them.
FEATURES = tuple(name for name in _FEATURES if name != "pairs")


def texture_name(feature: str, direction: int | None, channel: str) -> str:
    """Return the name of a column: ``texture_contrast``, ``texture_contrast_0_dna``."""
    number = "" if direction is None else str(direction)
    return "_".join(filter(None, ["texture", feature, number, channel]))


def texture_column(feature: str, step: str, channel: str) -> Column:
    """Return what a column is.

    Parameters
    ----------
    step : str
        From one pixel of a pair to the other; empty for all directions.
    """
    text, unit, source = _FEATURES[feature]
    parts = [
        text,
        f"From pixel to pixel: {step}" if step else "",
        f"Channel: {channel}" if channel else "",
    ]
    return Column(" ".join(f"{part}." for part in parts if part), unit, source)
