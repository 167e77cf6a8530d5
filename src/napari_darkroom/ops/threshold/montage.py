"""Masks side by side in one picture, each with its name written above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
# Of a tile: the lowest line above it that is written on, what lies around it, and how wide it is at
# least for the longest name in such a line.
_LOWEST, _GAP, _NARROWEST = 22, 6, 190
# Small planes are enlarged so far that a tile is at most as large as this.
_ENLARGED = 256
_PAPER, _INK, _FAINT, _VOID = (24, 26, 30), (236, 238, 242), (150, 158, 170), (58, 62, 70)
# Of letters in the lowest line: their size, and how far down they stand.
_LETTERS, _BASE = 0.45, 15


@dataclass(frozen=True)
class Sheet:
    """Where tiles of one size lie.

    Attributes
    ----------
    plane : tuple of int
        Rows and columns of a plane.
    number : int
        How many tiles there are.
    largest : int
        Pixels along the longer side of a tile, at most.
    """

    plane: tuple[int, int]
    number: int
    largest: int

    @property
    def times(self) -> int:
        """How often each pixel is repeated along a side."""
        return max(min(self.largest, _ENLARGED) // max(self.plane), 1)

    @property
    def merged(self) -> int:
        """How many pixels along a side become one."""
        return ceil(max(self.plane) / self.largest)

    @property
    def tile(self) -> tuple[int, int]:
        """Rows and columns of a tile, which leaves out what fills no whole pixel."""
        rows, columns = (max(n * self.times // self.merged, 1) for n in self.plane)
        return rows, columns

    @property
    def _wide(self) -> int:
        return max(self.tile[1], _NARROWEST)

    @property
    def _line(self) -> int:
        """How high the line above a tile is: in proportion, to be read when all is seen at once."""
        return _LOWEST * self._wide // _NARROWEST

    @property
    def _cell(self) -> tuple[int, int]:
        return self.tile[0] + self._line + _GAP, self._wide + _GAP

    @property
    def columns(self) -> int:
        """How many tiles lie in a row: those that come nearest to a square."""
        full = [n for n in range(1, self.number + 1) if self.number % n == 0]
        high, wide = self._cell
        return min(full, key=lambda n: abs(log(n * wide / (self.number // n * high))))

    @property
    def shape(self) -> tuple[int, int, int]:
        """Shape of the picture, with red, green and blue."""
        high, wide = self._cell
        return self.number // self.columns * high + _GAP, self.columns * wide + _GAP, 3

    def corner(self, place: int) -> tuple[int, int]:
        """Return the row and column at which a tile begins; what is written stands above."""
        row, column = divmod(place, self.columns)
        high, wide = self._cell
        margin = (self._wide - self.tile[1]) // 2
        return _GAP + row * high + self._line, _GAP + column * wide + margin

    def blank(self, others: Sequence[int]) -> Picture:
        """Return pictures of void tiles, one at each place along other axes."""
        picture = np.full(self.shape, _PAPER, np.uint8)
        high, wide = self.tile
        for top, left in map(self.corner, range(self.number)):
            picture[top : top + high, left : left + wide] = _VOID
        return np.broadcast_to(picture, (*others, *self.shape)).copy()

    def draw(self, picture: Picture, place: int, mask: NDArray[np.bool_]) -> None:
        """Draw a mask into its tile, in white on black."""
        top, left = self.corner(place)
        high, wide = self.tile
        picture[top : top + high, left : left + wide] = self._resized(mask)[..., np.newaxis]

    def write(self, picture: Picture, place: int, name: str, value: str) -> None:
        """Write the name of a tile at its left, and a value at its right."""
        top, left = self.corner(place)
        wide, high = self._wide, self._line
        left -= (wide - self.tile[1]) // 2
        line = np.ascontiguousarray(picture[top - high : top, left : left + wide])
        _write(line, name, 1, _INK)
        _write(line, value, wide - _width(value, high) - 1, _FAINT)
        picture[top - high : top, left : left + wide] = line

    def _resized(self, mask: NDArray[np.bool_]) -> Picture:
        white = np.multiply(mask, 255, dtype=np.uint8)
        if self.times > 1:
            return np.repeat(np.repeat(white, self.times, axis=0), self.times, axis=1)
        if self.merged == 1:
            return white
        import cv2

        # OpenCV is ten times as quick where whole pixels become one.
        rows, columns = (
            min(n * self.merged, most) for n, most in zip(self.tile, self.plane, strict=True)
        )
        inner = white[:rows, :columns]
        return np.asarray(cv2.resize(inner, self.tile[::-1], interpolation=cv2.INTER_AREA))


def _width(text: str, high: int) -> int:
    import cv2

    size = _LETTERS * high / _LOWEST
    return int(cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, high // _LOWEST)[0][0])


def _write(line: Any, text: str, left: int, colour: tuple[int, int, int]) -> None:
    import cv2

    times = len(line) / _LOWEST
    place = left, round(_BASE * times)
    font, weight = cv2.FONT_HERSHEY_SIMPLEX, int(times)
    cv2.putText(line, text, place, font, _LETTERS * times, colour, weight, cv2.LINE_AA)
