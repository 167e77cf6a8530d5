"""Tables from files; of those of other programs it is asked what names an object."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from qtpy.QtCore import QSettings
from qtpy.QtWidgets import QFileDialog, QInputDialog, QWidget

from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.tables.conditions import is_number
from napari_darkroom.tables.formats import table_suffixes

# What other programs call the number of an object and the frame that it is in.
_LABELS = ("label", "objectnumber", "object", "objectid", "labelid", "id", "cellid", "number")
_FRAMES = ("t", "frame", "timepoint", "time", "imagenumber")
_OBJECT = Column("Number of the object in the label image.")
_FRAME = Column("Index along t, counted from 0.")


def ask_for_file(parent: QWidget) -> Path | None:
    """Ask for the file of a table, None where it was given up."""
    endings = " ".join(f"*{suffix}" for suffix in table_suffixes())
    path, _ = QFileDialog.getOpenFileName(parent, "Open a table", "", f"Tables ({endings})")
    return Path(path) if path else None


def linked(parent: QWidget, table: Table) -> Table | None:
    """Return a table that tells its objects apart; of another program's it is asked what does.

    None where that was given up.
    """
    return table if _tells_objects(table) else _named(parent, table)


def _tells_objects(table: Table) -> bool:
    """Whether the keys of a table are there, and no frame is needed to tell its rows apart."""
    frame, keys = table.data, list(table.keys)
    if keys == ["point"] and "point" in frame.columns:
        return True
    if "label" not in frame.columns or not keys or not set(keys) <= set(frame.columns):
        return False
    framed = any(_plain(name) in _FRAMES and name not in keys for name in map(str, frame.columns))
    return not (framed and frame.duplicated(keys).any())


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace(" ", "")


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


def forget_names() -> None:
    """Ask again what the columns of tables of other programs mean."""
    _memory().clear()


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
    guess = next((name for one in usual for name in names if _plain(name) == one), nothing)
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
