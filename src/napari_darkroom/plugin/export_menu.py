"""The menu that saves and opens sessions, and writes them as recipes, scripts and notebooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from napari.utils.notifications import show_error, show_info
from qtpy.QtGui import QAction, QGuiApplication
from qtpy.QtWidgets import QFileDialog, QMenu, QWidget

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.plugin.filing import Errand
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.saving import (
    Written,
    save_archive,
    save_full_archive,
    save_main_recipe,
    save_notebook,
    save_recipe,
    save_script,
)
from napari_darkroom.plugin.session_folder import opening, saving
from napari_darkroom.recipe.describe import describe
from napari_darkroom.recipe.history import Status

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session

Work: TypeAlias = Callable[["Session", Path], Written | Errand[Written]]


@dataclass(frozen=True)
class Export:
    """One way to write a session to a file.

    Attributes
    ----------
    title : str
        What the menu says.
    name : str
        What the file is called, unless another name is typed.
    filter : str
        Which files the dialog shows.
    work : callable
        Writes a session to a path; what takes long is given to be done in a thread of its own.
    """

    title: str
    name: str
    filter: str
    work: Work


EXPORTS = (
    Export("Recipe…", "recipe.yaml", "Recipe (*.yaml)", save_recipe),
    Export("Recipe without dead ends…", "recipe.yaml", "Recipe (*.yaml)", save_main_recipe),
    Export("Python script…", "recipe.py", "Python script (*.py)", save_script),
    Export("Jupyter notebook…", "recipe.ipynb", "Jupyter notebook (*.ipynb)", save_notebook),
    Export("Zip…", "session.zip", "Zip archive (*.zip)", save_archive),
    Export("Zip with the images…", "session.zip", "Zip archive (*.zip)", save_full_archive),
)


class ExportMenu(QMenu):
    """What can be done with a session as a whole.

    Parameters
    ----------
    session : Session
    parent : QWidget
        Over which the dialogs open.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("Save", parent)
        self._session = session
        self.setToolTipsVisible(True)
        self._needing_steps = [
            self._add(one.title, partial(self._ask_and_write, one)) for one in EXPORTS
        ]
        copying = self._add("Copy methods text", self.copy_methods)
        copying.setToolTip("What was done, as a paragraph for a methods section.")
        self.addSeparator()
        self.again = self._add("Save session", self._save_again)
        saving = self._add("Save session folder…", self._ask_where_to_save)
        saving.setToolTip(
            "A new folder with all that brings this back: recipe, what was made by hand, the view."
        )
        self._opening = [
            self._add("Open session folder…", self._ask_for_folder),
            self._add("Open session zip…", self._ask_for_archive),
        ]
        self._needing_steps += [copying, self.again, saving]
        self.aboutToShow.connect(self.refresh)

    def _add(self, text: str, work: Callable[[], object]) -> QAction:
        action: QAction = present(self.addAction(text))
        action.triggered.connect(lambda _: work())
        return action

    def refresh(self) -> None:
        """Offer what can be done now: of nothing there is nothing to save."""
        busy, folder = self._session.filing.busy, self._session.folder
        self.again.setVisible(folder is not None)
        if folder is not None:
            self.again.setText(f"Save session in “{folder.name}”")
            self.again.setToolTip(f"Its new state, in {folder}")
        for action in self._needing_steps:
            action.setEnabled(bool(self._session.history.graph.steps) and not busy)
        for action in self._opening:
            action.setEnabled(not busy)

    def _ask_and_write(self, export: Export) -> None:
        title = export.title.rstrip("…")
        path, _ = QFileDialog.getSaveFileName(
            self.parentWidget(), title, export.name, export.filter
        )
        if path:
            self.write(export, Path(path))

    def write(self, export: Export, path: Path) -> None:
        """Write the session to a file, and say where, or why not."""
        suffix = Path(export.name).suffix
        target = path.with_suffix(path.suffix or suffix)
        self._attempt(lambda: self._write(export, target))

    def _write(self, export: Export, path: Path) -> None:
        made = export.work(self._session, path)
        if isinstance(made, Errand):
            self._session.filing.begin(made, _tell)
        else:
            _tell(made)

    def copy_methods(self) -> None:
        """Put the methods text on the clipboard."""
        try:
            recipe, history = self._session.recipe(dead_ends=False), self._session.history
            done = [one.id for one in recipe.steps if history.status(one.id) is Status.CURRENT]
            counts = {name: n for one in done for name, n in history.done[one].counts.items()}
            text = describe(recipe, counts=counts)
        except DarkroomError as error:
            show_error(str(error))
            return
        present(QGuiApplication.clipboard()).setText(text)
        show_info("The methods text is on the clipboard.")

    def _ask_where_to_save(self) -> None:
        folder = self._session.folder
        beside = "session" if folder is None else str(folder.with_name(f"{folder.name} 2"))
        chosen, _ = QFileDialog.getSaveFileName(
            self.parentWidget(), "Name of a new folder for the session", beside
        )
        if chosen:
            self.save_session(Path(chosen))

    def _save_again(self) -> None:
        """Save the session where it was saved last, or opened from."""
        if self._session.folder is not None:
            self.save_session(self._session.folder)

    def save_session(self, folder: Path) -> None:
        """Save the session into a folder, and say where, or why not."""
        self._attempt(
            lambda: self._session.filing.begin(
                saving(self._session, folder), lambda saved: _tell(Written((saved,)))
            )
        )

    def _ask_for_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.parentWidget(), "The folder of a session")
        if chosen:
            self.open_session(Path(chosen))

    def _ask_for_archive(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self.parentWidget(), "The archive of a session", "", "Zip archive (*.zip)"
        )
        if chosen:
            self.open_session(Path(chosen))

    def open_session(self, place: Path) -> None:
        """Open a session from its folder or archive, or say why not."""
        self._attempt(
            lambda: self._session.filing.begin(opening(self._session, place), lambda _: None)
        )

    def _attempt(self, work: Callable[[], None]) -> None:
        try:
            work()
        except DarkroomError as error:
            show_error(str(error))


def _tell(written: Written) -> None:
    saved = f"Saved {', '.join(map(str, written.paths))}"
    show_info(f"{saved}. {written.remark}" if written.remark else saved)
