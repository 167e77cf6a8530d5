"""Thresholds that part the pixels into two classes by their means and spreads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.ops.threshold.grey_levels import Floats, GreyLevels, finite

# Enough of an image to see that its pixels differ.
_SOME = 1024


def otsu_level(levels: GreyLevels) -> float:
    """Return the level at which the variance between the classes is largest (Otsu 1979)."""
    counts, centers = levels.counts, levels.centers
    if len(centers) == 1:
        return float(centers[0])
    below, above = levels.below, np.cumsum(counts[::-1])[::-1]
    sums = counts * centers
    mean_below = np.cumsum(sums) / below
    mean_above = (np.cumsum(sums[::-1]) / above[::-1])[::-1]
    sizes = below[:-1].astype(float) * above[1:]
    between = sizes * (mean_below[:-1] - mean_above[1:]) ** 2
    return float(centers[np.argmax(between)])


def middle_of_means(levels: GreyLevels) -> Floats:
    """Return for each level but the last the middle between the means of the two classes."""
    sums = np.cumsum(levels.counts * levels.centers)
    below = levels.below
    lower = sums[:-1] / below[:-1]
    upper = (sums[-1] - sums[:-1]) / (below[-1] - below[:-1])
    return np.asarray((lower + upper) / 2)


def isodata(levels: GreyLevels) -> float:
    """Return the lowest level that is the middle of the two means (Ridler and Calvard 1978)."""
    off = middle_of_means(levels) - levels.centers[:-1]
    fitting = np.flatnonzero((off >= 0) & (off < levels.width))
    # In float bins rounding may miss it by the last bit.
    return float(levels.centers[fitting[0] if len(fitting) else np.argmin(np.abs(off))])


def default(levels: GreyLevels) -> float:
    """Return ImageJ's variant of IsoData: searched from below, with the highest peak cut."""
    cut = GreyLevels(_without_tower(levels.counts), levels.centers, levels.values)
    middles = middle_of_means(cut)
    reached = np.flatnonzero(middles < cut.centers[:-1] + cut.width)
    middle = middles[reached[0]] if len(reached) else middles[-1]
    nearest = int(np.rint((middle - cut.centers[0]) / cut.width))
    return float(cut.centers[nearest])


def _without_tower(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return counts of which the largest is at most twice the second, else 1.5 times that."""
    highest = int(np.argmax(counts))
    second = int(np.delete(counts, highest).max())
    if second == 0 or counts[highest] <= 2 * second:
        return counts
    lowered = counts.copy()
    lowered[highest] = int(1.5 * second)
    return lowered


def mean(values: NDArray[Any], owner: str) -> float:
    """Return the mean of the pixels (Glasbey 1993); of pixels of one value that value."""
    from napari_darkroom.kernels.finite import finite_range, finite_sum, finite_total

    if values.dtype.kind in "iu" and values.dtype.itemsize <= 4:
        return int(values.sum(dtype=np.int64)) / values.size
    if values.dtype in (np.float32, np.float64):
        # Where some differ the ends of all need not be found.
        low, high, _ = finite_range(values.ravel()[:: values.size // _SOME + 1])
        if low < high:
            total, count = finite_total(values)
            return total / count
    floats, low, high, count = finite(values, owner)
    return low if low == high else finite_sum(floats) / count


def min_error(levels: GreyLevels) -> float:
    """Return the level of least error between two normal classes (Kittler and Illingworth 1986).

    Where no level leaves two values on either side it is Otsu's.
    """
    from napari_darkroom.kernels.level_sums import running_squares

    counts = levels.counts
    x = np.arange(len(counts), dtype=float)
    filled = np.cumsum(counts > 0)
    # A class of one value has no spread, and its error no meaning.
    usable = (filled[:-1] > 1) & (filled[-1] - filled[:-1] > 1)
    if not usable.any():
        return otsu_level(levels)
    squares = [running_squares(counts, x)[:-1], running_squares(counts[::-1], x)[-2::-1]]
    sizes = [levels.below[:-1], levels.total - levels.below[:-1]]
    error = np.zeros(len(counts) - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        for square, size in zip(squares, sizes, strict=True):
            share = size / levels.total
            error += share * (np.log(square / size) / 2 - np.log(share))
    return float(levels.centers[np.argmin(np.where(usable, error, np.inf))])


def moments(levels: GreyLevels) -> float:
    """Return the level that keeps the first three moments (Tsai 1985)."""
    x = (levels.centers - levels.centers[0]) / levels.width
    weights = levels.counts / levels.total
    off = x - (weights * x).sum()
    skewness = (weights * off**3).sum() / (weights * off**2).sum() ** 1.5
    # Two levels with the moments 0, 1 and the skewness: the lower one has this share.
    share = (1 + skewness / np.sqrt(skewness**2 + 4)) / 2
    return share_level(levels, float(share))


def share_level(levels: GreyLevels, share: float) -> float:
    """Return the lowest level up to which at least a share of the pixels lies."""
    return float(levels.centers[np.searchsorted(levels.below, share * levels.total)])


def percentile(levels: GreyLevels) -> float:
    """Return the level that comes nearest to halving the pixels (Doyle 1962)."""
    return float(levels.centers[np.argmin(np.abs(levels.below - levels.total / 2))])
