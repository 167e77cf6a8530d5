"""What rows of a table have to fulfil: a range, words, a place within a drawn outline."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column

if TYPE_CHECKING:
    import pandas as pd

Rows: TypeAlias = NDArray[np.bool_]
Columns: TypeAlias = Mapping[str, Column]


@dataclass(frozen=True)
class Between:
    """A number from `low` to `high`, both included; a missing one is not between any two."""

    column: str
    low: float = -math.inf
    high: float = math.inf

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""
        return (self.column,)

    def rows(self, frame: pd.DataFrame) -> Rows:
        """Return for each row whether it fulfils this."""
        values = frame[self.column].to_numpy()
        return np.asarray((values >= self.low) & (values <= self.high), dtype=bool)

    def text(self, unit: str = "") -> str:
        """Return this as people write it: ``area ≥ 20 µm²``."""
        unit = f" {unit}" if unit else ""
        if self.low == self.high:
            return f"{self.column} = {_number(self.low)}{unit}"
        if math.isinf(self.high):
            return f"{self.column} ≥ {_number(self.low)}{unit}"
        if math.isinf(self.low):
            return f"{self.column} ≤ {_number(self.high)}{unit}"
        return f"{self.column} {_number(self.low)} – {_number(self.high)}{unit}"


@dataclass(frozen=True)
class Contains:
    """A text in which some words stand, in capitals or not; or, with `without`, do not.

    An empty word stands in all texts.
    """

    column: str
    words: str
    without: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""
        return (self.column,)

    def rows(self, frame: pd.DataFrame) -> Rows:
        """Return for each row whether it fulfils this."""
        codes, texts = categories(frame[self.column])
        words = self.words.casefold()
        found = np.array([(words in text.casefold()) != self.without for text in texts], dtype=bool)
        # The code of what is missing is -1: the last entry.
        return np.append(found, False)[codes]

    def text(self, unit: str = "") -> str:
        """Return this as people write it."""
        del unit
        return f"{self.column} {'without' if self.without else 'with'} “{self.words}”"


@dataclass(frozen=True)
class Equals:
    """A text, or a truth value, that is a certain one as a whole; or, with `without`, another."""

    column: str
    value: str
    without: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""
        return (self.column,)

    def rows(self, frame: pd.DataFrame) -> Rows:
        """Return for each row whether it fulfils this."""
        codes, texts = categories(frame[self.column])
        found = np.array([(text == self.value) != self.without for text in texts], dtype=bool)
        return np.append(found, False)[codes]

    def text(self, unit: str = "") -> str:
        """Return this as people write it: ``class = round``."""
        del unit
        return f"{self.column} {'≠' if self.without else '='} {self.value or 'empty'}"


@dataclass(frozen=True)
class Inside:
    """A point, of two columns, inside of an outline; `corners` are pairs of (x, y)."""

    x: str
    y: str
    corners: tuple[tuple[float, float], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at."""
        return (self.x, self.y)

    def rows(self, frame: pd.DataFrame) -> Rows:
        """Return for each row whether it fulfils this, by the rule of even and odd crossings."""
        x = frame[self.x].to_numpy().astype(np.float64)
        y = frame[self.y].to_numpy().astype(np.float64)
        inside = np.zeros(len(x), dtype=bool)
        for (x0, y0), (x1, y1) in zip(
            self.corners, (*self.corners[1:], *self.corners[:1]), strict=True
        ):
            if y0 != y1:
                across = (y0 > y) != (y1 > y)
                inside ^= across & (x < x0 + (y - y0) * ((x1 - x0) / (y1 - y0)))
        return inside & np.isfinite(x) & np.isfinite(y)

    def text(self, unit: str = "") -> str:
        """Return this as people write it."""
        del unit
        return f"{self.y} against {self.x}: inside of a drawn gate"


Condition: TypeAlias = Between | Contains | Equals | Inside


def fulfil(frame: pd.DataFrame, conditions: Iterable[Condition]) -> Rows:
    """Return for each row whether it fulfils all conditions.

    Raises
    ------
    KeyError
        If a condition looks at a column that there is not.
    """
    found = np.ones(len(frame), dtype=bool)
    for condition in conditions:
        found &= condition.rows(frame)
    return found


def categories(cells: pd.Series[Any]) -> tuple[NDArray[np.intp], list[str]]:
    """Return the different texts of a column in order, and which each row has; -1 for missing."""
    import pandas as pd

    known = cells if cells.dtype == bool else cells.where(cells.notna(), None)
    codes, values = pd.factorize(known.astype(object), use_na_sentinel=True)
    texts = [str(value) for value in values]
    order = np.argsort(np.array(texts, dtype=object), kind="stable")
    place = np.empty(len(order) + 1, dtype=np.intp)
    place[order], place[-1] = np.arange(len(order)), -1
    return place[codes], [texts[i] for i in order]


def is_number(cells: pd.Series[Any]) -> bool:
    """Whether a column holds numbers; truth values are words."""
    return getattr(cells.dtype, "kind", "O") in "iuf"


def _number(value: float) -> str:
    return f"{value:.6g}"
