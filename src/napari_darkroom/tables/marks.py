"""The marks that a person sets on objects, as a table of the objects that are marked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.marks import MARK_COLUMNS
from napari_darkroom.core.values import Table


def set_marks(
    marks: Table | None, table: Table, rows: NDArray[np.intp], fields: Mapping[str, str]
) -> Table:
    """Return marks with some of them set on the objects of some rows.

    Parameters
    ----------
    marks : Table or None
        The marks so far.
    table : Table
        The table of the objects.
    rows : array of int
    fields : mapping of str to str
        What to set: of ``verdict``, ``reason`` and ``class`` those that change; empty for nothing.

    Returns
    -------
    Table
        One row a marked object, in the order of the keys; objects without any mark have none.

    Raises
    ------
    InputError
        If the table has no keys that tell its objects apart.
    """
    keys, names = list(table.keys), list(MARK_COLUMNS)
    if not keys or not all(name in table.data.columns for name in keys):
        raise InputError("The rows of this table have no keys, so that a mark would not find them.")
    chosen = table.data[keys].iloc[rows].drop_duplicates().set_index(keys).index
    known = (table if marks is None else marks).data[: None if marks is not None else 0]
    frame = known.reindex(columns=[*keys, *names]).set_index(keys).astype(object)
    frame = frame.reindex(frame.index.union(chosen), fill_value="").fillna("")
    for name, text in fields.items():
        frame.loc[chosen, name] = text
    frame = frame[(frame != "").any(axis=1)].sort_index().reset_index()
    frame = frame.astype(table.data[keys].dtypes.to_dict())
    columns = {name: table.columns[name] for name in keys} | dict(MARK_COLUMNS)
    return Table(frame, columns, table.keys, "marks")
