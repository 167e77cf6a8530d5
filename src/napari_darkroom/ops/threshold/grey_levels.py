"""How many pixels have which grey value: what global thresholds are found from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError

Floats = NDArray[np.float64]
# Integers have one bin a value as long as they lie this close together.
_MOST_LEVELS = 2**24


@dataclass(frozen=True, eq=False)
class GreyLevels:
    """The histogram of an image, whose bins are of one width.

    Attributes
    ----------
    counts : array of int64
        Number of pixels in each bin; the first and the last are not empty.
    centers : array of float64
        Middles of the bins; of integers the values themselves.
    values : array
        The pixels it was made of, infinite and missing ones among them.
    """

    counts: NDArray[np.int64]
    centers: Floats
    values: NDArray[Any]

    @property
    def width(self) -> float:
        """The width of a bin."""
        return float(self.centers[1] - self.centers[0]) if len(self.centers) > 1 else 1.0

    @cached_property
    def below(self) -> NDArray[np.int64]:
        """Number of pixels up to and with each bin."""
        return np.cumsum(self.counts)

    @property
    def total(self) -> int:
        """Number of pixels."""
        return int(self.below[-1])

    @cached_property
    def whole(self) -> bool:
        """Whether each bin holds one value of integers."""
        return bool(self.values.dtype.kind != "f" and self.width == 1.0)


def grey_levels(values: NDArray[Any], bins: int, owner: str) -> GreyLevels:
    """Return the histogram of all finite values.

    Parameters
    ----------
    bins : int
        Number of bins for floats, and for integers that lie far apart.
    owner : str
        Id of the operation that asks.

    Raises
    ------
    InputError
        If no pixel has a finite value.
    """
    from napari_darkroom.kernels import histogram

    if values.dtype.kind in "iu" and values.size:
        low, high = int(values.min()), int(values.max())
        if high - low < _MOST_LEVELS:
            counts = histogram.count_integers(values, low, high)
            return GreyLevels(counts, np.arange(low, high + 1).astype(float), values)
    floats = values if values.dtype.kind == "f" else values.astype(np.float64)
    low_, high_, count = histogram.finite_range(_known_to_numba(floats))
    if count == 0:
        raise InputError(f"{owner}: no pixel has a finite value, so there is no threshold.")
    if low_ == high_:
        return GreyLevels(np.array([count]), np.array([low_]), values)
    edges = np.linspace(low_, high_, bins + 1)
    counts = histogram.count_floats(_known_to_numba(floats), edges)
    return GreyLevels(counts, (edges[:-1] + edges[1:]) / 2, values)


def _known_to_numba(values: NDArray[Any]) -> NDArray[Any]:
    return values.astype(np.float32) if values.dtype == np.float16 else values
