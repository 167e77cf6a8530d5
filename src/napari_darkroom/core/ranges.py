"""Which rows of a table have a value in a range: how tables and objects are filtered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError, ParameterError, choices
from napari_darkroom.core.table import Table

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
    lower, upper : float or None
        The ends, which belong to the range; None for an open one.
    side : str
        Whether what is ``inside`` or what is ``outside`` is kept.
    """

    owner: str
    column: str
    lower: float | None
    upper: float | None
    side: Side

    def values(self, table: Table) -> NDArray[np.float64]:
        """Return the values of the column as floats.

        Raises
        ------
        InputError
            If there is no such column, or it holds no numbers.
        ParameterError
            If the range begins above its end.
        """
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ParameterError(
                f"{self.owner}: lower = {self.lower:g} is above upper = {self.upper:g}: nothing "
                "lies between."
            )
        cells = column_of(self.owner, table, self.column)
        if cells.dtype.kind not in "iufb":
            raise InputError(
                f"{self.owner}: the column {self.column} holds texts, and a range is one of "
                "numbers. Name a column of numbers."
            )
        return np.asarray(cells.to_numpy(), dtype=np.float64)

    def kept(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which values are kept; a missing one is on neither side."""
        low = -np.inf if self.lower is None else self.lower
        high = np.inf if self.upper is None else self.upper
        inside = (values >= low) & (values <= high)
        return inside if self.side == "inside" else ~inside & ~np.isnan(values)


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
