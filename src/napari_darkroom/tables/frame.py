"""A table as a pandas DataFrame and back: what it tells beyond its cells travels as attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from napari_darkroom.core.columns import Column
from napari_darkroom.core.lineage import Told, from_plain
from napari_darkroom.core.values import VALUE_TYPES, Table

if TYPE_CHECKING:
    import pandas as pd


def as_frame(table: Table) -> pd.DataFrame:
    """Return a table's cells as a DataFrame of their own.

    Its ``attrs`` tell the rest in plain values, which pandas hands on and can save: ``units``,
    ``definitions`` and ``sources`` by column, ``keys``, ``name``, ``kind`` and, where there is
    any, ``metadata`` and ``lineage`` (what made it).
    """
    frame = table.data.copy()
    columns = table.columns
    frame.attrs = {
        "kind": table.kind,
        "name": table.name,
        "keys": list(table.keys),
        "units": {name: column.unit for name, column in columns.items()},
        "definitions": {name: column.definition for name, column in columns.items()},
        "sources": {name: column.source for name, column in columns.items()},
    }
    if table.metadata:
        frame.attrs["metadata"] = dict(table.metadata)
    if table.lineage is not None:
        frame.attrs["lineage"] = Told(table.lineage)
    return frame


def as_table(frame: pd.DataFrame) -> Table:
    """Return a DataFrame as a table: what `as_frame` gave comes back as it was.

    What ``frame.attrs`` does not tell is empty: the definition of a column that was added. Keys
    are the columns that they name, of those that are left; without any it is ``label``.
    """
    told = frame.attrs
    names = [str(name) for name in frame.columns]
    units, definitions, sources = (
        told.get(about, {}) for about in ("units", "definitions", "sources")
    )
    columns = {
        name: Column(definitions.get(name, ""), units.get(name, ""), sources.get(name, ""))
        for name in names
    }
    keys = tuple(key for key in told.get("keys", ("label",)) if key in columns)
    cells = frame.set_axis(names, axis="columns")
    # They stand in the table now, and once is enough.
    cells.attrs = {}
    kinds = {type_.kind: type_ for type_ in VALUE_TYPES.values() if issubclass(type_, Table)}
    type_ = kinds[told.get("kind", Table.kind)]
    lineage = from_plain(told["lineage"]) if "lineage" in told else None
    name, metadata = told.get("name", ""), told.get("metadata", {})
    return type_(cells, columns, keys, name, metadata, lineage=lineage)


def is_frame(value: Any) -> bool:
    """Whether something is a pandas DataFrame, said without importing pandas."""
    return hasattr(value, "to_csv") and hasattr(value, "columns")
