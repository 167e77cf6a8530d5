"""Channels against each other, and whole images, against SciPy, scikit-image and NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import scenes
from comparison import Case
from numpy.typing import NDArray
from scipy import ndimage, stats

import napari_darkroom as dr


def _correlations(one: Any, two: Any, labels: Any) -> NDArray[np.float64]:
    """Return Pearson's and Spearman's coefficient of each object, as one writes it today."""
    found = []
    for k, box in enumerate(ndimage.find_objects(labels), start=1):
        inside = labels[box] == k
        a, b = one[box][inside].astype(float), two[box][inside].astype(float)
        enough = len(a) > 1
        found.append(
            [stats.pearsonr(a, b)[0], stats.spearmanr(a, b)[0]] if enough else [np.nan, np.nan]
        )
    return np.nan_to_num(found)


def _histograms(image: Any, labels: Any) -> NDArray[np.int64]:
    """Return the histogram of each object, in bins of whole numbers."""
    low, high = int(image.min()), int(image.max())
    step = -(-(high - low + 1) // 256)
    edges = np.arange(low, high + 1 + step, step)
    boxes = enumerate(ndimage.find_objects(labels), start=1)
    return np.ravel([np.histogram(image[b][labels[b] == k], edges)[0] for k, b in boxes])


def _statistics(image: Any) -> NDArray[np.float64]:
    """Return the statistics of an image, as one writes them today."""
    values = image.ravel().astype(float)
    several = [stats.skew(values), stats.kurtosis(values), np.median(values)]
    return np.array([values.mean(), values.std(), *several, *np.percentile(values, [1, 5, 95, 99])])


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    image, labels = scenes.cells(side, side), scenes.objects(side, side)
    other = scenes.noise(side, side) // 64 + image // 2
    names = ["pearson", "spearman"]

    def ours(*where: Any) -> Any:
        return np.nan_to_num(dr.measure.colocalization(image, other, *where)[names])

    whole = np.ones(image.shape, np.int32)
    statistics = ["mean", "std", "skewness", "kurtosis", "median"]
    statistics += [f"percentile_{q}" for q in (1, 5, 95, 99)]
    floats = image.astype(np.float32) + 0.25
    pair = (floats, floats + other)
    return [
        Case(
            "measure.colocalization, objects",
            lambda: ours(labels),
            lambda: _correlations(image, other, labels),
            "SciPy, Pearson and Spearman alone",
        ),
        Case(
            "measure.colocalization, whole",
            ours,
            lambda: _correlations(image, other, whole),
            "SciPy, Pearson and Spearman alone",
        ),
        *[
            Case(
                f"measure.image_statistics, {one.dtype}",
                lambda one=one: dr.measure.image_statistics(one)[statistics].iloc[0].astype(float),
                lambda one=one: _statistics(one),
                "NumPy and SciPy",
            )
            for one in (image, floats)
        ],
        Case(
            "measure.histogram, float32",
            lambda: dr.measure.histogram(floats)["count"],
            lambda: np.histogram(floats, 256)[0],
            "NumPy",
        ),
        Case(
            "measure.histogram, objects",
            lambda: dr.measure.histogram(image, labels)["count"],
            lambda: _histograms(image, labels),
            "NumPy, object by object",
        ),
        Case(
            "measure.histogram_2d",
            lambda: dr.measure.histogram_2d(*pair, bins=128)["count"],
            lambda: np.histogram2d(*map(np.ravel, pair), 128)[0].reshape(-1),
            "NumPy",
        ),
    ]
