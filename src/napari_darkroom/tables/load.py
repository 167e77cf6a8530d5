"""Reading back the tables that were saved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import FileError, InputError
from napari_darkroom.core.sidecar import own_text, sidecar_path
from napari_darkroom.core.values import VALUE_TYPES, Table
from napari_darkroom.tables.frame import as_table
from napari_darkroom.tables.save import is_text
from napari_darkroom.tables.text import unguarded

if TYPE_CHECKING:
    import pandas as pd


_TYPES = {kind: type_ for kind, type_ in VALUE_TYPES.items() if issubclass(type_, Table)}


def load_table(path: str | PathLike[str]) -> Table:
    """Read a CSV file and, where it has one, its sidecar, which tells its kind.

    Without a sidecar that Darkroom wrote, the columns get an empty definition, and their types are
    guessed.

    Raises
    ------
    FileError
        If the file is missing, empty or no CSV, or the sidecar is not of this table.
    """
    import pandas as pd

    source = Path(path)
    described = _load_description(source)
    try:
        frame = pd.read_csv(source, dtype=str, keep_default_na=False, na_filter=False)
    except (OSError, UnicodeDecodeError, ValueError, pd.errors.ParserError) as error:
        raise FileError(f"{source} cannot be read as a table: {_reason(error)}.") from error
    if described is None:
        return replace(as_table(frame.apply(_guessed)), name=source.stem)
    return _restore(source, frame, described)


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "it does not exist. Check the name and the folder"
    if isinstance(error, IsADirectoryError):
        return "it is a folder. Name a file in it"
    if isinstance(error, UnicodeDecodeError):
        return "it is not text in UTF-8"
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else "it is no CSV"


def _load_description(source: Path) -> Any:
    beside = sidecar_path(source)
    text = own_text(beside)
    if text is None:
        return None
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileError(f"{beside} is no JSON ({error}). Remove or mend it.") from error
    if not isinstance(content, dict) or content.get("kind") not in _TYPES:
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
            frame[name] = _typed(frame[name], str(about["dtype"]), about.get("empty") is True)
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
    type_ = _TYPES[described["kind"]]
    try:
        return type_(frame, meanings, keys, str(described.get("name", "")), metadata)
    except InputError as error:
        raise FileError(f"{source} holds no {type_.kind}: {error}") from error


def _typed(cells: Any, dtype: str, empty: bool = False) -> Any:
    """Return a Series of text as a column of the type that was written.

    Empty is missing, save in text of which the sidecar tells that it is `empty`.
    """
    missing = cells == ""
    if dtype == "bool":
        known = cells.map({"True": True, "False": False})
        if known.isna().any():
            raise ValueError(f"{cells.name} holds neither True nor False")
        return known.astype(bool)
    if dtype.startswith("float"):
        return cells.where(~missing, "nan").to_numpy(dtype=str).astype(dtype)
    if is_text(dtype):
        texts = cells.map(unguarded)
        texts = texts if empty else texts.where(~missing, None)
        # What pandas calls text differs between its versions.
        return texts.astype(cells.dtype if dtype == "str" else dtype)
    return cells.where(~missing, None).astype(dtype)


def _guessed(cells: Any) -> Any:
    """Return a Series of text as whole numbers, numbers or truth values where all cells are."""
    for dtype in ("int64", "float64", "bool"):
        try:
            return _typed(cells, dtype)
        except (ValueError, TypeError, OverflowError):
            continue
    return _typed(cells, "str")
