"""The values of each object in order: ranks, deviations from the median, frequencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.core.once import once
from napari_darkroom.kernels.runs import Runs

Floats: TypeAlias = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Ordered:
    """The values of each object from the smallest to the largest, missing ones left out.

    Attributes
    ----------
    values : array
        Those of the first object, of the second, and so on.
    bounds : array of int
        Where those of each object begin; one entry more.
    """

    values: NDArray[Any]
    bounds: NDArray[np.int64]

    @property
    def size(self) -> NDArray[np.int64]:
        """How many values each object has."""
        return np.diff(self.bounds)

    def quantile(self, share: float) -> Floats:
        """Return the value at index share · (n − 1), between neighbours in proportion.

        As ``numpy.quantile``; NaN for an object without values.
        """
        return self._at(share * (self.size - 1.0))

    def cellprofiler_quantile(self, share: float) -> Floats:
        """Return the value at index share · n, between neighbours in proportion.

        As CellProfiler; NaN for an object without values.
        """
        return self._at(np.minimum(share * self.size, self.size - 1.0))

    def _at(self, index: Floats) -> Floats:
        found = np.full(len(index), np.nan)
        some = self.size > 0
        below = np.floor(index[some]).astype(np.int64)
        part = index[some] - below
        first = self.bounds[:-1][some]
        above = np.minimum(below + 1, self.size[some] - 1)
        low = self.values[first + below].astype(np.float64)
        high = self.values[first + above].astype(np.float64)
        # A neighbour without weight has no say, also where it is infinite.
        found[some] = np.where(part == 0, low, _between(low, high, part))
        return found

    @once
    def median(self) -> Floats:
        """The middle value, or the mean of the two in the middle."""
        return self.quantile(0.5)

    def deviations(self, centre: Floats) -> Ordered:
        """Return the distances of the values from a centre of each object, in order."""
        found = np.empty(len(self.values))
        _deviate(self.values, self.bounds, centre, found)
        return Ordered(found, self.bounds)

    @once
    def frequencies(self) -> tuple[Floats, Floats]:
        """The most frequent value (the smallest of several), and the entropy in bits."""
        mode = np.full(len(self.bounds) - 1, np.nan)
        entropy = np.full(len(self.bounds) - 1, np.nan)
        _count_equal(self.values, self.bounds, mode, entropy)
        return mode, entropy


def _between(low: Floats, high: Floats, part: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.asarray(low * (1 - part) + high * part)


def order(values: NDArray[Any], runs: Runs) -> Ordered:
    """Return the values of each object in order."""
    sizes = np.zeros(runs.count + 1, dtype=np.int64)
    _count(values, runs.pieces, sizes)
    bounds = np.cumsum(sizes)
    ordered = np.empty(bounds[-1], dtype=values.dtype)
    _place(values, runs.pieces, bounds[:-1].copy(), ordered)
    _sort(ordered, bounds)
    return Ordered(ordered, bounds)


@njit(nogil=True, cache=True)
def _count(values: Any, pieces: Any, sizes: Any) -> None:
    owner, _, _, first, _ = pieces
    for r in range(len(owner)):
        n = 0
        for i in range(first[r], first[r + 1]):
            n += not np.isnan(values[i])
        sizes[owner[r] + 1] += n


@njit(nogil=True, cache=True)
def _place(values: Any, pieces: Any, free: Any, ordered: Any) -> None:
    owner, _, _, first, _ = pieces
    for r in range(len(owner)):
        at = free[owner[r]]
        for i in range(first[r], first[r + 1]):
            if not np.isnan(values[i]):
                ordered[at] = values[i]
                at += 1
        free[owner[r]] = at


@njit(nogil=True, cache=True)
def _sort(ordered: Any, bounds: Any) -> None:
    for k in range(len(bounds) - 1):
        ordered[bounds[k] : bounds[k + 1]].sort()


@njit(nogil=True, cache=True)
def _deviate(ordered: Any, bounds: Any, centre: Any, found: Any) -> None:
    for k in range(len(bounds) - 1):
        for i in range(bounds[k], bounds[k + 1]):
            found[i] = abs(np.float64(ordered[i]) - centre[k])
        found[bounds[k] : bounds[k + 1]].sort()


@njit(nogil=True, cache=True)
def _count_equal(ordered: Any, bounds: Any, mode: Any, entropy: Any) -> None:
    for k in range(len(bounds) - 1):
        end = bounds[k + 1]
        at, most, sum_ = bounds[k], 0, 0.0
        n = end - at
        while at < end:
            first = at
            while at < end and ordered[at] == ordered[first]:
                at += 1
            equal = at - first
            sum_ += equal * np.log2(equal)
            if equal > most:
                most = equal
                mode[k] = ordered[first]
        if n > 0:
            entropy[k] = np.log2(n) - sum_ / n
