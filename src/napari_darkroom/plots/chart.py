"""What is plotted of a table: which columns, as what kind of figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.units import unit_text
from napari_darkroom.plots.box import draw_box
from napari_darkroom.plots.course import draw_course
from napari_darkroom.plots.density import draw_density
from napari_darkroom.plots.histogram import draw_histogram
from napari_darkroom.plots.profile import draw_profile
from napari_darkroom.plots.scatter import draw_scatter
from napari_darkroom.plots.theme import PAPER, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.figure import Figure

# What a group of rows without a word is called.
_NOTHING = "empty"


class Kind(Enum):
    """What figures there are."""

    HISTOGRAM = "Histogram"
    SCATTER = "Scatter"
    BOX = "Box by group"
    COURSE = "Time course"
    PROFILE = "Profile"
    DENSITY = "Channel against channel"


@dataclass(frozen=True)
class Chart:
    """A figure of the columns of a table.

    Attributes
    ----------
    kind : Kind
    x, y : str
        The columns along the axes; a histogram has no second one, and a box plot no first.
    group : str
        The column that tells groups or lines apart, empty for none.
    logarithmic : bool
        Whether the axis of the values is logarithmic; of counts of two channels their colours.
    x_end, y_end : str
        The columns of where bins end that begin at `x` and `y`, empty where those are places.
    lines : tuple of str
        The columns that tell the lines of a profile apart.
    pair : tuple of str
        The pair of channels whose counts are drawn, empty for the first.
    """

    kind: Kind
    x: str = ""
    y: str = ""
    group: str = ""
    logarithmic: bool = False
    x_end: str = ""
    y_end: str = ""
    lines: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are drawn."""
        used = {
            Kind.HISTOGRAM: (self.x, self.group),
            Kind.SCATTER: (self.x, self.y, self.group),
            Kind.BOX: (self.y, self.group),
            Kind.COURSE: (self.x, self.y, self.group),
            Kind.PROFILE: (self.x, self.y, self.group),
            Kind.DENSITY: (self.x, self.y),
        }[self.kind]
        return tuple(name for name in used if name)


@dataclass(frozen=True)
class Data:
    """What is drawn.

    Attributes
    ----------
    frame : pandas.DataFrame
        The rows.
    selected : array of bool
        Which of them stand out.
    columns : mapping of str to Column
        What the columns are.
    images : sequence of str
        What the images are called that were measured, where that is known.
    """

    frame: pd.DataFrame
    selected: NDArray[np.bool_]
    columns: Mapping[str, Column] = field(default_factory=dict)
    images: Sequence[str] = ()

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return the numbers of a column.

        Raises
        ------
        InputError
            If it holds words, or there is no such column.
        """
        cells = self._cells(name)
        # A file without rows does not tell of what type its columns are.
        if len(cells) and getattr(cells.dtype, "kind", "O") not in "iufb":
            raise InputError(f"The column {name} holds words: choose one with numbers.")
        return cells.to_numpy().astype(np.float64)

    def middles(self, start: str, end: str) -> NDArray[np.float64]:
        """Return the places of a column, or the middles of bins where their ends are told."""
        begin = self.numbers(start)
        return (begin + self.numbers(end)) / 2 if end in self.frame.columns else begin

    def half_bin(self, start: str, end: str) -> float:
        """Return half the width of the bins of a column, 0 where it has places and no bins."""
        if end not in self.frame.columns or not len(self.frame):
            return 0.0
        return float(np.median(self.numbers(end) - self.numbers(start))) / 2

    def groups(self, name: str) -> list[tuple[str, NDArray[np.intp]]]:
        """Return the groups of a column by name and their rows; numbers in their order.

        Without a name all rows are one group; rows without a group are left out.
        """
        if not name:
            return [("", np.arange(len(self.frame)))]
        cells = self._cells(name)
        number = getattr(cells.dtype, "kind", "O") in "iuf"
        kept = np.flatnonzero(cells.notna().to_numpy())
        values = cells.to_numpy()[kept] if number else cells.iloc[kept].astype(str).to_numpy(object)
        found, which = np.unique(values, return_inverse=True)
        order = np.argsort(which, kind="stable")
        parts = np.split(kept[order], np.cumsum(np.bincount(which, minlength=len(found)))[:-1])
        names = [f"{value:g}" if number else str(value) or _NOTHING for value in found.tolist()]
        return list(zip(names, parts, strict=True)) if names else []

    def title(self, name: str) -> str:
        """Return what stands at an axis: the column and its unit."""
        unit = self.unit(name)
        return f"{name} ({unit})" if unit else name

    def unit(self, name: str) -> str:
        """Return the unit of a column as people write it, empty where it has none."""
        column = self.columns.get(name)
        return "" if column is None else unit_text(column.unit)

    def _cells(self, name: str) -> pd.Series[Any]:
        if name not in self.frame.columns:
            known = ", ".join(map(str, self.frame.columns))
            raise InputError(f"There is no column {name!r}: choose one of {known}.")
        return self.frame[name]


def draw(figure: Figure, chart: Chart, data: Data, theme: Theme = PAPER) -> None:
    """Draw a chart into a figure in place of what is there.

    Raises
    ------
    InputError
        If a column is missing, or holds words where numbers are drawn.
    """
    figure.clear()
    axes = figure.add_subplot()
    drawers = {
        Kind.HISTOGRAM: draw_histogram,
        Kind.SCATTER: draw_scatter,
        Kind.BOX: draw_box,
        Kind.COURSE: draw_course,
        Kind.PROFILE: draw_profile,
        Kind.DENSITY: draw_density,
    }
    drawers[chart.kind](axes, chart, data, theme)
    theme.dress(figure)


def new_figure(width: float = 5.0, height: float = 3.6) -> Figure:
    """Return an empty figure, in inches, that no window knows of."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")
