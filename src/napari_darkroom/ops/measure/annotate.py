"""The judgement of a person on objects, as columns of their table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.marks import MARK_COLUMNS
from napari_darkroom.core.values import Table

if TYPE_CHECKING:
    import pandas as pd


@operation(title="Mark objects by hand", noun="marked", menu="")
def annotate(table: Table, marks: Table) -> Table:
    """Add to a table what a person decided on its objects: accepted, rejected, of some class.

    Parameters
    ----------
    table : Table
        One row an object.
    marks : Table
        The objects that were marked: the key columns of the table, and ``verdict``, ``reason`` and
        ``class``.

    Returns
    -------
    table : Table
        The table with the columns of the marks behind its keys; empty where nothing was marked.

    Raises
    ------
    InputError
        If the marks have other keys than the table, mark an object twice, or lack a column.

    Notes
    -----
    Objects are told by their keys: by their number and, in a movie, their frame. A mark whose
    object is not there is kept with the marks, and comes back with the object. Columns of the
    same names that the table has already are replaced.

    Formula::

        table(object).verdict = marks(object).verdict, empty where there is none

    Equivalent::

        import pandas as pd

        keys = ["label"]
        names = ["verdict", "reason", "class"]
        found = table[keys].merge(marks, how="left", on=keys)[names].fillna("")
        rest = table.drop(columns=[*keys, *names], errors="ignore")
        table = pd.concat([table[keys], found, rest], axis=1)
    """
    _check(table, marks)
    keys, names = list(table.keys), list(MARK_COLUMNS)
    found = _found(table.data[keys], marks.data, keys, names)
    rest = table.data.drop(columns=[*keys, *names], errors="ignore")
    frame = table.data[keys].join(found).join(rest)
    columns = {
        name: MARK_COLUMNS.get(name) or table.columns[name] for name in map(str, frame.columns)
    }
    return replace(table, data=frame, columns=columns)


def _found(
    objects: pd.DataFrame, marks: pd.DataFrame, keys: list[str], names: list[str]
) -> pd.DataFrame:
    """Return the marks of each row, in the order of the rows."""
    import pandas as pd

    wanted = pd.MultiIndex.from_frame(objects)
    known = pd.MultiIndex.from_frame(marks[keys].astype(objects.dtypes.to_dict()))
    places = known.get_indexer(wanted)
    # The place of an object without a mark is -1: the last text, which is empty.
    texts = {
        name: np.append(marks[name].fillna("").astype(str).to_numpy(object), "")[places]
        for name in names
    }
    return pd.DataFrame(texts, index=objects.index, dtype=object)


def _check(table: Table, marks: Table) -> None:
    keys = [name for name in table.keys if name in table.data.columns]
    if not keys or set(keys) != set(table.keys):
        raise InputError(
            "measure.annotate: the table has no key columns that tell its objects apart. Give a "
            "table of objects."
        )
    lacking = [name for name in (*keys, *MARK_COLUMNS) if name not in marks.data.columns]
    if lacking:
        raise InputError(
            f"measure.annotate: the marks lack {', '.join(lacking)}. They have the keys of the "
            f"table ({', '.join(keys)}), verdict, reason and class."
        )
    if marks.data.duplicated(keys).any():
        raise InputError("measure.annotate: the marks mark an object twice. Leave one row each.")
