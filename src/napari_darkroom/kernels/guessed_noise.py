"""The noise of values that come in parts, exact, where a sample tells about where to look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol, Self

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.middle import BINS, NORMAL, in_bin, noise, weigh

Floats = NDArray[np.float32]


class NoiseOfParts(Protocol):
    """What takes values part by part, and tells their noise at the end."""

    @property
    def least(self) -> float:
        """A guess of the least that the noise will be."""

    def take(self, values: Floats) -> None:
        """Take the values of the next part, in any order."""

    def noise(self) -> float | None:
        """Return the noise; None where it has to be told from all values at once."""


@dataclass
class NoiseAtOnce:
    """The noise of values of which there is one part."""

    least: float = 0.0

    def take(self, values: Floats) -> None:
        """Take all values."""
        self.least = noise(values) if values.size else 0.0

    def noise(self) -> float:
        """Return the noise of the values."""
        return self.least


@dataclass(frozen=True)
class KnownNoise:
    """The noise where it is known before."""

    least: float

    def take(self, values: Floats) -> None:
        """Take no values: nothing is left to be found."""

    def noise(self) -> float:
        """Return the noise."""
        return self.least


@dataclass
class GuessedNoise:
    """What `middle.noise` tells, of values of which only those near the middle are kept.

    Attributes
    ----------
    edges : array of float32, (3, 2)
        The ranges of values that are kept: where the median may be, and what may lie a median
        deviation below and above it. What lies outside of them is counted.
    least : float
        A guess of the least that the noise will be.
    """

    edges: Floats
    least: float
    _outside: NDArray[np.int64] = field(default_factory=lambda: np.zeros(4, np.int64))
    _values: list[Floats] = field(default_factory=list)
    _counts: list[NDArray[np.int32]] = field(default_factory=list)

    @classmethod
    def of(cls, sample: Floats, doubt: float, rounding: float) -> Self:
        """Return the ranges that a sample tells.

        Parameters
        ----------
        sample : array of float32, 1-D
            At least one value.
        doubt : float
            How far the middle may be from that of the sample, as a share of all values.
        rounding : float
            How far values of the sample may be wrong.
        """
        low, level, high = _around_middle(sample, doubt)
        near, _, far = _around_middle(np.abs(sample - np.float32(level)), doubt)
        wide = max(level - low, high - level) + rounding
        near, far = max(near - wide, 0.0), far + wide
        ranges = [(level - far, level - near), (level - wide, level + wide)]
        ranges.append((level + near, level + far))
        return cls(np.array(ranges, np.float32), NORMAL * near)

    def take(self, values: Floats) -> None:
        """Take the values of the next part, in any order."""
        flat = values.reshape(-1)
        kept, counts = np.empty(flat.size, np.float32), np.empty(flat.size, np.int32)
        n = _keep(flat, self.edges, self._outside, (kept, counts))
        self._values.append(kept[:n].copy())
        self._counts.append(counts[:n].copy())

    def noise(self) -> float | None:
        """Return the noise; None where the sample told the wrong places."""
        values, counts = np.concatenate(self._values), np.concatenate(self._counts)
        self._values, self._counts = [], []
        if np.isnan(values).any():
            return None
        below, first, second, _ = self._outside.tolist()
        low, high = self.edges[1]
        here = (values >= low) & (values <= high)
        before = below + first + int(counts[values < low].sum())
        level = _middle(values[here], counts[here], before, self._ranks(counts))
        if level is None:
            return None
        middle = np.float32(sum(level) / 2)
        ends = _middle(np.abs(values - middle), counts, first + second, self._ranks(counts))
        return (
            None if ends is None or not self._are_around(middle, ends) else NORMAL * sum(ends) / 2
        )

    def _ranks(self, counts: NDArray[np.int32]) -> tuple[int, int]:
        total = int(self._outside.sum()) + int(counts.sum())
        return (total - 1) // 2, total // 2

    def _are_around(self, level: np.float32, ends: tuple[float, float]) -> bool:
        """Return whether what was left out is nearer to the level, or farther, as it was taken."""
        below, first, second, above = self._outside.tolist()
        away = np.abs(self.edges - level)
        nearer = [away[k : k + 2].reshape(-1)[1:3] for k, n in ((0, first), (1, second)) if n]
        begin, end = self.edges[0, 0], self.edges[2, 1]
        return (
            all(one.max() <= ends[0] for one in nearer)
            and not (below and level - begin < ends[1])
            and not (above and end - level < ends[1])
        )


def _around_middle(values: Floats, doubt: float) -> tuple[float, float, float]:
    """Return the median of values, and those so far below and above it."""
    last = len(values) - 1
    places = [round(last * min(max(0.5 + s, 0.0), 1.0)) for s in (-doubt, 0.0, doubt)]
    low, level, high = np.partition(values, places)[places].tolist()
    return low, level, high


def _middle(
    values: Floats, counts: NDArray[np.int32], below: int, ranks: tuple[int, int]
) -> tuple[float, float] | None:
    """Return the values at two places in the order of all, of which some lie below the given."""
    own = np.zeros(BINS, np.int64)
    weigh(values.view(np.uint32), counts, own)
    ends = below + np.cumsum(own)
    found = []
    for rank in ranks:
        if not below <= rank < ends[-1]:
            return None
        k = int(np.searchsorted(ends, rank, side="right"))
        near, many = in_bin(values, counts, k)
        order = np.argsort(near)
        passed = ends[k] - own[k] + np.cumsum(many[order])
        found.append(float(near[order][np.searchsorted(passed, rank, side="right")]))
    return found[0], found[1]


@njit(nogil=True, cache=True)
def _keep(flat: Any, edges: Any, outside: Any, kept: Any) -> Any:
    """Write runs of values within the ranges and count all others; return how many runs there are.

    An even ground has the same answer everywhere, which would take much room one by one.
    """
    values, counts = kept
    a, b, c, d, e, f = edges[0, 0], edges[0, 1], edges[1, 0], edges[1, 1], edges[2, 0], edges[2, 1]
    n = 0
    for value in flat:
        if value < a:
            outside[0] += 1
        elif value > f:
            outside[3] += 1
        elif b < value < c:
            outside[1] += 1
        elif d < value < e:
            outside[2] += 1
        elif n > 0 and value == values[n - 1]:
            counts[n - 1] += 1
        else:
            values[n] = value
            counts[n] = 1
            n += 1
    return n
