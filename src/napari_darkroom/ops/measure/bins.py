"""The bins of a histogram: of whole numbers, or of equal width."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.frames import frames
from napari_darkroom.core.values import Image


@dataclass(frozen=True)
class Bins:
    """Bins that follow one another.

    Attributes
    ----------
    edges : array of float64
        Where the bins begin, and where the last one ends.
    low, width : int
        The first whole number, and how many each bin holds; a width of 0 where the bins are of
        numbers that are not whole.
    """

    edges: NDArray[np.float64]
    low: int = 0
    width: int = 0

    @property
    def starts(self) -> NDArray[np.float64]:
        """Where each bin begins."""
        return self.edges[:-1]

    @property
    def ends(self) -> NDArray[np.float64]:
        """Where each bin ends."""
        return self.edges[1:]

    def counts(
        self, values: NDArray[Any], group: NDArray[np.int32], count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return how many values of each group lie in each bin, and how many are finite.

        Parameters
        ----------
        values : array, 1-D
        group : array of int32
            From 0 to `count` - 1; -1 for a value that is left out.
        """
        from napari_darkroom.kernels.counting import bin_counts, whole_counts

        counts = np.zeros((count, max(len(self.edges) - 1, 0)), dtype=np.int64)
        if counts.shape[1] == 0:
            return counts, np.zeros(count, dtype=np.int64)
        if self.width:
            return counts, whole_counts(values, group, (self.low, self.width), counts)
        return counts, bin_counts(known(values), group, self.edges, counts)

    def counts_of_all(self, values: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return what `counts` does where all values are one group, in less time."""
        if self.width and values.dtype.itemsize <= 2:
            return self._few_numbers(values)[None], np.array([values.size])
        if not self.width and len(self.edges) > 1 and self.edges[0] < self.edges[-1]:
            return self._floats(known(values))
        return self.counts(values, np.zeros(values.size, np.int32), 1)

    def _few_numbers(self, values: NDArray[Any]) -> NDArray[np.int64]:
        """Return how many values lie in each bin, by way of how often each number occurs."""
        from napari_darkroom.kernels.histogram import count_integers

        info = np.iinfo(values.dtype)
        each = count_integers(values, int(info.min), int(info.max))
        place = (np.arange(info.min, int(info.max) + 1) - self.low) // self.width
        inside = (place >= 0) & (place < len(self.starts))
        return np.bincount(place[inside], each[inside], len(self.starts)).astype(np.int64)

    def _floats(self, values: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        from napari_darkroom.kernels.histogram import count_floats

        found = count_floats(values, self.edges)
        within = int(found.sum())
        # Where a range was given, there may be others beside it.
        finite = within if within == values.size else np.count_nonzero(np.isfinite(values))
        return found[None], np.array([finite])

    def pair_counts(self, other: Bins, one: NDArray[Any], two: NDArray[Any]) -> NDArray[np.int64]:
        """Return how many pairs of values lie in each pair of bins."""
        place, inside = self._places(one)
        return other.counts(two[inside], place, len(self.starts))[0]

    def _places(self, values: NDArray[Any]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Return the bin of each value that lies in one, and which these are."""
        from napari_darkroom.kernels.counting import places

        last = len(self.edges) - 2
        if last < 0:
            return np.zeros(0, np.int32), np.zeros(len(values), bool)
        if self.width:
            place = (values.astype(np.int64) - self.low) // self.width
        else:
            place = places(known(values), self.edges).astype(np.int64)
        inside = (place >= 0) & (place <= last)
        return place[inside].astype(np.int32), inside


def known(values: NDArray[Any]) -> NDArray[Any]:
    """Return values of a type that the kernels know."""
    return values.astype(np.float32) if values.dtype == np.float16 else values


def find_bins(
    owner: str, image: Image, bins: int, lower: float | None, upper: float | None
) -> Bins:
    """Return the bins for all of an image; none where it has no finite pixel and no range is given.

    Raises
    ------
    ParameterError
        If `lower` is above `upper`.
    """
    found = (lower, upper) if None not in (lower, upper) else _ends(image)
    low, high = found[0] if lower is None else lower, found[1] if upper is None else upper
    if low is None or high is None:
        return Bins(np.zeros(0))
    if low > high:
        raise ParameterError(
            f"{owner}: the range begins at {low:g} and ends at {high:g}: there is nothing between. "
            "Give a lower end that is below the upper one."
        )
    if image.dtype.kind not in "iu":
        from napari_darkroom.kernels.counting import bin_edges

        return Bins(bin_edges(float(low), float(high), bins))
    first, last = ceil(low), floor(high)
    width = max(-(-(last - first + 1) // bins), 1)
    # Of whole numbers: as floats they are exact up to 2⁵³.
    return Bins(first + width * np.arange(-(-(last - first + 1) // width) + 1.0), first, width)


def _ends(image: Image) -> tuple[Any, Any]:
    """Return the smallest and largest finite value of an image, None where there is none."""
    lows, highs = list[Any](), list[Any]()
    for frame in frames(image):
        pixels = frame.pixels[..., :3] if image.rgb else frame.pixels
        low, high = pixels.min(), pixels.max()
        if not (np.isfinite(low) and np.isfinite(high)):
            finite = pixels[np.isfinite(pixels)]
            if finite.size == 0:
                continue
            low, high = finite.min(), finite.max()
        lows.append(low.item())
        highs.append(high.item())
    return (min(lows), max(highs)) if lows else (None, None)
