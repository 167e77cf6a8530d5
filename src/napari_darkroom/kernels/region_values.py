"""What is added up over the values of all pixels of an object, and which values it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.runs import Runs


@dataclass(frozen=True)
class ValueSums:
    """What one pass over the values adds up; a row an object, missing pixels left out.

    Attributes
    ----------
    size : array of int
        Pixels that are not missing.
    total : array of float
        Sum of the values; exact for integers of up to 32 bits as long as it is below 2⁵³.
    mean, low, high : array of float
        NaN where no pixel is left.
    highest : array of int
        Position of the first pixel with the largest value among the pixels of the runs, -1 where
        no pixel is left.
    """

    size: NDArray[np.int64]
    total: NDArray[np.float64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    highest: NDArray[np.int64]


def gather(parts: Iterable[tuple[int, NDArray[Any]]], runs: Runs) -> NDArray[Any]:
    """Return the values of the pixels of all runs, in their order.

    Parameters
    ----------
    parts : iterable of (int, array)
        The image in pieces of whole rows: the first row of each piece, and its rows.
    """
    values: NDArray[Any] | None = None
    for top, part in parts:
        rows = known_pixels(part.reshape(-1, part.shape[-1]))
        values = np.empty(runs.pixels, dtype=rows.dtype) if values is None else values
        begin, end = np.searchsorted(runs.row, (top, top + len(rows)))
        _gather(rows, top, (begin, end), runs.pieces, values)
    return np.empty(0) if values is None else values


def known_pixels(pixels: NDArray[Any]) -> NDArray[Any]:
    """Return pixels of a type that the kernels know."""
    other = {np.dtype(np.float16): np.float32, np.dtype(bool): np.uint8}.get(pixels.dtype)
    return pixels if other is None else pixels.astype(other)


@njit(nogil=True, cache=True)
def _gather(rows: Any, top: Any, part: Any, pieces: Any, values: Any) -> None:
    _, places, start, first, _ = pieces
    width, flat = rows.shape[1], rows.reshape(-1)
    for r in range(part[0], part[1]):
        # Unsigned: none counts from the end, and the compiler need not look at each.
        at, end = np.uint64(first[r]), np.uint64(first[r + 1])
        ahead = np.uint64((places[r] - top) * width + start[r]) - at
        for i in range(at, end):
            values[i] = flat[ahead + i]


def sum_values(values: NDArray[Any], runs: Runs) -> ValueSums:
    """Return the sums over the values of each object."""
    whole = values.dtype.kind in "iu" and values.dtype.itemsize <= 4
    totals = np.zeros(runs.count, dtype=np.int64 if whole else np.float64)
    size = np.zeros(runs.count, dtype=np.int64)
    ends = np.full((runs.count, 2), np.nan)
    highest = np.full(runs.count, -1, dtype=np.int64)
    _add_values(values, runs.pieces, totals, totals.dtype.type(0), (size, ends, highest))
    total = totals.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / size
    return ValueSums(size, total, mean, ends[:, 0], ends[:, 1], highest)


@njit(nogil=True, cache=True)
def _add_values(values: Any, pieces: Any, total: Any, zero: Any, found: Any) -> None:
    owner, _, _, first, _ = pieces
    size, ends, highest = found
    for r in range(len(owner)):
        k = owner[r]
        at, end = np.uint64(first[r]), np.uint64(first[r + 1])
        while at < end and np.isnan(values[at]):
            at += np.uint64(1)
        if at == end:
            continue
        sum_, n = zero, 0
        low = high = values[at]
        for i in range(at, end):
            value = values[i]
            if np.isnan(value):
                continue
            n += 1
            sum_ += value
            # Where it stands is looked for once, not at every new largest value.
            high = max(high, value)
            low = min(low, value)
        total[k] += sum_
        if size[k] == 0 or low < ends[k, 0]:
            ends[k, 0] = low
        if size[k] == 0 or high > ends[k, 1]:
            ends[k, 1] = high
            while values[at] != high:
                at += np.uint64(1)
            highest[k] = at
        size[k] += n


def power_sums(
    values: NDArray[Any], runs: Runs, centre: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the sums of (value − centre)ᵖ of each object, p from 1 to 4, as (objects, 4).

    Parameters
    ----------
    centre : array of float
        About the mean of each object. What it misses of it is in the first sum.
    """
    sums = np.zeros((runs.count, 4))
    _add_powers(values, runs.pieces, centre, sums)
    return sums


@njit(nogil=True, cache=True)
def _add_powers(values: Any, pieces: Any, centre: Any, sums: Any) -> None:
    owner, _, _, first, _ = pieces
    for r in range(len(owner)):
        k = owner[r]
        zero = centre[k]
        one = two = three = four = 0.0
        for i in range(np.uint64(first[r]), np.uint64(first[r + 1])):
            value = np.float64(values[i])
            if np.isnan(value):
                continue
            d = value - zero
            square = d * d
            one += d
            two += square
            three += square * d
            four += square * square
        sums[k, 0] += one
        sums[k, 1] += two
        sums[k, 2] += three
        sums[k, 3] += four


@njit(nogil=True, cache=True)
def _add_squares(values: Any, pieces: Any, centre: Any, sums: Any) -> None:
    """Add the first two powers as `_add_powers` does."""
    owner, _, _, first, _ = pieces
    for r in range(len(owner)):
        k = owner[r]
        zero = centre[k]
        one = two = 0.0
        for i in range(np.uint64(first[r]), np.uint64(first[r + 1])):
            value = np.float64(values[i])
            if np.isnan(value):
                continue
            d = value - zero
            one += d
            two += d * d
        sums[k, 0] += one
        sums[k, 1] += two


def central_moments(values: NDArray[Any], runs: Runs, sums: ValueSums) -> NDArray[np.float64]:
    """Return the mean of (value − mean)ᵖ of each object, p from 2 to 4, as (objects, 3).

    NaN where no pixel is left.
    """
    powers = power_sums(values, runs, sums.mean)
    return _central(powers, sums)


def variances(values: NDArray[Any], runs: Runs, sums: ValueSums) -> NDArray[np.float64]:
    """Return the first of the `central_moments`, the same bits in less time."""
    powers = np.zeros((runs.count, 2))
    _add_squares(values, runs.pieces, sums.mean, powers)
    return np.asarray(_central(powers, sums)[:, 0])


def _central(powers: NDArray[np.float64], sums: ValueSums) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        found = powers / sums.size[:, None]
    rest = found[:, 0]
    found[:, 1] -= rest * rest
    return np.asarray(found[:, 1:])


def weighted_places(
    values: NDArray[Any], runs: Runs, low: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the sums of value · (place − low) along z, y, x of each object."""
    sums = np.zeros((runs.count, 3))
    _add_weighted(values, runs.pieces, low, sums)
    return sums


@njit(nogil=True, cache=True)
def _add_weighted(values: Any, pieces: Any, low: Any, sums: Any) -> None:
    owner, rows, start, first, height = pieces
    for r in range(len(owner)):
        k, at = owner[r], first[r]
        z, y = rows[r] // height - low[k, 0], rows[r] % height - low[k, 1]
        x = start[r] - low[k, 2]
        total = along = 0.0
        for i in range(first[r + 1] - at):
            value = np.float64(values[at + i])
            if not np.isnan(value):
                total += value
                along += value * (x + i)
        sums[k, 0] += total * z
        sums[k, 1] += total * y
        sums[k, 2] += along


def places(positions: NDArray[np.int64], runs: Runs) -> NDArray[np.float64]:
    """Return z, y, x of pixels by their position among those of the runs; NaN for -1."""
    piece = np.searchsorted(runs.first, positions, side="right") - 1
    found = np.full((len(positions), 3), np.nan)
    known = positions >= 0
    piece = piece[known]
    found[known, 0] = runs.row[piece] // runs.shape[1]
    found[known, 1] = runs.row[piece] % runs.shape[1]
    found[known, 2] = runs.start[piece] + positions[known] - runs.first[piece]
    return found


def count_nonzero(values: NDArray[Any], runs: Runs) -> NDArray[np.int64]:
    """Return how many values of each object are neither 0 nor missing."""
    counts = np.zeros(runs.count, dtype=np.int64)
    _add_nonzero(values, runs.pieces, counts)
    return counts


@njit(nogil=True, cache=True)
def _add_nonzero(values: Any, pieces: Any, counts: Any) -> None:
    owner, _, _, first, _ = pieces
    for r in range(len(owner)):
        n = 0
        for i in range(first[r], first[r + 1]):
            n += (values[i] != 0) & (not np.isnan(values[i]))
        counts[owner[r]] += n
