"""Otsu's threshold in a box around each pixel of whole numbers, by counts that move along.

N, T: number and sum of all pixels in the box; n, S: of those up to a level. The variance between
the classes is (N S − n T)² / (n (N − n)). Levels are summed up in blocks, and blocks that cannot
hold the largest one are passed over. Within a block N S − n T lies between two straight lines, and
a line squared over n (N − n), which is concave, is largest at its ends: where the lines meet, or
where the block begins or ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.mirror import mirrored
from napari_darkroom.kernels.side_by_side import side_by_side

# Bounds are widened by more than their own rounding.
_SLACK = 1 + 1e-9
_STRIPS = 4


def box_otsu_of_integers(
    index: NDArray[np.int32], levels: int, reach: Sequence[int]
) -> NDArray[np.int32]:
    """Return the level of Otsu's threshold in the box around each pixel.

    Parameters
    ----------
    index : array of int32, 2-D or 3-D
        Levels from 0 on.
    levels : int
        How many there are; times the square of the number of pixels in a box below 2⁶².
    reach : sequence of int
        Pixels from the centre of the box to its end along each axis.
    """
    volume = index.reshape((1,) * (3 - index.ndim) + index.shape)
    deep = (*(0,) * (3 - index.ndim), *reach)
    places = tuple(mirrored(-r, n + r, n) for r, n in zip(deep, volume.shape, strict=True))
    result = np.empty(volume.shape, np.int32)
    # As many blocks as there are levels in one.
    shift = (levels.bit_length() + 1) // 2
    blocks = ((levels >> shift) + 1, shift)
    edges = np.linspace(0, volume.shape[1], _STRIPS + 1).astype(int)
    strips = [
        partial(_otsus, volume, blocks, places, (int(a), int(b)), result)
        for a, b in pairwise(edges)
    ]
    side_by_side(strips, volume.size)
    return result.reshape(index.shape)


@njit(nogil=True, cache=True)
def _otsus(volume: Any, blocks: Any, places: Any, strip: Any, result: Any) -> None:
    """Write the thresholds of some rows.

    Parameters
    ----------
    blocks : tuple of int
        How many blocks there are, and how many bits of a level tell its place in one.
    """
    size, shift = blocks
    sums = (np.zeros(size << shift, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64))
    ends = np.empty((3, size + 1), np.int64)
    deep = len(places[0]) - volume.shape[0] + 1
    high = len(places[1]) - volume.shape[1] + 1
    wide = len(places[2]) - volume.shape[2] + 1
    number = deep * high * wide
    for z in range(volume.shape[0]):
        for y in range(strip[0], strip[1]):
            box = (places[0][z : z + deep], places[1][y : y + high], shift)
            for one in sums:
                one[:] = 0
            total = np.int64(0)
            for x in places[2][: wide - 1]:
                total += _count(volume, box, x, 1, sums)
            for x in range(volume.shape[2]):
                total += _count(volume, box, places[2][x + wide - 1], 1, sums)
                filled = _sum_blocks(sums, ends, number, total)
                about = (number, total, shift)
                result[z, y, x] = _best(sums[0], ends[:, : filled + 1], about)
                total -= _count(volume, box, places[2][x], -1, sums)


@njit(nogil=True, cache=True)
def _count(volume: Any, box: Any, x: Any, sign: int, sums: Any) -> int:
    """Let a column of pixels into the box, or out of it; return the sum of its levels."""
    counts, numbers, totals = sums
    slices, rows, shift = box
    total = np.int64(0)
    for i in slices:
        for j in rows:
            level = np.int64(volume[i, j, x])
            total += level
            counts[level] += sign
            numbers[level >> shift] += sign
            totals[level >> shift] += sign * level
    return int(total)


@njit(nogil=True, cache=True)
def _sum_blocks(sums: Any, ends: Any, number: int, total: Any) -> int:
    """Write n and N S − n T behind each filled block, and which it is; return how many there are.

    The first column holds what is before all blocks.
    """
    _, numbers, totals = sums
    ends[0, 0], ends[1, 0], ends[2, 0] = 0, 0, 0
    filled, below, off = 0, 0, 0
    for k in range(len(numbers)):
        if numbers[k]:
            below += numbers[k]
            off += number * totals[k] - numbers[k] * total
            filled += 1
            ends[0, filled], ends[1, filled], ends[2, filled] = k, below, off
    return filled


@njit(nogil=True, cache=True)
def _best(counts: Any, ends: Any, about: Any) -> int:
    """Return the level with the largest variance between the classes, the lowest of several."""
    number, total, shift = about
    best, largest = -1, -1.0
    for k in range(1, ends.shape[1] - 1):
        if _worth(ends[2, k], ends[1, k], number, largest):
            largest = max(largest, _between(ends[2, k], ends[1, k], number))
    for k in range(1, ends.shape[1]):
        if not _may_hold(ends, k, about, largest):
            continue
        start = ends[0, k] << shift
        below, off = ends[1, k - 1], ends[2, k - 1]
        for level in range(start, start + (1 << shift)):
            count = counts[level]
            if count == 0:
                continue
            below += count
            off += count * (number * level - total)
            if _worth(off, below, number, largest):
                between = _between(off, below, number)
                if between > largest or (best < 0 and between == largest):
                    best, largest = level, between
    return best


@njit(nogil=True, cache=True)
def _may_hold(ends: Any, k: int, about: Any, largest: float) -> bool:
    """Whether a block may have a level with a variance of at least so much."""
    number, total, shift = about
    if _worth(ends[2, k], ends[1, k], number, largest):
        return True
    # Of m of its pixels, each at least at its first and at most at its last level:
    # |N S − n T| ≤ min(before − m · first, behind + (count − m) · last).
    first = np.float64(number * (ends[0, k] << shift) - total)
    last = first + np.float64(number) * ((1 << shift) - 1)
    before, behind = -np.float64(ends[2, k - 1]), -np.float64(ends[2, k])
    count = np.float64(ends[1, k] - ends[1, k - 1])
    m = min(max((behind + count * last - before) / (last - first), 0.0), count)
    return _worth(before - m * first, ends[1, k - 1] + m, number, largest)


@njit(nogil=True, cache=True)
def _worth(off: Any, below: Any, number: int, largest: float) -> bool:
    """Whether a level may have a variance of at least so much; without a division."""
    far = np.float64(off)
    return bool(far * far * _SLACK >= largest * (np.float64(below) * (number - below)))


@njit(nogil=True, cache=True)
def _between(off: int, below: int, number: int) -> float:
    """Return n₀ n₁ (μ₀ − μ₁)² times N²; −1 where there is one class only."""
    if below == number:
        return -1.0
    far = np.float64(off)
    return float(far * far / (np.float64(below) * (number - below)))
