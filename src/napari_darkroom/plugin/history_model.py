"""The entries of the history as Qt's views want them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from qtpy.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from napari_darkroom.plugin.entries import Entry
from napari_darkroom.plugin.entry_text import duration, file_size
from napari_darkroom.recipe.history import Status

ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex

_CHECKS = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}
_SAID = {
    Status.CURRENT: "up to date",
    Status.STALE: "out of date",
    Status.WAITING: "waiting",
    Status.RUNNING: "running",
    Status.FAILED: "failed",
    Status.BLOCKED: "cannot run",
    Status.OFF: "switched off",
}


class HistoryModel(QAbstractListModel):
    """The lines of the history; what somebody does to one is told by signals, not done here."""

    switched = Signal(str, bool)
    """The id of a step, and whether it is to be on."""
    renamed = Signal(str, str)
    """The id of a step, and its new title."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other entries; as long as the steps are the same ones, what is selected stays."""
        before = self.entries
        if [one.id for one in before] != [one.id for one in entries]:
            self.beginResetModel()
            self.entries = list(entries)
            self.endResetModel()
            return
        self.entries = list(entries)
        for row, (old, new) in enumerate(zip(before, entries, strict=True)):
            if old != new:
                index = self.index(row)
                self.dataChanged.emit(index, index)

    def row(self, id_: str) -> int:
        """Return the row of an entry, -1 where there is none of that id."""
        return next((row for row, one in enumerate(self.entries) if one.id == id_), -1)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Return how many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a line: steps are renamed and switched, inputs are not."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and not self.entries[index.row()].is_input:
            flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a line says."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return entry.title
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, [entry.title, entry.operation, _SAID[entry.status]]))
        if role == Qt.ItemDataRole.CheckStateRole and not entry.is_input:
            return _CHECKS[entry.enabled]
        return None

    def setData(  # noqa: N802 - Qt's name
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Tell that a step is to be switched or renamed."""
        if not index.isValid():
            return False
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.switched.emit(entry.id, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        title = str(value).strip()
        if role == Qt.ItemDataRole.EditRole and title and title != entry.title:
            self.renamed.emit(entry.id, title)
            return True
        return False


def figures(entry: Entry) -> list[str]:
    """Return time and size of a result, as far as they are known."""
    told = [duration(entry.seconds)] if entry.seconds else []
    return told + ([file_size(entry.nbytes)] if entry.nbytes else [])


def progress_text(entry: Entry) -> str:
    """Return how a step stands in a word or two; empty where its figures tell more."""
    if entry.status is Status.RUNNING:
        return f"{entry.progress:.0%}"
    return "" if entry.status is Status.CURRENT or entry.error else _SAID[entry.status]


def tooltip(entry: Entry) -> str:
    """Return all that an entry tells, as rich text."""
    rows = [
        f"<b>{escape(entry.title)}</b>",
        escape(entry.operation or f"input · {entry.kind}"),
        escape(entry.changes),
        f"from {escape(entry.inputs)}" if entry.inputs else "",
        " · ".join([_SAID[entry.status], *figures(entry)]),
        escape(" · ".join(entry.remarks)),
        f"<span style='color: #e5707a'>{escape(entry.error)}</span>" if entry.error else "",
    ]
    return f"<qt>{'<br>'.join(filter(None, rows))}</qt>"
