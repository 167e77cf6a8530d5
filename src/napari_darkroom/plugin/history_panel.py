"""The history as a panel: a list of the steps with all that can be done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qtpy.QtCore import QPoint, Qt, QTimer, Signal
from qtpy.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout

from napari_darkroom.plugin.entries import entries
from napari_darkroom.plugin.export_menu import ExportMenu
from napari_darkroom.plugin.history_actions import HistoryActions
from napari_darkroom.plugin.history_view import HistoryView
from napari_darkroom.plugin.icons import IconButton
from napari_darkroom.plugin.panel import Panel, pages_with_hint
from napari_darkroom.plugin.present import present

if TYPE_CHECKING:
    from napari import Viewer

    from napari_darkroom.plugin.session import Session

_EMPTY = (
    "Nothing has been done yet.\n\nEach operation that is run is kept here as a step. It can be "
    "changed later, and all that was made of it follows."
)
_COALESCED_MS = 40
_STYLE = """
QToolButton { border: none; border-radius: 3px; background: transparent; padding: 0 4px; }
QToolButton:hover { background: rgba(127, 137, 150, 60); }
QToolButton:pressed, QToolButton:open { background: rgba(47, 111, 235, 110); }
QToolButton:focus { border: 1px solid rgba(47, 111, 235, 200); }
QToolButton::menu-indicator { image: none; width: 0; }
HistoryView { background: transparent; border: none; outline: none; padding: 0; }
"""


class HistoryPanel(Panel):
    """The steps of a session, and what can be done to them.

    Parameters
    ----------
    viewer : Viewer
    session : Session
        Whose history is shown.
    """

    chosen = Signal(str)
    """The id of the step or input that was chosen."""
    refreshed = Signal()
    """Something else may be shown."""

    def __init__(self, viewer: Viewer, session: Session) -> None:
        super().__init__(viewer)
        self.session = session
        self.view = HistoryView()
        self.commands = HistoryActions(session, self.view, self)
        self.exports = ExportMenu(session, self)
        self._pages = pages_with_hint(_EMPTY)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_COALESCED_MS)
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.setStyleSheet(self.styleSheet() + _STYLE)
        for label in self._pages.findChildren(QLabel):
            label.setWordWrap(True)
        self._pages.addWidget(self.view)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(self._tool_bar())
        outer.addWidget(self._pages, 1)

    def _tool_bar(self) -> QHBoxLayout:
        does = self.commands
        self.save_button = _menu_button("Save ▾", self.exports)
        self.buttons = {
            "undo": IconButton("undo", does.undo),
            "redo": IconButton("redo", does.redo),
            "branch": IconButton("branch", does.branch, menu=does.branch_menu(self)),
            "rename": IconButton("rename", does.rename),
            "delete": IconButton("delete", does.delete),
            "show": IconButton("show", does.show),
            "intermediates": IconButton("eye", does.intermediates, unchecked="no eye"),
        }
        row = QHBoxLayout()
        row.setSpacing(0)
        for name, button in self.buttons.items():
            if name == "branch":
                row.addSpacing(8)
            if name == "intermediates":
                row.addStretch(1)
            row.addWidget(button)
        row.addSpacing(4)
        row.addWidget(self.save_button)
        return row

    def _connect(self) -> None:
        self.session.changed.connect(self._refresh_soon)
        self._timer.timeout.connect(self.refresh)
        self.view.chosen.connect(self._choose)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.entries.switched.connect(
            lambda id_, on: self.commands.attempt(lambda: self.session.switch(id_, on))
        )
        self.view.entries.renamed.connect(
            lambda id_, title: self.commands.attempt(lambda: self.session.rename(id_, title))
        )
        self.view.item.pressed.connect(self._press)
        self.view.opened.connect(self.commands.show.trigger)
        self.view.deleted.connect(self.commands.delete.trigger)
        self.commands.made.connect(self.select)
        self._follow_selection()

    def _follow_selection(self) -> None:
        """Mark how the selected layer was made, as long as this panel lives."""
        active = self.viewer.layers.selection.events.active
        timer = self._timer

        def selected(_: Any = None) -> None:
            timer.start()

        def forget(_: Any = None) -> None:
            active.disconnect(selected)

        active.connect(selected)
        self.destroyed.connect(forget)

    def _refresh_soon(self) -> None:
        # Not put off again and again while a step tells its progress.
        if not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Show the history as it is now."""
        layer = self.viewer.layers.selection.active
        selected = None if layer is None else self.session.reference(layer)
        shown = entries(self.session.history, self.session.title, selected)
        self.view.show_entries(shown)
        self._pages.setCurrentIndex(int(bool(shown)))
        self.commands.refresh()
        self.refreshed.emit()

    @property
    def count(self) -> int:
        """How many steps there are."""
        return len(self.session.history.graph.steps)

    def select(self, id_: str) -> None:
        """Choose a step, as a click on it does."""
        self.refresh()
        self.view.select(id_)

    def _choose(self, id_: str) -> None:
        self.commands.refresh()
        self.chosen.emit(id_)

    def _press(self, what: str, id_: str) -> None:
        work = {
            "cancel": self.session.cancel,
            "retry": self.session.retry,
            "show": self.commands.show_layer,
        }[what]
        self.commands.attempt(lambda: work(id_))

    def _open_menu(self, place: QPoint) -> None:
        """Open the menu of a step at the mouse, or under the current line for the menu key."""
        entry = self.view.current()
        if entry is None or entry.is_input:
            return
        menu = self.commands.step_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(present(self.view.viewport()).mapToGlobal(place))


def _menu_button(text: str, menu: ExportMenu) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip("Save or share what was done, or open a session")
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFixedHeight(24)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
