"""How two channels go together in each of many groups of pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.ordering import Ranks, ranks

Floats: TypeAlias = NDArray[np.float64]
Columns: TypeAlias = dict[str, NDArray[Any]]
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Pair:
    """The pixels of two channels that count, and the group that each belongs to.

    Attributes
    ----------
    values : array of float64, (2, n)
        Of both channels; none is NaN.
    group : array of int32
        From 0 to `count` - 1.
    count : int
        Number of groups.
    """

    values: Floats
    group: NDArray[np.int32]
    count: int


def largest(values: Floats, group: NDArray[np.int32], count: int) -> Floats:
    """Return the largest value of each group, NaN for an empty one."""
    result = np.full(count, np.nan)
    _largest(values, group, result)
    return result


@njit(nogil=True, cache=True)
def _largest(values: Any, group: Any, result: Any) -> None:
    for i in range(len(values)):
        if not values[i] <= result[group[i]]:
            result[group[i]] = values[i]


def colocalization(pair: Pair, above_first: Floats, above_second: Floats) -> Columns:
    """Return the coefficients of each group; those that are not defined are NaN.

    Parameters
    ----------
    above_first, above_second : array of float64
        The threshold of each channel in each group.
    """
    size = np.bincount(pair.group, minlength=pair.count)
    ranked = [ranks(one, pair.group, pair.count) for one in pair.values]
    depth = np.array([np.diff(one.starts) for one in ranked])
    centres = np.array([*(_means(one, pair, size) for one in pair.values), (size + 1) / 2])
    sums = np.zeros((pair.count, 17))
    average = (ranked[0].average, ranked[1].average)
    _add(pair.values, average, pair.group, centres, sums)
    columns = _linear(sums, size, depth > 1)
    columns |= {"threshold_1": above_first, "threshold_2": above_second}
    limits = np.array([above_first, above_second, depth.max(axis=0)])
    shares = np.zeros((pair.count, 9))
    _add_above(pair.values, (ranked[0].dense, ranked[1].dense), pair.group, limits, shares)
    return columns | _above(shares) | _costes(pair, ranked[0], centres, sums)


def _means(values: Floats, pair: Pair, size: NDArray[np.int64]) -> Floats:
    return _ratio(np.bincount(pair.group, weights=values, minlength=pair.count), size)


def _ratio(above: Any, below: Any) -> Floats:
    """Return a quotient, NaN where it is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below == 0, np.nan, above / below)


def _central(n: Floats, x: Floats, y: Floats, *products: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the sums of squares and products of differences from the mean of a part."""
    xx, yy, xy = products
    return xx - _ratio(x * x, n), yy - _ratio(y * y, n), xy - _ratio(x * y, n)


def _linear(sums: Floats, size: NDArray[np.int64], varies: NDArray[np.bool_]) -> Columns:
    rank_xx, rank_yy, rank_xy = sums[:, 5:8].T
    xx, yy, xy = _central(size.astype(float), *sums[:, :5].T)
    # Of equal values rounding may leave a little, and that is no variation.
    xx, yy = np.where(varies[0], xx, 0), np.where(varies[1], yy, 0)
    return {
        "num_pixels": size,
        "pearson": _bounded(_ratio(xy, np.sqrt(xx) * np.sqrt(yy))),
        "slope": _ratio(xy, xx),
        "spearman": _bounded(_ratio(rank_xy, np.sqrt(rank_xx) * np.sqrt(rank_yy))),
        "overlap": _ratio(sums[:, 8], np.sqrt(sums[:, 9]) * np.sqrt(sums[:, 10])),
        "overlap_k1": _ratio(sums[:, 8], sums[:, 9]),
        "overlap_k2": _ratio(sums[:, 8], sums[:, 10]),
    }


def _bounded(coefficient: Floats) -> Floats:
    return np.clip(coefficient, -1.0, 1.0)


def _above(sums: Floats) -> Columns:
    total_1, total_2, both_1, both_2, ff, ss, fs, weighted_1, weighted_2 = sums.T
    return {
        "manders_m1": _ratio(both_1, total_1),
        "manders_m2": _ratio(both_2, total_2),
        "overlap_above": _ratio(fs, np.sqrt(ff) * np.sqrt(ss)),
        "overlap_above_k1": _ratio(fs, ff),
        "overlap_above_k2": _ratio(fs, ss),
        "rwc_1": _ratio(weighted_1, total_1),
        "rwc_2": _ratio(weighted_2, total_2),
    }


@njit(nogil=True, cache=True)
def _add(values: Any, rank: Any, group: Any, centres: Any, sums: Any) -> None:
    """Add up, in the order of the pixels.

    0-4 differences x, y from the means, xx, yy, xy; 5-7 the same of ranks; 8-10 products of the
    values; 11-16 n, x, y, xx, yy, xy where one of the values is above 0.
    """
    for i in range(len(group)):
        k = group[i]
        row = sums[k]
        f, s = values[0, i], values[1, i]
        x, y = f - centres[0, k], s - centres[1, k]
        row[0] += x
        row[1] += y
        row[2] += x * x
        row[3] += y * y
        row[4] += x * y
        u, v = rank[0][i] - centres[2, k], rank[1][i] - centres[2, k]
        row[5] += u * u
        row[6] += v * v
        row[7] += u * v
        row[8] += f * s
        row[9] += f * f
        row[10] += s * s
        if f > 0 or s > 0:
            row[11] += 1
            row[12] += x
            row[13] += y
            row[14] += x * x
            row[15] += y * y
            row[16] += x * y


@njit(nogil=True, cache=True)
def _add_above(values: Any, dense: Any, group: Any, limits: Any, sums: Any) -> None:
    """0-1 totals above each threshold, 2-3 those above both, 4-6 ff, ss, fs, 7-8 by rank."""
    for i in range(len(group)):
        k = group[i]
        row = sums[k]
        f, s = values[0, i], values[1, i]
        high_1, high_2 = f > limits[0, k], s > limits[1, k]
        if high_1:
            row[0] += f
        if high_2:
            row[1] += s
        if high_1 and high_2:
            row[2] += f
            row[3] += s
            row[4] += f * f
            row[5] += s * s
            row[6] += f * s
            weight = (limits[2, k] - abs(dense[0][i] - dense[1][i])) / limits[2, k]
            row[7] += f * weight
            row[8] += s * weight


def _costes(pair: Pair, ranked: Ranks, centres: Floats, sums: Floats) -> Columns:
    slope, through = _main_axis(sums[:, 11:17], centres)
    # Of the second channel only its place along the line is asked for.
    along = _ratio(pair.values[1] - through[pair.group], slope[pair.group])
    levels = np.zeros((len(ranked.levels), 4))
    places = (ranked.dense, ranked.levels, ranked.starts)
    _add_levels((*pair.values, along), pair.group, centres, places, levels)
    threshold = np.full(pair.count, np.nan)
    _last_without_correlation(levels, ranked.levels, ranked.starts, slope, threshold)
    totals = np.zeros((pair.count, 4))
    _add_beyond((*pair.values, along), pair.group, threshold, totals)
    return {
        "costes_threshold_1": threshold,
        "costes_threshold_2": slope * threshold + through,
        "costes_m1": _ratio(totals[:, 2], totals[:, 0]),
        "costes_m2": _ratio(totals[:, 3], totals[:, 1]),
    }


def _main_axis(sums: Floats, means: Floats) -> tuple[Floats, Floats]:
    """Return slope and intercept of the line along which both channels vary together most.

    NaN where they do not rise together.
    """
    n, x, y = sums[:, :3].T
    xx, yy, xy = _central(n, *sums[:, 1:].T)
    # What rounding has left of sums of equal values does not rise.
    rising = (xy > 0) & (xx > _ROUNDING * sums[:, 3]) & (yy > _ROUNDING * sums[:, 4])
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(rising, (yy - xx + np.sqrt((yy - xx) ** 2 + 4 * xy**2)) / (2 * xy), np.nan)
        slope = np.where(slope > 0, slope, np.nan)
    return slope, means[1] + _ratio(y, n) - slope * (means[0] + _ratio(x, n))


@njit(nogil=True, cache=True)
def _add_levels(values: Any, group: Any, means: Any, places: Any, sums: Any) -> None:
    """Add each pixel to the lowest level of the first channel that it is not above: n, x, y, xy."""
    first, second, along = values
    dense, levels, starts = places
    for i in range(len(group)):
        k = group[i]
        level = starts[k] + dense[i]
        if along[i] < first[i]:
            level = starts[k] + np.searchsorted(levels[starts[k] : level + 1], along[i])
        x, y = first[i] - means[0, k], second[i] - means[1, k]
        sums[level, 0] += 1
        sums[level, 1] += x
        sums[level, 2] += y
        sums[level, 3] += x * y


@njit(nogil=True, cache=True)
def _last_without_correlation(
    sums: Any, levels: Any, starts: Any, slope: Any, threshold: Any
) -> None:
    for k in range(len(threshold)):
        if not slope[k] > 0:
            continue
        n = x = y = xy = 0.0
        for i in range(starts[k], starts[k + 1]):
            n += sums[i, 0]
            x += sums[i, 1]
            y += sums[i, 2]
            xy += sums[i, 3]
            if n > 0 and xy - x * y / n <= 0:
                threshold[k] = levels[i]


@njit(nogil=True, cache=True)
def _add_beyond(values: Any, group: Any, threshold: Any, sums: Any) -> None:
    """0-1 totals beyond the threshold of each channel, 2-3 those beyond both."""
    first, second, along = values
    for i in range(len(group)):
        limit = threshold[group[i]]
        row = sums[group[i]]
        if first[i] > limit:
            row[0] += first[i]
        if along[i] > limit:
            row[1] += second[i]
            if first[i] > limit:
                row[2] += first[i]
                row[3] += second[i]
