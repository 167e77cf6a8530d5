"""The histogram of what an operation treats at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MOST = 2**18


@dataclass(frozen=True)
class Histogram:
    """How many pixels have which grey values.

    Attributes
    ----------
    counts : array of int64
        One a bin; all bins are of one width.
    low, high : float
        Ends of the first and the last bin.
    ends : (float, float)
        Smallest and largest value.
    """

    counts: NDArray[np.int64]
    low: float
    high: float
    ends: tuple[float, float] = (0.0, 1.0)

    @classmethod
    def of(cls, pixels: NDArray[np.generic], bins: int = 128) -> Histogram:
        """Return the histogram of the finite values, of a sample of them where they are many.

        The bins of integers that lie close together are one value wide.
        """
        values = pixels.ravel()[:: max(pixels.size // _MOST, 1)]
        finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
        if not finite.size:
            return cls(np.zeros(1, np.int64), 0.0, 1.0)
        low, high = ends = float(finite.min()), float(finite.max())
        if finite.dtype.kind in "iu":
            low, high = low - 0.5, high + 0.5
            bins = min(bins, max(int(high - low), 1))
        elif low == high:
            high = low + 1.0
        counts, _ = np.histogram(finite, bins, (low, high))
        return cls(counts.astype(np.int64), low, high, ends)

    def place(self, value: float) -> float:
        """Return where a value lies between the ends: 0 at the first, 1 at the last."""
        return (value - self.low) / (self.high - self.low)
