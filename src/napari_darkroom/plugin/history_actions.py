"""What can be done to the steps of a history, as actions for buttons, menus and keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from napari.utils.notifications import show_error
from qtpy.QtCore import QObject, Qt, Signal
from qtpy.QtGui import QAction, QKeySequence
from qtpy.QtWidgets import QMenu, QMessageBox, QWidget

from napari_darkroom.core.errors import DarkroomError, RecipeError
from napari_darkroom.plugin.present import present
from napari_darkroom.recipe.history import Status

if TYPE_CHECKING:
    from napari_darkroom.plugin.entries import Entry
    from napari_darkroom.plugin.history_view import HistoryView
    from napari_darkroom.plugin.session import Session

# Ctrl+Z belongs to the painting on labels.
UNDO, REDO = "Ctrl+Alt+Z", "Ctrl+Alt+Shift+Z"


class HistoryActions(QObject):
    """The actions of a history; those on a step work on the current one of the list.

    What a session refuses is told by napari, and nothing is changed.

    Parameters
    ----------
    session : Session
    view : HistoryView
    parent : QWidget
        Over which questions are asked.
    """

    made = Signal(str)
    """The id of a step that was made, and is to be chosen."""

    def __init__(self, session: Session, view: HistoryView, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._parent = parent
        self.undo = self._action("Undo", session.undo, UNDO)
        self.redo = self._action("Redo", session.redo, REDO)
        self.show = self._on_step("Show layer", self.show_layer, "Return")
        self.rename = self._on_step("Rename", lambda _: view.rename_current())
        self.delete = self._on_step("Delete", self.remove, "Del")
        self.branch = QAction("Branch", self)
        self.branch_step = self._on_step("Branch this step", lambda id_: self._branch(id_, False))
        self.branch_all = self._on_step(
            "Branch with all that follows", lambda id_: self._branch(id_, True)
        )
        self.switch = self._on_step("Switch off", self._switch)
        self.cancel = self._on_step("Cancel", session.cancel)
        self.retry = self._on_step("Try again", session.retry)
        self.intermediates = QAction("Intermediate results", self)
        self.intermediates.setCheckable(True)
        self.intermediates.triggered.connect(
            lambda on: self.attempt(lambda: session.show_intermediates(on))
        )
        # The list sees to these keys itself; menus show them.
        for action in (self.show, self.delete):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def _action(self, text: str, work: Callable[[], Any], keys: str = "") -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: self.attempt(work))
        return action

    def _on_step(self, text: str, work: Callable[[str], Any], keys: str = "") -> QAction:
        def on_current() -> None:
            entry = self._view.current()
            if entry is not None:
                work(entry.id)

        return self._action(text, on_current, keys)

    def attempt(self, work: Callable[[], Any]) -> None:
        """Do something; what the session refuses is told."""
        try:
            work()
        except DarkroomError as error:
            show_error(str(error))

    def show_layer(self, id_: str) -> None:
        """Select the layer of an input or of a step, whose layer is added anew if it is gone."""
        if id_ not in self._session.history.graph.inputs:
            self._session.show(id_)
            return
        layer = self._session.layer(id_)
        if layer is not None:
            layers = self._session.viewer.layers
            layers.selection.active = layer

    def remove(self, id_: str) -> None:
        """Delete a step; where others cannot be without it, ask whether these go too."""
        try:
            self._session.remove(id_)
        except RecipeError:
            titles = [self._session.title(one) for one in self._session.history.graph.below(id_)]
            if self._confirm(self._session.title(id_), titles):
                self._session.remove_with_below(id_)

    def _confirm(self, title: str, below: list[str]) -> bool:
        box = QMessageBox(
            QMessageBox.Icon.Question,
            "Delete a step",
            f"Delete what follows “{title}” too: {', '.join(below)}?",
            parent=self._parent,
        )
        box.setInformativeText("They cannot be made without it. Undo brings all of them back.")
        yes = box.addButton(f"Delete {len(below) + 1} steps", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is yes

    def _branch(self, id_: str, below: bool) -> None:
        self.made.emit(self._session.branch(id_, below))

    def _switch(self, id_: str) -> None:
        entry = self._view.current()
        if entry is not None:
            self._session.switch(id_, not entry.enabled)

    def refresh(self) -> None:
        """Offer what can be done now, and tell what undo and redo would do."""
        timeline, entry = self._session.history.timeline, self._view.current()
        _name(self.undo, "Undo", timeline.undo_title, UNDO)
        _name(self.redo, "Redo", timeline.redo_title, REDO)
        self._refresh_step(entry)
        self.show.setEnabled(entry is not None)
        self.show.setToolTip("Show and select the layer (double click, Return)")
        on = self._session.intermediates_visible
        self.intermediates.setEnabled(bool(self._session.history.graph.steps))
        self.intermediates.setChecked(on)
        self.intermediates.setToolTip(
            f"{'Hide' if on else 'Show'} the layers that others were made of"
        )

    def _refresh_step(self, entry: Entry | None) -> None:
        is_step = entry is not None and not entry.is_input
        for action in (self.rename, self.delete, self.branch, self.branch_step, self.switch):
            action.setEnabled(is_step)
        below = bool(entry and is_step and self._session.history.graph.below(entry.id))
        self.branch_all.setEnabled(below)
        self.rename.setToolTip("Rename (F2)")
        self.delete.setToolTip("Delete the step; what follows it reads what it read (Del)")
        self.branch.setToolTip("Branch: try something else beside this step")
        if entry is not None:
            self.switch.setText("Switch off" if entry.enabled else "Switch on")
            self.cancel.setVisible(entry.status is Status.RUNNING)
            self.retry.setVisible(entry.status is Status.FAILED)

    def branch_menu(self, parent: QWidget) -> QMenu:
        """Return the menu of the two ways to branch."""
        menu = QMenu(parent)
        menu.addActions([self.branch_step, self.branch_all])
        return menu

    def step_menu(self, parent: QWidget) -> QMenu:
        """Return the menu of all that can be done to the current step."""
        menu = QMenu(parent)
        menu.addActions([self.cancel, self.retry, self.show, self.rename, self.switch])
        menu.addSeparator()
        menu.addActions([self.branch_step, self.branch_all])
        menu.addSeparator()
        menu.addAction(self.delete)
        return menu


def _name(action: QAction, word: str, title: str, keys: str) -> None:
    action.setEnabled(bool(title))
    action.setText(f"{word} {title}".strip())
    shown = present(QKeySequence(keys)).toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(
        f"{word}: {title} ({shown})" if title else f"Nothing to {word.lower()} ({shown})"
    )
