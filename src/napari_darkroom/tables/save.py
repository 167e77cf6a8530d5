"""Tables as CSV with one header line; what a column means stands in JSON beside it."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import asdict
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.atomic import replacing
from napari_darkroom.core.errors import FileError, InputError
from napari_darkroom.core.sidecar import KEY, own_text, sidecar_path
from napari_darkroom.core.values import Table
from napari_darkroom.tables.sidecar import check_place
from napari_darkroom.tables.text import guarded

if TYPE_CHECKING:
    import pandas as pd

TABLE_SUFFIX = ".csv"
_VERSION = 1


def save_table(
    path: str | PathLike[str], table: Table, *, provenance: Mapping[str, Any] | None = None
) -> list[Path]:
    """Write a table as CSV (UTF-8, comma, one header line) and its sidecar ``name.csv.json``.

    Numbers read back exactly, missing values are empty cells, and text that a spreadsheet would
    run as a formula gets an apostrophe in front (`load.load_table` takes it away). Where a column
    of text has missing cells and empty ones, both are missing in the file.

    Parameters
    ----------
    provenance : mapping, optional
        Where the table came from; by default ``table.metadata["provenance"]``.

    Returns
    -------
    list of Path
        The CSV file and the sidecar; both are whole, or none is written.

    Raises
    ------
    FileError
        If the name does not end in ``.csv``, the file cannot be written, or the place of the
        sidecar is taken by a JSON file of another program.
    InputError
        If two columns have one name, or the provenance is not fit for JSON.
    """
    target = Path(path)
    if not target.name.lower().endswith(TABLE_SUFFIX):
        raise FileError(
            f"{target}: a table is written as CSV. Use a name that ends in {TABLE_SUFFIX}."
        )
    names = [str(name) for name in table.data.columns]
    if len(set(names)) != len(names):
        raise InputError(f"The columns {', '.join(names)}: each name may stand once.")
    described = _describe(table, provenance)
    check_place(target)
    with replacing(target, sidecar_path(target)) as (draft, beside):
        beside.write_text(described, encoding="utf-8", newline="\n")
        _write_csv(draft, table.data)
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


def _describe(table: Table, provenance: Mapping[str, Any] | None) -> str:
    origin = provenance if provenance is not None else table.metadata.get("provenance")
    columns = {
        str(name): {**asdict(table.columns[str(name)]), **_told(table.data[name])}
        for name in table.data.columns
    }
    content: dict[str, Any] = {
        KEY: _VERSION,
        "kind": table.kind,
        "name": table.name,
        "keys": list(table.keys),
        "columns": columns,
    }
    if origin is not None:
        content["provenance"] = dict(origin)
    try:
        return json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    except (TypeError, ValueError) as error:
        raise InputError(
            f"The provenance cannot be written as JSON ({error}): give texts, finite numbers, "
            "lists and mappings."
        ) from error


def _told(cells: pd.Series[Any]) -> dict[str, Any]:
    """Return the type of a column, and whether its empty cells are texts: none is missing."""
    empty = {"empty": True} if is_text(cells.dtype) and not cells.isna().any() else {}
    return {"dtype": str(cells.dtype), **empty}


def _write_csv(path: Path, frame: pd.DataFrame) -> None:
    safe = frame.set_axis([guarded(str(name)) for name in frame.columns], axis="columns")
    texts = [name for name, dtype in safe.dtypes.items() if is_text(dtype)]
    for name in texts:
        safe = safe.assign(**{str(name): safe[name].map(_guarded_cell)})
    # The csv module of Python 3.11 does not quote a lone carriage return by itself.
    returns = any(safe[name].astype(str).str.contains("\r", regex=False).any() for name in texts)
    safe.to_csv(
        path,
        index=False,
        encoding="utf-8",
        lineterminator="\n",
        quoting=csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL,
    )


def is_text(dtype: Any) -> bool:
    """Whether a column of this type holds text."""
    return str(dtype) in ("object", "str", "string", "category")


def _guarded_cell(cell: Any) -> Any:
    return guarded(cell) if isinstance(cell, str) else cell
