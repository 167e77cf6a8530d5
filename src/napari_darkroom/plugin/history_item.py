"""The delegate of the history: it has entries painted, and takes clicks on their parts."""

from __future__ import annotations

from typing import Any

from qtpy.QtCore import QAbstractItemModel, QEvent, QSize, Qt, Signal
from qtpy.QtGui import QMouseEvent, QPainter
from qtpy.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from napari_darkroom.plugin.entries import Entry
from napari_darkroom.plugin.history_line import Areas, areas, button_of, line_height, paint_entry
from napari_darkroom.plugin.history_model import ENTRY, Index
from napari_darkroom.plugin.present import present

_STATES = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}
_NEAR = 3


class HistoryItem(QStyledItemDelegate):
    """Paints entries, switches steps, renames them, and tells which button was pressed."""

    pressed = Signal(str, str)
    """What is to be done with which step: ``cancel``, ``retry`` or ``show``."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of two lines of text."""
        return QSize(100, line_height(option))

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one entry."""
        painter = present(painter)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_entry(painter, option, index.data(ENTRY))
        painter.restore()

    def editorEvent(  # noqa: N802 - Qt's name
        self,
        event: QEvent | None,
        model: QAbstractItemModel | None,
        option: QStyleOptionViewItem,
        index: Any,
    ) -> bool:
        """Switch a step where its box is clicked, press the button of its line, or show it."""
        if not isinstance(event, QMouseEvent):
            return bool(super().editorEvent(event, model, option, index))
        entry: Entry = index.data(ENTRY)
        part = _part_at(_areas(option, entry), entry, event)
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if not part:
            if event.type() == QEvent.Type.MouseButtonDblClick:
                self.pressed.emit("show", entry.id)
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            if part == "check":
                state = _STATES[not entry.enabled]
                present(model).setData(index, state, Qt.ItemDataRole.CheckStateRole)
            else:
                self.pressed.emit(part, entry.id)
        return True

    def setEditorData(self, editor: QWidget | None, index: Any) -> None:  # noqa: N802 - Qt's name
        """Put the title into the line that edits it, but never over what somebody has typed."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget | None, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Lay the line that edits a title over the title."""
        entry: Entry = index.data(ENTRY)
        title = _areas(option, entry).title
        present(editor).setGeometry(title.adjusted(-4, -3, 0, 4))


def _areas(option: QStyleOptionViewItem, entry: Entry) -> Areas:
    return areas(option.rect, option.fontMetrics.lineSpacing(), entry)


def _part_at(parts: Areas, entry: Entry, event: QMouseEvent) -> str:
    """Return what lies under the mouse: ``check``, what the button does, or nothing."""
    where = event.position().toPoint()
    if entry.is_input:
        return ""
    if parts.check.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(where):
        return "check"
    near = parts.button.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(where)
    return button_of(entry) if near else ""
