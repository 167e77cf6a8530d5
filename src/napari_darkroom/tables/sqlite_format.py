"""SQLite: a table of the cells, one of the columns' meanings, one with the record."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Table
from napari_darkroom.tables.formats import Loaded, Told

_CELLS, _COLUMNS, _RECORD = "measurements", "darkroom_columns", "darkroom_record"
_LARGEST = np.iinfo(np.int64).max


def save(path: Path, table: Table, record: str, _: Told) -> None:
    """Write a database of three tables; `measurements` holds the cells.

    Raises
    ------
    FileError
        If names of columns differ in upper and lower case alone.
    """
    names = [str(name) for name in table.data.columns]
    if len({name.lower() for name in names}) != len(names):
        raise FileError("SQLite takes names that differ in upper and lower case alone for one.")
    frame = table.data.copy()
    for name in frame.columns:
        if frame[name].dtype == np.uint64 and (frame[name] > _LARGEST).any():
            frame[name] = frame[name].astype(str)
    meanings = [(n, c.unit, c.definition, c.source) for n in names for c in [table.columns[n]]]
    with closing(sqlite3.connect(path)) as connection, connection:
        frame.to_sql(_CELLS, connection, index=False)
        connection.execute(f"CREATE TABLE {_COLUMNS} (name, unit, definition, source)")
        insert = f"INSERT INTO {_COLUMNS} VALUES (?, ?, ?, ?)"  # noqa: S608 - a name of our own
        connection.executemany(insert, meanings)
        connection.execute(f"CREATE TABLE {_RECORD} (json)")
        insert = f"INSERT INTO {_RECORD} VALUES (?)"  # noqa: S608 - a name of our own
        connection.execute(insert, (record,))


def load(path: Path) -> Loaded:
    """Read the table of cells: `measurements`, or the only one that there is.

    Raises
    ------
    FileError
        If it is no database, or has several tables of which none is `measurements`.
    """
    import pandas as pd

    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            known = "SELECT name FROM sqlite_master WHERE type = 'table'"
            names = [str(name) for (name,) in connection.execute(known)]
            chosen = _chosen(path, names).replace('"', '""')
            select = f'SELECT * FROM "{chosen}"'  # noqa: S608 - quoted above
            frame = pd.read_sql_query(select, connection)
            record = _record(connection) if _RECORD in names else None
    except (sqlite3.Error, pd.errors.DatabaseError) as error:
        raise FileError(f"{path} cannot be read as an SQLite database: {error}.") from error
    return Loaded(frame, record)


def _chosen(path: Path, names: list[str]) -> str:
    if _CELLS in names:
        return _CELLS
    if len(names) == 1:
        return names[0]
    raise FileError(
        f"{path} holds the tables {', '.join(names) or 'none'}: one of them must be called "
        f"{_CELLS}, or there must be one alone."
    )


def _record(connection: sqlite3.Connection) -> str:
    select = f"SELECT json FROM {_RECORD}"  # noqa: S608 - a name of our own
    (row,) = connection.execute(select).fetchall()
    return str(row[0])
