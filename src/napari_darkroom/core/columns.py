"""What a column of a table is: its unit and its definition."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """Unit, definition and source of one column.

    Attributes
    ----------
    definition : str
        One sentence that says what the number is.
    unit : str
        Canonical unit, empty for a pure number.
    source : str
        The program or paper whose definition it is.
    """

    definition: str
    unit: str = ""
    source: str = ""
