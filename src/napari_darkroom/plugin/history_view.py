"""The list of the history."""

from __future__ import annotations

from collections.abc import Sequence

from qtpy.QtCore import QModelIndex, Qt, Signal
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QAbstractItemView, QListView

from napari_darkroom.plugin.entries import Entry
from napari_darkroom.plugin.history_item import HistoryItem
from napari_darkroom.plugin.history_model import ENTRY, HistoryModel


class HistoryView(QListView):
    """The entries of a history, one of which is current; that stays when others come and go."""

    chosen = Signal(str)
    """The id of the entry that became the current one."""
    deleted = Signal()
    """The current entry is to be deleted."""
    opened = Signal()
    """The layer of the current entry is to be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.entries = HistoryModel(self)
        self.item = HistoryItem(self)
        self._current = ""
        self.setModel(self.entries)
        self.setItemDelegate(self.item)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries; new ones are scrolled to."""
        known = {one.id for one in self.entries.entries}
        self.entries.show(entries)
        new = [row for row, one in enumerate(entries) if one.id not in known]
        row = self.entries.row(self._current)
        if row != self.currentIndex().row():
            self.setCurrentIndex(self.entries.index(row))
        if known and new:
            self.scrollTo(self.entries.index(new[-1]))

    def current(self) -> Entry | None:
        """Return the current entry."""
        entry = self.currentIndex().data(ENTRY)
        return entry if isinstance(entry, Entry) else None

    def select(self, id_: str) -> None:
        """Make an entry the current one; an empty id makes it none."""
        self.setCurrentIndex(self.entries.index(self.entries.row(id_)))
        if not id_:
            self._current = ""

    def currentChanged(  # noqa: N802 - Qt's name
        self, current: QModelIndex, previous: QModelIndex
    ) -> None:
        """Tell which entry became the current one; one that is only shown anew is not told."""
        super().currentChanged(current, previous)
        entry = current.data(ENTRY)
        if isinstance(entry, Entry) and entry.id != self._current:
            self._current = entry.id
            self.chosen.emit(entry.id)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        """Take Delete and Return; F2 renames, and Space switches a step on and off."""
        chosen, key = self.current() is not None, None if event is None else event.key()
        if chosen and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif chosen and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deleted.emit()
        else:
            super().keyPressEvent(event)

    def rename_current(self) -> None:
        """Let the title of the current step be typed anew, at its place."""
        entry = self.current()
        if entry is not None and not entry.is_input:
            self.edit(self.currentIndex())
