"""Thresholds that keep most of the information, by entropies of the histogram."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.ops.threshold.grey_levels import GreyLevels, in_order, whole_levels

# Sahoo's thresholds are near each other within so many of 256 levels.
_NEAR, _NEAR_OF = 5, 256


def max_entropy(levels: GreyLevels) -> float:
    """Return the level of the largest sum of both classes' entropies (Kapur and others 1985)."""
    return float(levels.centers[_entropy_peak(levels)])


def _entropy_peak(levels: GreyLevels) -> int:
    n = levels.counts.astype(float)
    n_log_n = n * np.log(np.where(n > 0, n, 1))
    below, sums = levels.below[:-1].astype(float), np.cumsum(n_log_n)
    above = levels.total - below
    entropy = np.log(below) - sums[:-1] / below + np.log(above) - (sums[-1] - sums[:-1]) / above
    return int(np.argmax(entropy))


def _renyi_peak(levels: GreyLevels, order: float) -> int:
    """Return the place of the largest sum of both classes' entropies of an order not 1."""
    powers = np.cumsum(levels.counts.astype(float) ** order)
    below = levels.below[:-1].astype(float)
    above = levels.total - below
    lower = np.log(powers[:-1]) - order * np.log(below)
    upper = np.log(powers[-1] - powers[:-1]) - order * np.log(above)
    return int(np.argmax((lower + upper) / (1 - order)))


def renyi_entropy(levels: GreyLevels) -> float:
    """Return the level weighed from those of three Rényi entropies (Sahoo and others 1997)."""
    places = sorted([_renyi_peak(levels, 0.5), _entropy_peak(levels), _renyi_peak(levels, 2.0)])
    near = _NEAR * max(len(levels.centers) / _NEAR_OF, 1)
    left, right = (b - a <= near for a, b in pairwise(places))
    weights = {(True, False): (0, 1, 3), (False, True): (3, 1, 0)}.get((left, right), (1, 2, 1))
    share = levels.below / levels.total
    first, last = float(share[places[0]]), float(share[places[2]])
    between = (last - first) / 4
    parts = [
        first + between * weights[0],
        between * weights[1],
        1 - last + between * weights[2],
    ]
    middle = sum(place * part for place, part in zip(places, parts, strict=True))
    return float(levels.centers[int(middle)])


def shanbhag(levels: GreyLevels) -> float:
    """Return the level at which both classes are equally uncertain (Shanbhag 1994)."""
    from napari_darkroom.kernels.level_sums import running_doubt

    lower = running_doubt(levels.counts)[:-1]
    upper = running_doubt(levels.counts[::-1])[-2::-1]
    return float(levels.centers[np.argmin(np.abs(lower - upper))])


def yen(levels: GreyLevels) -> float:
    """Return the level of the largest correlation of both classes (Yen and others 1995)."""
    squares = levels.counts.astype(float) ** 2
    lower, upper = np.cumsum(squares)[:-1], np.cumsum(squares[::-1])[-2::-1]
    below = levels.below[:-1].astype(float)
    correlation = 2 * np.log(below * (levels.total - below)) - np.log(lower * upper)
    return float(levels.centers[np.argmax(correlation)])


def huang(levels: GreyLevels) -> float:
    """Return the level of the least fuzzy classes (Huang and Wang 1995)."""
    from napari_darkroom.kernels.level_sums import fuzziness

    n = levels.counts.astype(float)
    sums = np.cumsum(n * np.arange(len(n)))
    below = levels.below[:-1]
    lower = np.rint(sums[:-1] / below).astype(np.int64)
    upper = np.rint((sums[-1] - sums[:-1]) / (levels.total - below)).astype(np.int64)
    share = 1 / (1 + np.arange(len(n)) / (len(n) - 1))
    doubt = -share * np.log(share) - (1 - share) * np.log(np.where(share < 1, 1 - share, 1))
    return float(levels.centers[np.argmin(fuzziness(n, lower, upper, doubt))])


def li(values: NDArray[Any], owner: str) -> float:
    """Return the threshold of least cross entropy, by iteration (Li and Tam 1998)."""
    levels = whole_levels(values)
    known = _Ordered(in_order(values, owner)) if levels is None else _Counted(levels)
    number, total = known.up_to(np.inf)
    threshold, before = total / number, -np.inf
    while abs(threshold - before) > known.step / 2:
        before = threshold
        below, lower_sum = known.up_to(before)
        lower = lower_sum / below
        if lower == 0:
            break
        upper = (total - lower_sum) / (number - below)
        threshold = float((lower - upper) / (np.log(lower) - np.log(upper)))
    return threshold + known.low


class _Counted:
    """How many pixels lie up to a value above the smallest, by how often each level occurs."""

    step = 1.0

    def __init__(self, levels: GreyLevels) -> None:
        self.low = float(levels.centers[0])
        self._x = levels.centers - self.low
        self._below, self._sums = levels.below, np.cumsum(levels.counts * self._x)

    def up_to(self, value: float) -> tuple[int, float]:
        """Return the number of pixels, and the sum of how far they are above the smallest."""
        k = int(np.searchsorted(self._x, value, side="right")) - 1
        return int(self._below[k]), float(self._sums[k])


class _Ordered:
    """The same by the values in order, without a second copy of them."""

    def __init__(self, values: NDArray[Any]) -> None:
        from napari_darkroom.kernels.level_sums import running_sums

        self.low, self._values = float(values[0]), values
        self._sums, self.step = running_sums(values)

    def up_to(self, value: float) -> tuple[int, float]:
        """Return the number of pixels, and the sum of how far they are above the smallest."""
        from napari_darkroom.kernels.level_sums import sum_of_first

        number = bisect_right(self._values, value, key=lambda one: float(one) - self.low)
        return number, float(sum_of_first(self._values, self._sums, number))
