"""Thresholds against scikit-image."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scenes
from comparison import Case
from skimage import filters

import napari_darkroom as dr


def cases(side: int) -> Iterator[Case]:
    """Yield the work on a plane."""
    image = scenes.cells(side, side)
    floats = image.astype(np.float32)
    yield Case(
        "threshold.otsu",
        lambda: dr.threshold.otsu(image),
        lambda: image > filters.threshold_otsu(image),
        "scikit-image",
    )
    yield Case(
        "threshold.otsu float32",
        lambda: dr.threshold.otsu(floats),
        lambda: floats > filters.threshold_otsu(floats),
        "scikit-image",
    )
    yield from (_automatic(image, method) for method in ("isodata", "li", "triangle", "yen"))


def _automatic(image: np.ndarray, method: str) -> Case:
    find = getattr(filters, f"threshold_{method}")
    return Case(
        f"threshold.automatic {method}",
        lambda: dr.threshold.automatic(image, method=method),
        lambda: image > find(image),
        "scikit-image",
    )
