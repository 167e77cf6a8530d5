"""Tables from files, linked with the labels whose objects they tell of."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from napari.layers import Labels, Layer
from qtpy.QtCore import QSettings
from qtpy.QtWidgets import QFileDialog, QInputDialog, QWidget

from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.tables.conditions import is_number
from napari_darkroom.tables.formats import table_suffixes
from napari_darkroom.tables.load import load_table

if TYPE_CHECKING:
    from napari import Viewer

# What other programs call the number of an object and the frame that it is in.
_LABELS = ("label", "objectnumber", "object", "objectid", "labelid", "id", "cellid", "number")
_FRAMES = ("t", "frame", "timepoint", "time", "imagenumber")
_OBJECT = Column("Number of the object in the label image.")
_FRAME = Column("Index along t, counted from 0.")


def ask_for_table(parent: QWidget) -> tuple[Path, Table] | None:
    """Ask for a file and read it; of a table of another program ask what names an object.

    Raises
    ------
    FileError
        If the file cannot be read as a table.
    """
    endings = " ".join(f"*{suffix}" for suffix in table_suffixes())
    path, _ = QFileDialog.getOpenFileName(parent, "Open a table", "", f"Tables ({endings})")
    if not path:
        return None
    table = load_table(Path(path))
    keys_known = "label" in table.data.columns and table.keys
    named = table if keys_known else _named(parent, table)
    return None if named is None else (Path(path), named)


def labels_of(viewer: Viewer, table: Table) -> Layer | None:
    """Return the labels that a table tells of: by name, else the selected ones, else those above.

    Only labels are taken in which objects of the table lie.
    """
    if "label" not in table.data.columns:
        return None
    layers = [layer for layer in reversed(viewer.layers) if isinstance(layer, Labels)]
    active = viewer.layers.selection.active
    ranked = sorted(layers, key=lambda one: (one.name != table.name, one is not active))
    return next((layer for layer in ranked if _has_objects(layer, table)), None)


def _has_objects(layer: Labels, table: Table) -> bool:
    data = layer.data[0] if layer.multiscale else layer.data
    if hasattr(data, "dask"):
        return True
    import fastremap

    found = fastremap.unique(np.asarray(data))
    return bool(np.isin(table.data["label"].to_numpy(), found[found > 0]).any())


def _named(parent: QWidget, table: Table) -> Table | None:
    """Return a table with its keys named as here; which they are is asked once and remembered."""
    names = [str(name) for name in table.data.columns]
    memory, place = _memory(), json.dumps(names)
    known = memory.value(place)
    if isinstance(known, str):
        return with_keys(table, *json.loads(known))
    whole = [name for name in names if is_number(table.data[name])]
    label = _ask(
        parent,
        "Which column is the number of the object in the label image?",
        whole,
        _LABELS,
        "none",
    )
    if label is None:
        return None
    frame = (
        ""
        if not label
        else _ask(
            parent,
            "Which column is the frame, counted from 0?",
            [one for one in whole if one != label],
            _FRAMES,
            "none",
        )
    )
    if frame is None:
        return None
    memory.setValue(place, json.dumps([label, frame]))
    return with_keys(table, label, frame)


def with_keys(table: Table, label: str, frame: str) -> Table:
    """Return a table of another program with the names that its key columns have here."""
    if not label:
        return replace(table, keys=())
    names = {label: "label", **({frame: "t"} if frame else {})}
    rest = [name for name in table.data.columns if name not in names and name in names.values()]
    data = table.data.drop(columns=rest).rename(columns=names)
    columns = {names.get(name, name): table.columns[name] for name in table.columns}
    columns |= {"label": _OBJECT, **({"t": _FRAME} if frame else {})}
    keys = ("t", "label") if frame else ("label",)
    return replace(table, data=data, columns=columns, keys=keys)


def _ask(
    parent: QWidget, question: str, names: list[str], usual: tuple[str, ...], nothing: str
) -> str | None:
    """Return a column that is chosen, empty for none of them, None where it was given up."""
    plain = {name: name.lower().replace("_", "").replace(" ", "") for name in names}
    guess = next((name for one in usual for name in names if plain[name] == one), nothing)
    offered = [*names, nothing]
    text, given = QInputDialog.getItem(
        parent, "Columns of the table", question, offered, offered.index(guess), False
    )
    if not given:
        return None
    return "" if text == nothing else text


def _memory() -> QSettings:
    """Return where it is kept what the columns of other programs mean."""
    form, scope = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    return QSettings(form, scope, "napari-darkroom", "tables")
