"""A file as rows, whatever it says that they are."""

from __future__ import annotations

from os import PathLike

from napari_darkroom.core.values import Table
from napari_darkroom.tables.drawn import as_kind
from napari_darkroom.tables.load import load_table


def read_rows(path: str | PathLike[str]) -> Table:
    """Read a table; of points and shapes the rows alone.

    Raises
    ------
    FileError
        If the file cannot be read as a table.
    """
    return as_kind(load_table(path), "table")
