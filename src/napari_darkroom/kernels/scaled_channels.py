"""Channels of an image on one scale, of which only a piece is a copy at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.finite import finite_range

Floats = NDArray[np.float64]
# So many values are in memory at once: few enough for the processor's own, and for NumPy to pay.
PIECE = 2**16
_BLOCK = 2**12


@dataclass(frozen=True)
class ScaledChannel:
    """Pixels in a line, of any type, that are read as (value within low and high - shift) / scale.

    Attributes
    ----------
    pixels : array
    low, high, shift, scale : float
    """

    pixels: NDArray[Any]
    low: float = -np.inf
    high: float = np.inf
    shift: float = 0.0
    scale: float = 1.0

    def read(self, where: slice | NDArray[np.intp], values: Floats) -> None:
        """Write the values at some places."""
        values[:] = self.pixels[where]
        _scale(values, (self.low, self.high), self.shift, self.scale)

    def known(self) -> NDArray[np.bool_] | None:
        """Return where pixels are not missing, None if none is."""
        if self.pixels.dtype.kind != "f":
            return None
        inside = np.isnan(self.pixels)
        return np.logical_not(inside, out=inside) if inside.any() else None


class ScaledChannels:
    """Channels of the pixels that are marked, counted in their order."""

    def __init__(
        self, channels: Sequence[ScaledChannel], inside: NDArray[np.bool_] | None = None
    ) -> None:
        self.channels = channels
        self.count = len(channels[0].pixels)
        self._inside = inside
        if inside is not None:
            starts = range(0, len(inside), _BLOCK)
            held = [np.count_nonzero(inside[start : start + _BLOCK]) for start in starts]
            self._before = np.concatenate([[0], np.cumsum(held, dtype=np.int64)])
            self.count = int(self._before[-1])

    @classmethod
    def of(cls, values: Floats) -> ScaledChannels:
        """Return values as they are, given as an array with a row a channel."""
        return cls([ScaledChannel(row) for row in values])

    def within(self, inside: NDArray[np.bool_]) -> ScaledChannels:
        """Return the same channels of some of the pixels that are marked."""
        if self._inside is None:
            return ScaledChannels(self.channels, inside)
        marked = self._inside.copy()
        marked[self._inside] = inside
        return ScaledChannels(self.channels, marked)

    def read(self, low: int, high: int) -> Floats:
        """Return the values of some pixels, a row a channel."""
        return self._read(low, high, np.empty(len(self.channels) * (high - low)))

    def _read(self, low: int, high: int, room: Floats) -> Floats:
        values = room[: len(self.channels) * (high - low)].reshape(len(self.channels), -1)
        where = self._places(low, high)
        for channel, row in zip(self.channels, values, strict=True):
            channel.read(where, row)
        return values

    def _places(self, low: int, high: int) -> slice | NDArray[np.intp]:
        """Return where some pixels lie among all."""
        if self._inside is None:
            return slice(low, high)
        block = int(np.searchsorted(self._before, low, side="right")) - 1
        stop = int(np.searchsorted(self._before, high))
        start = block * _BLOCK
        found = np.flatnonzero(self._inside[start : stop * _BLOCK]) + start
        return found[low - self._before[block] :][: high - low]

    def finite_range(self) -> tuple[float, float]:
        """Return the smallest and the largest finite value of a single channel."""
        limits = [finite_range(values) for _, values in self.pieces()]
        return min(low for low, _, _ in limits), max(high for _, high, _ in limits)

    def pieces(self, low: int = 0, high: int | None = None) -> Iterator[tuple[slice, Floats]]:
        """Yield some pixels, all if none are named, piece by piece: which, and their values.

        The values are written over by those of the next piece.
        """
        end = self.count if high is None else high
        room = np.empty(len(self.channels) * min(PIECE, end - low))
        for start in range(low, end, PIECE):
            stop = min(start + PIECE, end)
            yield slice(start, stop), self._read(start, stop, room)


def scaled(pixels: NDArray[Any]) -> ScaledChannel:
    """Return a channel over its standard deviation, within its finite values.

    Parameters
    ----------
    pixels : array
        In a line. Where none is finite all are missing.
    """
    plain = ScaledChannel(pixels)
    low, high = ScaledChannels([plain]).finite_range()
    if low > high:
        return ScaledChannel(np.full(len(pixels), np.nan, np.float16))
    clipped = replace(plain, low=low, high=high)
    deviation = float(np.sqrt(_variance(ScaledChannels([clipped], plain.known()))))
    if deviation > 0:
        return replace(clipped, scale=deviation)
    return replace(clipped, shift=low)


def mean(channels: ScaledChannels, which: int = 0) -> float:
    """Return the mean of a channel, to the last bit as NumPy's of an array of all values."""
    return (
        _sum(lambda low, high: channels.read(low, high)[which], 0, channels.count) / channels.count
    )


def _variance(channel: ScaledChannels) -> float:
    middle = mean(channel)

    def squares(low: int, high: int) -> Floats:
        away = channel.read(low, high)[0] - middle
        return np.multiply(away, away, out=away)

    return _sum(squares, 0, channel.count) / channel.count


def _sum(read: Callable[[int, int], Floats], low: int, high: int) -> float:
    """Return the sum of a line of values, added half by half as NumPy does."""
    count = high - low
    if count <= PIECE:
        return np.add.reduce(read(low, high))
    half = count // 2
    half -= half % 8
    return _sum(read, low, low + half) + _sum(read, low + half, high)


@njit(nogil=True, cache=True)
def _scale(values: Any, limits: Any, shift: float, scale: float) -> None:
    low, high = limits
    for i in range(len(values)):
        value = values[i]
        # Missing is missing still.
        value = low if value < low else high if value > high else value
        values[i] = (value - shift) / scale
