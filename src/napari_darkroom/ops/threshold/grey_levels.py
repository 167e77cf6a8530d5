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
    def smoothed_to_two_peaks(self) -> tuple[Floats, int, int]:
        """The counts, smoothed until two peaks are left, and the places of these; one of one."""
        from napari_darkroom.kernels.level_sums import smoothed_to_two_peaks

        smooth, first, last = smoothed_to_two_peaks(self.counts)
        return smooth, first, last

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
    from napari_darkroom.kernels.histogram import count_floats

    whole = whole_levels(values)
    if whole is not None:
        return whole
    floats, low, high, count = finite(values, owner)
    if low == high:
        return GreyLevels(np.array([count]), np.array([low]), values)
    edges = np.linspace(low, high, bins + 1)
    return GreyLevels(count_floats(floats, edges), (edges[:-1] + edges[1:]) / 2, values)


def whole_levels(values: NDArray[Any]) -> GreyLevels | None:
    """Return how often each integer occurs; None for floats, and for integers that lie far apart.

    Parameters
    ----------
    values : array
        One pixel at least.
    """
    from napari_darkroom.kernels.histogram import count_integers

    if values.dtype.kind not in "iu":
        return None
    low, high = int(values.min()), int(values.max())
    if high - low >= _MOST_LEVELS:
        return None
    counts = count_integers(values, low, high)
    return GreyLevels(counts, np.arange(low, high + 1).astype(float), values)


def finite(values: NDArray[Any], owner: str) -> tuple[NDArray[Any], float, float, int]:
    """Return values as float32 or float64, their smallest and largest finite ones and the number.

    Raises
    ------
    InputError
        If no pixel has a finite value.
    """
    from napari_darkroom.kernels.finite import finite_range

    floats = values if values.dtype.kind == "f" else values.astype(np.float64)
    floats = floats.astype(np.float32) if floats.dtype == np.float16 else floats
    low, high, count = finite_range(floats)
    if count == 0:
        raise InputError(f"{owner}: no pixel has a finite value, so there is no threshold.")
    return floats, low, high, count


def in_order(values: NDArray[Any], owner: str) -> NDArray[Any]:
    """Return the finite values as floats, from the smallest to the largest.

    Raises
    ------
    InputError
        If no pixel has a finite value.
    """
    from napari_darkroom.kernels.sorting import sorted_values

    floats, _, _, count = finite(values, owner)
    some = floats.ravel() if count == floats.size else floats[np.isfinite(floats)]
    return sorted_values(some)
