"""Writing a table; the end of the name tells the format."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from napari_darkroom.core.atomic import replacing
from napari_darkroom.core.errors import FileError, InputError
from napari_darkroom.core.sidecar import own_text, sidecar_path
from napari_darkroom.core.values import Table
from napari_darkroom.tables.formats import Told, format_of
from napari_darkroom.tables.record import describe
from napari_darkroom.tables.sidecar import check_place


def _silent(done: int, total: int) -> None:
    """Report nothing."""


def save_table(
    path: str | PathLike[str],
    table: Table,
    *,
    provenance: Mapping[str, Any] | None = None,
    told: Told = _silent,
) -> list[Path]:
    """Write a table as CSV, TSV, Excel, Parquet, SQLite, ECSV or FITS table.

    Numbers read back exactly. Units, definitions and provenance stand in the file, for CSV and TSV
    in a sidecar ``name.csv.json``. In CSV and TSV missing values are empty cells, and text that a
    spreadsheet would run as a formula gets an apostrophe in front (`load.load_table` takes it
    away); in Excel it is a text. Where a column of text has missing cells and empty ones, both
    are missing in the file.

    Parameters
    ----------
    provenance : mapping, optional
        Where the table came from; by default ``table.metadata["provenance"]``.
    told : callable
        Called with the number of rows that are written and of all; what it raises ends the
        writing, and the file stays as it was. Only text and Excel tell of parts.

    Returns
    -------
    list of Path
        The file, and the sidecar where there is one; all are whole, or none is written.

    Raises
    ------
    FileError
        If the end of the name tells no format, the format cannot hold the table, the file cannot
        be written, or the place of the sidecar is taken by a JSON file of another program.
    InputError
        If two columns have one name, or the provenance is not fit for JSON.
    """
    target = Path(path)
    chosen = format_of(target)
    names = [str(name) for name in table.data.columns]
    if len(set(names)) != len(names):
        raise InputError(f"The columns {', '.join(names)}: each name may stand once.")
    record = describe(table, provenance)
    if not chosen.sidecar:
        with replacing(target) as (draft,):
            chosen.code.save(draft, table, record, told)
        return [target]
    check_place(target)
    with replacing(target, sidecar_path(target)) as (draft, beside):
        beside.write_text(record, encoding="utf-8", newline="\n")
        chosen.code.save(draft, table, record, told)
    return [target, sidecar_path(target)]


def remove_table(path: Path) -> None:
    """Remove a table and its sidecar, if they are there; a JSON of another program stays.

    Raises
    ------
    FileError
        If they cannot be removed.
    """
    beside = sidecar_path(path)
    own = own_text(beside) is not None
    try:
        path.unlink(missing_ok=True)
        if own:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise FileError(f"{path} cannot be removed: {error.strerror}.") from error
