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
from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import FileError, InputError
from napari_darkroom.core.values import Table
from napari_darkroom.tables.text import guarded, unguarded

if TYPE_CHECKING:
    import pandas as pd

TABLE_SUFFIX = ".csv"
_VERSION = 1


def as_table(frame: pd.DataFrame) -> Table:
    """Return a bare DataFrame as a table; its columns get an empty definition.

    Units and definitions in ``frame.attrs`` (as measurements give them) are taken over.
    """
    units, definitions = (frame.attrs.get(name, {}) for name in ("units", "definitions"))
    names = [str(name) for name in frame.columns]
    columns = {name: Column(definitions.get(name, ""), units.get(name, "")) for name in names}
    keys = tuple(name for name in ("label",) if name in columns)
    return Table(frame.set_axis(names, axis="columns"), columns, keys)


def save_table(
    path: str | PathLike[str], table: Table, *, provenance: Mapping[str, Any] | None = None
) -> list[Path]:
    """Write a table as CSV (UTF-8, comma, one header line) and its sidecar ``name.csv.json``.

    Numbers read back exactly, missing values are empty cells, and text that a spreadsheet would
    run as a formula gets an apostrophe in front (`load_table` takes it away).

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
        If the name does not end in ``.csv`` or the file cannot be written.
    InputError
        If two columns have one name, or the provenance is not fit for JSON.
    """
    target = Path(path)
    if not target.name.lower().endswith(TABLE_SUFFIX):
        raise FileError(f"{target}: a table is written as CSV. Use a name that ends in {TABLE_SUFFIX}.")
    names = [str(name) for name in table.data.columns]
    if len(set(names)) != len(names):
        raise InputError(f"The columns {', '.join(names)}: each name may stand once.")
    described = _describe(table, provenance)
    with replacing(target, sidecar_path(target)) as (draft, beside):
        beside.write_text(described, encoding="utf-8", newline="\n")
        _write_csv(draft, table.data)
    return [target, sidecar_path(target)]


def sidecar_path(path: Path) -> Path:
    """Return where the description of a table stands."""
    return path.with_name(f"{path.name}.json")


def _describe(table: Table, provenance: Mapping[str, Any] | None) -> str:
    origin = provenance if provenance is not None else table.metadata.get("provenance")
    columns = {
        str(name): {**asdict(table.columns[name]), "dtype": str(dtype)}
        for name, dtype in table.data.dtypes.items()
    }
    content: dict[str, Any] = {
        "darkroom": _VERSION,
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


def _write_csv(path: Path, frame: pd.DataFrame) -> None:
    safe = frame.set_axis([guarded(str(name)) for name in frame.columns], axis="columns")
    texts = [name for name, dtype in safe.dtypes.items() if _is_text(dtype)]
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


def _is_text(dtype: Any) -> bool:
    return str(dtype) in ("object", "str", "string", "category")


def _guarded_cell(cell: Any) -> Any:
    return guarded(cell) if isinstance(cell, str) else cell


def load_table(path: str | PathLike[str]) -> Table:
    """Read a CSV file and, where it has one, its sidecar.

    Without a sidecar the columns get an empty definition, and their types are guessed.

    Raises
    ------
    FileError
        If the file is missing, empty or no CSV, or the sidecar is not of this table.
    """
    import pandas as pd

    source = Path(path)
    described = _load_description(source)
    try:
        frame = (
            pd.read_csv(source, float_precision="round_trip")
            if described is None
            else pd.read_csv(source, dtype=str, keep_default_na=False, na_filter=False)
        )
    except (OSError, UnicodeDecodeError, ValueError, pd.errors.ParserError) as error:
        raise FileError(f"{source} cannot be read as a table: {_reason(error)}.") from error
    if described is None:
        return Table(frame, {str(name): Column("") for name in frame.columns}, _keys(frame), source.stem)
    return _restore(source, frame, described)


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "it does not exist. Check the name and the folder"
    if isinstance(error, IsADirectoryError):
        return "it is a folder. Name a file in it"
    if isinstance(error, UnicodeDecodeError):
        return "it is not text in UTF-8"
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else "it is no CSV"


def _keys(frame: pd.DataFrame) -> tuple[str, ...]:
    return tuple(name for name in ("label",) if name in frame.columns)


def _load_description(source: Path) -> Any:
    beside = sidecar_path(source)
    if not beside.is_file():
        return None
    try:
        content = json.loads(beside.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise FileError(f"{beside} is no JSON ({error}). Remove or mend it.") from error
    if not isinstance(content, dict) or content.get("kind") != "table":
        raise FileError(f"{beside} does not describe a table. Remove or rename it.")
    return content


def _restore(source: Path, frame: pd.DataFrame, described: Mapping[str, Any]) -> Table:
    frame = frame.set_axis([unguarded(str(name)) for name in frame.columns], axis="columns")
    columns = described.get("columns")
    if not isinstance(columns, dict) or list(columns) != list(frame.columns):
        raise FileError(
            f"{sidecar_path(source)} describes other columns than {source.name} has "
            f"({', '.join(frame.columns)}). Remove or rename it to read the table without it."
        )
    try:
        for name, about in columns.items():
            frame[name] = _typed(frame[name], str(about["dtype"]))
        meanings = {
            name: Column(about["definition"], about["unit"], about["source"])
            for name, about in columns.items()
        }
    except (KeyError, TypeError, ValueError) as error:
        raise FileError(
            f"{source} and {sidecar_path(source).name} do not fit each other ({error}). Remove or "
            "rename the second to read the table without it."
        ) from error
    metadata = {"provenance": described["provenance"]} if "provenance" in described else {}
    keys = tuple(map(str, described.get("keys", ())))
    return Table(frame, meanings, keys, str(described.get("name", "")), metadata)


def _typed(cells: pd.Series[Any], dtype: str) -> pd.Series[Any]:
    """Return text cells as a column of the type that was written; empty cells are missing."""
    import numpy as np
    import pandas as pd

    missing = cells == ""
    if dtype == "bool":
        known = cells.map({"True": True, "False": False})
        if known.isna().any():
            raise ValueError(f"{cells.name}: not True or False")
        return known.astype(bool)
    if dtype.startswith("float"):
        return pd.Series(np.array(cells.where(~missing, "nan"), dtype=str).astype(dtype), cells.index)
    if _is_text(dtype):
        return cells.map(unguarded).where(~missing, None).astype(dtype)
    return cells.where(~missing, None).astype(dtype)
