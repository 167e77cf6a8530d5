"""Haralick's features of the texture of objects, from how often grey levels lie side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

_COUNT = 14


def grey_levels(pixels: NDArray[Any], low: float, high: float, levels: int) -> NDArray[np.int16]:
    """Return the level of each pixel in a range that is divided evenly, −1 where it is missing.

    What lies outside of the range has the lowest or the highest level. A range without width, or
    of no value at all, has one level.
    """
    found = np.empty(pixels.shape, dtype=np.int16)
    scale = levels / (high - low) if low < high < np.inf else 0.0
    known = pixels.astype(np.float32) if pixels.dtype == np.float16 else pixels
    _divide(known.ravel(), low, scale, levels, found.ravel())
    return found


@njit(nogil=True, cache=True)
def _divide(pixels: Any, low: Any, scale: Any, levels: Any, found: Any) -> None:
    for i in range(len(pixels)):
        value = np.float64(pixels[i])
        if np.isnan(value):
            found[i] = -1
        elif scale == 0:
            found[i] = 0
        else:
            found[i] = np.int16(min(max((value - low) * scale, 0.0), levels - 1.0))


def haralick(
    index: NDArray[np.intp],
    levels: NDArray[np.int16],
    offsets: NDArray[np.int64],
    count: int,
    top: int,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the features of objects 1 to `count` in every direction, and the pairs they rest on.

    Parameters
    ----------
    index : array of int, 3-D
        0 for background, the objects from 1 without gaps.
    levels : array of int, of the same shape
        Grey level of each pixel, 0 to `top` − 1; −1 where it is missing.
    offsets : array of int, (directions, 3)
        From one pixel of a pair to the other.

    Returns
    -------
    features : array of float, (directions, objects, features)
        Angular second moment, contrast, correlation, variance, inverse difference moment; mean,
        variance and entropy of the sum; entropy; variance of the difference, that of its shares,
        its entropy; both measures of information. NaN where an object has no pair.
    pairs : array of int, (directions, objects)

    Notes
    -----
    Both pixels of a pair are of one object. A pair counts in both orders, so that the matrix of
    co-occurrences is symmetric. Only the cells of it that occur are ever looked at.
    """
    owners = index.ravel()
    pixels = np.flatnonzero(owners)
    pixels = pixels[np.argsort(owners[pixels], kind="stable")]
    start = np.searchsorted(owners[pixels], np.arange(1, count + 2))
    features = np.full((len(offsets), count, _COUNT), np.nan)
    pairs = np.zeros((len(offsets), count), dtype=np.int64)
    table = np.zeros((top, top), dtype=np.int64)
    _measure((index, levels), (pixels, start), offsets, table, (features, pairs))
    return features, pairs


@njit(nogil=True, cache=True)
def _measure(image: Any, members: Any, offsets: Any, table: Any, results: Any) -> None:
    pixels, start = members
    features, pairs = results
    cells = np.empty((table.size, 2), np.int64)
    for k in range(len(start) - 1):
        own = pixels[start[k] : start[k + 1]]
        for d in range(len(offsets)):
            used, total, highest = _count_pairs(image, own, offsets[d], table, cells)
            pairs[d, k] = total
            if total:
                _features(table, cells[:used], total, highest, features[d, k])
            for i in range(used):
                table[cells[i, 0], cells[i, 1]] = 0


@njit(nogil=True, cache=True)
def _count_pairs(image: Any, own: Any, offset: Any, table: Any, cells: Any) -> Any:
    """Count pairs of grey levels, the lower first; return cells used, pairs and highest level."""
    index, levels = image
    depth, height, width = index.shape
    used = total = 0
    highest = np.int64(0)
    for at in own:
        z, y, x = at // (height * width), at // width % height, at % width
        one = np.int64(levels[z, y, x])
        highest = max(highest, one)
        w, v, u = z + offset[0], y + offset[1], x + offset[2]
        if not (0 <= w < depth and 0 <= v < height and 0 <= u < width):
            continue
        other = np.int64(levels[w, v, u])
        if index[w, v, u] != index[z, y, x] or one < 0 or other < 0:
            continue
        low, high = min(one, other), max(one, other)
        if table[low, high] == 0:
            cells[used, 0], cells[used, 1] = low, high
            used += 1
        table[low, high] += 1
        total += 1
    return used, total, highest


@njit(nogil=True, cache=True)
def _features(table: Any, cells: Any, total: Any, highest: Any, out: Any) -> None:
    """Write the features of one object in one direction."""
    top = len(table)
    single = np.zeros(top, np.int64)
    plus = np.zeros(2 * top, np.int64)
    minus = np.zeros(top, np.int64)
    squares = entropy = inverse = product = 0.0
    for c in range(len(cells)):
        i, j = cells[c]
        n = table[i, j]
        single[i] += n
        single[j] += n
        plus[i + j] += n
        minus[j - i] += n
        # Off the diagonal a pair is in two cells of the matrix, each of half its share.
        times = 1 if i == j else 2
        share = n / (times * total)
        squares += times * share * share
        entropy -= times * share * np.log2(share)
        inverse += times * share / (1 + (j - i) ** 2)
        product += times * share * i * j
    mean, variance, own_entropy = _moments(single, 2 * total)
    sum_mean, sum_variance, sum_entropy = _moments(plus, total)
    difference_mean, difference_variance, difference_entropy = _moments(minus, total)
    out[0] = squares
    out[1] = difference_variance + difference_mean**2
    # Of one grey level alone the correlation is 1, as in mahotas and scikit-image.
    out[2] = (product - mean**2) / variance if variance > 0 else 1.0
    out[3] = variance
    out[4] = inverse
    out[5], out[6], out[7] = sum_mean, sum_variance, sum_entropy
    out[8] = entropy
    out[9] = difference_variance
    out[10] = ((minus / total) ** 2).sum() / (highest + 1) - 1 / (highest + 1) ** 2
    out[11] = difference_entropy
    # Both HXY1 and HXY2 of the paper are the sum of the two entropies, which here are the same.
    out[12] = (entropy - 2 * own_entropy) / own_entropy if own_entropy > 0 else 0.0
    out[13] = np.sqrt(max(0.0, 1 - np.exp(-2 * (2 * own_entropy - entropy))))


@njit(nogil=True, cache=True)
def _moments(counts: Any, total: Any) -> Any:
    """Return mean, variance and entropy (in bits) of a number that is counted."""
    mean = 0.0
    for k in range(len(counts)):
        mean += k * counts[k]
    mean /= total
    variance = entropy = 0.0
    for k in range(len(counts)):
        if counts[k]:
            share = counts[k] / total
            variance += share * (k - mean) ** 2
            entropy -= share * np.log2(share)
    return mean, variance, entropy
