"""One table from many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Table

if TYPE_CHECKING:
    import pandas as pd

_KEY_DEFINITION = "What tells the tables apart that were joined."


def join(tables: Sequence[tuple[Mapping[str, object], Table]]) -> Table:
    """Return the rows of all tables under each other, with further key columns in front.

    Parameters
    ----------
    tables : sequence of (mapping, Table)
        With each table the cells of its key columns: ``({"image": "a.tif"}, table)``. All give
        the same keys. A table without rows adds none, but its columns are kept.

    Returns
    -------
    Table
        The columns of all tables, in the order in which they first come; cells of a column that
        a table does not have are missing. Its keys are the new ones, then those of the tables.

    Raises
    ------
    InputError
        If there is no table, the keys differ, a key is a column already, or a column has
        another unit in another table.
    """
    import pandas as pd

    if not tables:
        raise InputError("There is no table to join: give at least one.")
    names = list(tables[0][0])
    columns = {name: Column(_KEY_DEFINITION) for name in names}
    for keys, table in tables:
        _check(keys, table, names, columns)
        columns |= {name: column for name, column in table.columns.items() if name not in columns}
    parts = [_with_keys(keys, table) for keys, table in tables]
    filled = [part for part in parts if len(part)] or parts[:1]
    frame = pd.concat(filled, ignore_index=True).reindex(columns=list(columns))
    own = tuple(dict.fromkeys(key for _, table in tables for key in table.keys))
    return Table(frame, columns, (*names, *own), tables[0][1].name)


def _check(
    keys: Mapping[str, object], table: Table, names: list[str], columns: Mapping[str, Column]
) -> None:
    if list(keys) != names:
        raise InputError(
            f"One table has the keys {', '.join(keys)}, the first {', '.join(names)}: give the "
            "same."
        )
    for name, column in table.columns.items():
        if name in names:
            raise InputError(f"{name!r} is a column of the table already: name the key otherwise.")
        if name in columns and columns[name].unit != column.unit:
            raise InputError(
                f"The column {name!r} is in {column.unit or 'no unit'} in one table and in "
                f"{columns[name].unit or 'no unit'} in another: bring them to one unit first."
            )


def _with_keys(keys: Mapping[str, object], table: Table) -> pd.DataFrame:
    import pandas as pd

    frame = table.data.copy()
    for position, (name, cell) in enumerate(keys.items()):
        # From one cell, so that the column has its type in a table without rows too.
        frame.insert(position, name, pd.Series([cell]).repeat(len(frame)).set_axis(frame.index))
    return frame
