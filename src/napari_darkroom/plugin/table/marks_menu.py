"""Setting marks on the selected objects: accepted, rejected and why, of some class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from qtpy.QtCore import Qt
from qtpy.QtGui import QAction, QKeySequence
from qtpy.QtWidgets import QInputDialog, QMenu, QWidget

from napari_darkroom.core.marks import ACCEPTED, CLASS, REASON, REJECTED, VERDICT
from napari_darkroom.plugin.present import present
from napari_darkroom.tables.conditions import categories
from napari_darkroom.tables.view import TableView

_REASONS = ("at the edge", "out of focus", "two in one", "debris", "not a cell")
_MOST = 9


class MarksMenu(QMenu):
    """What can be said of the selected objects; its keys work in the rows of the table.

    Parameters
    ----------
    rows : QWidget
        Where its keys work.
    mark : callable
        Called with the fields to set on the selected objects.
    """

    def __init__(self, rows: QWidget, mark: Callable[[Mapping[str, str]], None]) -> None:
        super().__init__(rows)
        self._rows, self._mark = rows, mark
        self._view: TableView | None = None
        accepted = {VERDICT: ACCEPTED, REASON: ""}
        rejected = {VERDICT: REJECTED, REASON: ""}
        nothing = {VERDICT: "", REASON: "", CLASS: ""}
        self.accept = self._action("Accept", "A", partial(self._set, accepted))
        self.reject = self._action("Reject", "R", partial(self._set, rejected))
        self.reasons = present(self.addMenu("Reject because"))
        self.ask_reason = self._action("Reject with a reason…", "Shift+R", self._ask_reason)
        self.addSeparator()
        self.classes = present(self.addMenu("Class"))
        self.ask_class = self._action("Class…", "C", self._ask_class)
        self.addSeparator()
        self.clear_marks = self._action("Take marks off", "Del", partial(self._set, nothing))
        self.aboutToShow.connect(self.fill)

    def show_view(self, view: TableView | None) -> None:
        """Mark the objects of another view."""
        self._view = view

    def _action(self, text: str, key: str, does: Callable[..., None]) -> QAction:
        action = QAction(text, self._rows)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: does())
        self._rows.addAction(action)
        self.addAction(action)
        return action

    def fill(self) -> None:
        """Offer what fits what is selected now, and the reasons and classes that are used."""
        chosen = self._view is not None and len(self._view.selection) > 0
        for action in self.actions():
            action.setEnabled(chosen)
        for menu, name, usual in ((self.reasons, REASON, _REASONS), (self.classes, CLASS, ())):
            menu.clear()
            for text in self._known(name, usual):
                fields = {VERDICT: REJECTED, REASON: text} if name == REASON else {CLASS: text}
                present(menu.addAction(text)).triggered.connect(partial(self._set, fields))
            menu.setEnabled(chosen and not menu.isEmpty())

    def _known(self, name: str, usual: tuple[str, ...]) -> list[str]:
        """Return the texts that stand in a column already, and those that are usual."""
        used: list[str] = []
        if self._view is not None and name in self._view.table.data.columns:
            used = [text for text in categories(self._view.table.data[name])[1] if text]
        return list(dict.fromkeys([*used, *usual]))[:_MOST]

    def _ask_reason(self) -> None:
        text = self._asked("Reject", "Why?", REASON, _REASONS)
        if text is not None:
            self._set({VERDICT: REJECTED, REASON: text})

    def _ask_class(self) -> None:
        text = self._asked("Class", "Class of the selected objects:", CLASS, ())
        if text is not None:
            self._set({CLASS: text})

    def _asked(self, title: str, words: str, name: str, usual: tuple[str, ...]) -> str | None:
        if self._view is None or not len(self._view.selection):
            return None
        known = self._known(name, usual)
        before = self._said_of_all(name)
        offered = known if before in known else [before, *known]
        text, given = QInputDialog.getItem(
            self._rows, title, words, offered, offered.index(before), True
        )
        return text.strip() if given else None

    def _said_of_all(self, name: str) -> str:
        """Return the text that all selected objects have in a column already, empty for none."""
        if self._view is None or name not in self._view.table.data.columns:
            return ""
        texts = self._view.table.data[name].iloc[self._view.selection.rows].fillna("").unique()
        return str(texts[0]) if len(texts) == 1 else ""

    def _set(self, fields: Mapping[str, str], _: bool = False) -> None:
        if self._view is not None and len(self._view.selection):
            self._mark(fields)
