"""Thresholds by the shape of the histogram: its peaks and its tail."""

from __future__ import annotations

import numpy as np

from napari_darkroom.core.errors import InputError
from napari_darkroom.ops.threshold.grey_levels import Floats, GreyLevels


def intermodes(levels: GreyLevels) -> float:
    """Return the middle between the two peaks (Prewitt and Mendelsohn 1966)."""
    _, first, last = _two_peaks(levels)
    return float((levels.centers[first] + levels.centers[last]) / 2)


def minimum(levels: GreyLevels) -> float:
    """Return the lowest level between the two peaks (Prewitt and Mendelsohn 1966)."""
    smooth, first, last = _two_peaks(levels)
    return float(levels.centers[first + np.argmin(smooth[first : last + 1])])


def _two_peaks(levels: GreyLevels) -> tuple[Floats, int, int]:
    smooth, first, last = levels.smoothed_to_two_peaks
    if first == last:
        raise InputError(
            "threshold.automatic: the histogram has one peak, and the methods intermodes and "
            "minimum take what lies between two. Choose another method, such as otsu or triangle."
        )
    return smooth, first, last


def triangle(levels: GreyLevels) -> float:
    """Return the level farthest below the line from the peak to the end of the longer tail.

    (Zack and others 1977.)
    """
    counts = levels.counts
    turned = int(np.argmax(counts)) < len(counts) - 1 - int(np.argmax(counts))
    tail = counts[::-1] if turned else counts
    peak = len(counts) - 1 - int(np.argmax(counts)) if turned else int(np.argmax(counts))
    below = int(tail[peak]) * np.arange(peak) - peak * tail[:peak]
    place = int(np.argmax(below))
    return float(levels.centers[len(counts) - 1 - place if turned else place])
