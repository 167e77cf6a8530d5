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


def cases(side: int) -> list[Case]:
    """Return the work on a plane."""
    image, labels = scenes.cells(side, side), scenes.objects(side, side)
    other = scenes.noise(side, side) // 64 + image // 2
    names = ["pearson", "spearman"]

    def ours(*where: Any) -> Any:
        return np.nan_to_num(dr.measure.colocalization(image, other, *where)[names])

    whole = np.ones(image.shape, np.int32)
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
    ]
