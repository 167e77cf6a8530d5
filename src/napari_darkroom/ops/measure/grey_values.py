"""The grey values of some pixels in order, and what follows from that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.ops.measure.bins import known

# Whole numbers within so many of each other are counted instead of sorted.
_MOST_LEVELS = 2**16
_FLOAT_BINS = 256
# Sums of whole numbers are exact.
_SUM_TYPES = {"i": np.int64, "u": np.uint64}


@dataclass(frozen=True)
class GreyValues:
    """Values in ascending order, each as often as it occurs; none is NaN.

    Attributes
    ----------
    ordered : array
        Ascending: the different ones, or all.
    counts : array of int64 or None
        How often each occurs; None where all are there.
    total : number
        Their sum, exact for whole numbers.
    mean : float
        NaN where there are none.
    """

    ordered: NDArray[Any]
    counts: NDArray[np.int64] | None
    total: Any
    mean: float

    @classmethod
    def of(cls, pixels: NDArray[Any]) -> GreyValues:
        """Return the values of pixels, 1-D."""
        total = pixels.sum(dtype=_SUM_TYPES.get(pixels.dtype.kind, np.float64))
        if pixels.dtype.kind in "iu" and pixels.size:
            low, high = pixels.min().item(), pixels.max().item()
            if high - low < _MOST_LEVELS:
                return _counted(pixels, low, high, total)
        exact = pixels.astype(np.float64, copy=False)
        return cls(np.sort(pixels), None, total, float(exact.mean()) if exact.size else np.nan)

    @property
    def size(self) -> int:
        """Number of pixels."""
        return len(self.ordered) if self.counts is None else int(self.counts.sum())

    @property
    def finite(self) -> GreyValues:
        """The same without infinite values."""
        if self.ordered.dtype.kind != "f" or self.counts is not None:
            return self
        kept = self.ordered[np.isfinite(self.ordered)]
        return self if len(kept) == len(self.ordered) else GreyValues(kept, None, np.nan, np.nan)

    def share(self, inside: NDArray[np.bool_]) -> float:
        """Return the share of pixels whose value is one of some, NaN of nothing."""
        if self.size == 0:
            return np.nan
        number = np.count_nonzero(inside) if self.counts is None else self.counts[inside].sum()
        return float(number / self.size)

    def percentiles(self, wanted: Sequence[float]) -> list[float]:
        """Return percentiles, between two values in proportion, as ``numpy.percentile`` does."""
        if self.size == 0:
            return [np.nan] * len(wanted)
        if self.counts is None:
            values = self.ordered.astype(np.float64, copy=False)
            return [_between(values, q, len(values)) for q in wanted]
        ends = np.cumsum(self.counts)
        return [_between(self.ordered, q, int(ends[-1]), ends) for q in wanted]

    def moments(self) -> tuple[float, float, float]:
        """Return the second, third and fourth central moment."""
        from napari_darkroom.kernels.image_sums import central_moments

        if self.size == 0:
            return np.nan, np.nan, np.nan
        if self.counts is None:
            return central_moments(known(self.ordered), self.mean)
        x = self.ordered - self.mean
        second, third, fourth = ((self.counts * x**k).sum() / self.size for k in (2, 3, 4))
        return float(second), float(third), float(fourth)

    def occurrence(self) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """Return the values that occur and how often, or the middles of 256 bins."""
        if self.counts is not None:
            return self.ordered, self.counts
        values = self.finite.ordered.astype(np.float64, copy=False)
        if len(values) == 0 or values[0] == values[-1]:
            return values[:1], np.array([len(values)] * min(len(values), 1), np.int64)
        edges = np.linspace(values[0], values[-1], _FLOAT_BINS + 1)
        ends = np.searchsorted(values, edges[:-1])
        counts = np.diff(ends, append=len(values))
        return ((edges[:-1] + edges[1:]) / 2)[counts > 0], counts[counts > 0]


def _counted(pixels: NDArray[Any], low: int, high: int, total: Any) -> GreyValues:
    from napari_darkroom.kernels.histogram import count_integers

    counts = count_integers(pixels, low, high)
    some = np.flatnonzero(counts)
    return GreyValues(low + some.astype(np.float64), counts[some], total, int(total) / pixels.size)


def _between(
    values: NDArray[Any], percent: float, size: int, ends: NDArray[np.int64] | None = None
) -> float:
    """Return a percentile of sorted values, which occur up to the rank `ends`."""
    place = (size - 1) * (percent / 100)
    low = int(np.floor(place))
    ranks = np.array([low, min(low + 1, size - 1)])
    a, b = values[ranks if ends is None else np.searchsorted(ends, ranks, side="right")]
    part = place - low
    return (
        float(a)
        if a == b
        else float(b - (b - a) * (1 - part) if part >= 0.5 else a + (b - a) * part)
    )
