"""What Darkroom writes about a table into its file or beside it, as JSON, and reads back.

A file keeps cells; most formats keep no unit, no definition, and not every type. The record tells
these, the keys, the kind and where the table came from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import FileError, InputError
from napari_darkroom.core.sidecar import KEY
from napari_darkroom.core.values import VALUE_TYPES, Table
from napari_darkroom.tables.cells import is_text, typed
from napari_darkroom.tables.frame import as_table

if TYPE_CHECKING:
    import pandas as pd

    from napari_darkroom.tables.formats import Loaded

_VERSION = 1
_TYPES = {kind: type_ for kind, type_ in VALUE_TYPES.items() if issubclass(type_, Table)}


def describe(table: Table, provenance: Mapping[str, Any] | None) -> str:
    """Return the record of a table; by default its own provenance is told.

    Raises
    ------
    InputError
        If the provenance is not fit for JSON.
    """
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


def parse(text: str, place: str) -> dict[str, Any]:
    """Return the record in a text.

    Raises
    ------
    FileError
        If it is damaged, or does not describe a table.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileError(f"{place} is no JSON ({error}). Remove or mend it.") from error
    if not isinstance(content, dict) or content.get("kind") not in _TYPES:
        raise FileError(f"{place} does not describe a table. Remove or rename it.")
    return content


def restore(source: Path, loaded: Loaded, place: str) -> Table:
    """Return the table that a file holds, by its cells and its record.

    Parameters
    ----------
    place : str
        What messages call the place of the record.

    Raises
    ------
    FileError
        If record and cells do not fit each other.
    """
    if loaded.record is None:
        bare = as_table(loaded.frame)
        known = {name: loaded.columns.get(name, column) for name, column in bare.columns.items()}
        return replace(bare, columns=known, name=source.stem)
    described, frame = parse(loaded.record, place), loaded.frame
    columns = described.get("columns")
    if not isinstance(columns, dict) or list(columns) != list(frame.columns):
        raise FileError(
            f"{place} describes other columns than {source.name} has "
            f"({', '.join(map(str, frame.columns))}). Remove or rename it to read the table "
            "without it."
        )
    try:
        cells = {
            name: typed(frame[name], str(about["dtype"]), empty=about.get("empty") is True)
            for name, about in columns.items()
        }
        meanings = {
            name: Column(about["definition"], about["unit"], about["source"])
            for name, about in columns.items()
        }
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise FileError(
            f"{source} and {place} do not fit each other ({error}). Remove or rename the second "
            "to read the table without it."
        ) from error
    return _built(source, described, frame.assign(**cells), meanings)


def _built(
    source: Path, described: Mapping[str, Any], frame: pd.DataFrame, columns: Mapping[str, Column]
) -> Table:
    metadata = {"provenance": described["provenance"]} if "provenance" in described else {}
    keys = tuple(map(str, described.get("keys", ())))
    type_ = _TYPES[described["kind"]]
    try:
        return type_(frame, columns, keys, str(described.get("name", "")), metadata)
    except InputError as error:
        raise FileError(f"{source} holds no {type_.kind}: {error}") from error
