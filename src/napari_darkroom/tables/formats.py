"""The file formats of tables: what each is called and how it is written and read."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import FileError

if TYPE_CHECKING:
    import pandas as pd

# Called with the number of rows that are written, and of all.
Told: TypeAlias = Callable[[int, int], object]


@dataclass(frozen=True)
class Loaded:
    """What a file holds, before it becomes a table.

    Attributes
    ----------
    frame : DataFrame
        The cells, in the types that the file keeps.
    record : str or None
        What Darkroom wrote about the table (`tables.record`).
    columns : mapping of str to Column
        Units and definitions that the format itself keeps.
    """

    frame: pd.DataFrame
    record: str | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)


@dataclass(frozen=True)
class TableFormat:
    """One format.

    Attributes
    ----------
    title : str
        For the dialogs of a window.
    suffixes : tuple of str
        How names end; the usual one first.
    module : str
        Module of this room with ``save(path, table, record, told)`` and ``load(path)``.
    sidecar : bool
        Whether the record stands beside the file, for it cannot stand in it.
    """

    title: str
    suffixes: tuple[str, ...]
    module: str
    sidecar: bool = False

    @property
    def code(self) -> Any:
        """The module, imported when it is asked for."""
        return importlib.import_module(f"{__package__}.{self.module}")


FORMATS = (
    TableFormat("CSV", (".csv",), "csv_format", sidecar=True),
    TableFormat("TSV", (".tsv",), "tsv_format", sidecar=True),
    TableFormat("Excel", (".xlsx",), "xlsx_format"),
    TableFormat("Parquet", (".parquet",), "parquet_format"),
    TableFormat("SQLite", (".sqlite", ".db"), "sqlite_format"),
    TableFormat("ECSV (astronomy)", (".ecsv",), "ecsv_format"),
    TableFormat("FITS table (astronomy)", (".fits", ".fit"), "fits_format"),
)


def table_suffixes() -> tuple[str, ...]:
    """Return how the names of all table files end."""
    return tuple(suffix for one in FORMATS for suffix in one.suffixes)


def format_of(path: Path) -> TableFormat:
    """Return the format that the end of a name tells.

    Raises
    ------
    FileError
        If it tells none of a table.
    """
    for one in FORMATS:
        if path.name.lower().endswith(one.suffixes):
            return one
    raise FileError(
        f"{path}: a table is kept in a file that ends in {', '.join(table_suffixes())}. Choose one."
    )
