"""Which rows of a table have a value in a range: how tables and objects are filtered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError, ParameterError, UnitError, choices
from napari_darkroom.core.table import Table
from napari_darkroom.core.units import Measure, canonical_unit, conversion_factor

Side: TypeAlias = Literal["inside", "outside"]
Unmeasured: TypeAlias = Literal["remove", "keep", "refuse"]


@dataclass(frozen=True)
class Range:
    """A range of the values of a column, and which side of it is kept.

    Attributes
    ----------
    owner : str
        The operation, for messages.
    column : str
        Name of a column of numbers.
    lower, upper : float, Measure or None
        The ends, which belong to the range, in the unit of the column or with one of their own;
        None for an open one.
    side : str
        Whether what is ``inside`` or what is ``outside`` is kept.
    """

    owner: str
    column: str
    lower: float | Measure | None
    upper: float | Measure | None
    side: Side

    def ends(self, table: Table) -> tuple[float, float]:
        """Return the ends in the unit of the column, infinite for open ones.

        Raises
        ------
        InputError
            If there is no such column, or an end has a unit that its values cannot be told in.
        ParameterError
            If the range begins above its end.
        """
        low = self._end("lower", self.lower, table, -np.inf)
        high = self._end("upper", self.upper, table, np.inf)
        if low > high:
            raise ParameterError(
                f"{self.owner}: lower = {_told(self.lower)} is above upper = {_told(self.upper)}: "
                "nothing lies between."
            )
        return low, high

    def _end(self, name: str, end: float | Measure | None, table: Table, none: float) -> float:
        if not isinstance(end, Measure):
            return none if end is None else end
        column_of(self.owner, table, self.column)
        unit = table.columns[self.column].unit
        if not unit:
            raise InputError(
                f"{self.owner}: {name} = {end}, but {self.column} has no unit in this table. Give "
                "a number alone."
            )
        try:
            return end.values[0] * conversion_factor(end.unit, canonical_unit(unit))
        except UnitError as error:
            raise InputError(
                f"{self.owner}: {name} = {end}, but {self.column} is in {unit} in this table. Give "
                "a limit in such a unit, or set the pixel size of the image."
            ) from error

    def values(self, table: Table) -> NDArray[np.float64]:
        """Return the values of the column as floats.

        Raises
        ------
        InputError
            If there is no such column, or it holds no numbers.
        """
        cells = column_of(self.owner, table, self.column)
        if cells.dtype.kind not in "iufb":
            raise InputError(
                f"{self.owner}: the column {self.column} holds texts, and a range is one of "
                "numbers. Name a column of numbers."
            )
        return np.asarray(cells.to_numpy(), dtype=np.float64)

    def kept(self, values: NDArray[np.float64], ends: tuple[float, float]) -> NDArray[np.bool_]:
        """Return which values are kept; a missing one is on neither side."""
        inside = (values >= ends[0]) & (values <= ends[1])
        return inside if self.side == "inside" else ~inside & ~np.isnan(values)


def _told(end: float | Measure | None) -> str:
    return f"{end:g}" if isinstance(end, float | int) else str(end)


def column_of(owner: str, table: Table, name: str) -> Any:
    """Return a column of a table as a pandas Series.

    Raises
    ------
    InputError
        If there is no such column; the text names those that there are, and the nearest.
    """
    if name not in table.data.columns:
        raise InputError(
            f"{owner}: the table has no column {name!r}. {choices(map(str, table.data), name)}"
        )
    return table.data[name]
