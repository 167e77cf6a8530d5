"""The menu that saves and opens sessions, and writes them as recipes, scripts and notebooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from napari.utils.notifications import show_error, show_info
from qtpy.QtGui import QGuiApplication
from qtpy.QtWidgets import QFileDialog, QMenu, QWidget

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.saving import (
    save_main_recipe,
    save_notebook,
    save_recipe,
    save_script,
)

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session

Work: TypeAlias = Callable[["Session", Path], Sequence[Path]]


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
        From the session and a path to what was written.
    """

    title: str
    name: str
    filter: str
    work: Work


def save_archive(session: Session, path: Path) -> Sequence[Path]:
    """Write the session as one zip archive."""
    from napari_darkroom.recipe.archive import save_zip

    return [save_zip(path, session.saved())]


EXPORTS = (
    Export("Recipe…", "recipe.yaml", "Recipe (*.yaml)", save_recipe),
    Export("Recipe without dead ends…", "recipe.yaml", "Recipe (*.yaml)", save_main_recipe),
    Export("Python script…", "recipe.py", "Python script (*.py)", save_script),
    Export("Jupyter notebook…", "recipe.ipynb", "Jupyter notebook (*.ipynb)", save_notebook),
    Export("Zip of all…", "session.zip", "Zip archive (*.zip)", save_archive),
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
        self._needing_steps = [self._add_export(one) for one in EXPORTS]
        copying = present(self.addAction("Copy methods text"))
        copying.setToolTip("What was done, as a paragraph for a methods section.")
        copying.triggered.connect(self.copy_methods)
        self.addSeparator()
        saving = present(self.addAction("Save session folder…"))
        saving.setToolTip("All that brings this back: recipe, what was made by hand, the view.")
        saving.triggered.connect(self._ask_folder_to_save)
        opening = present(self.addAction("Open session…"))
        opening.triggered.connect(self._ask_folder_to_open)
        self._needing_steps += [copying, saving]
        self.aboutToShow.connect(self.refresh)

    def _add_export(self, export: Export) -> object:
        action = present(self.addAction(export.title))
        action.triggered.connect(lambda: self._ask_and_write(export))
        return action

    def refresh(self) -> None:
        """Offer what can be done now: of nothing there is nothing to save."""
        for action in self._needing_steps:
            action.setEnabled(bool(self._session.history.graph.steps))

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
        self._tell(lambda: export.work(self._session, path.with_suffix(path.suffix or suffix)))

    def copy_methods(self) -> None:
        """Put the methods text on the clipboard."""
        try:
            text = self._session.recipe(dead_ends=False).describe()
        except DarkroomError as error:
            show_error(str(error))
            return
        present(QGuiApplication.clipboard()).setText(text)
        show_info("The methods text is on the clipboard.")

    def _ask_folder_to_save(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self.parentWidget(), "A folder for the session, or one with an earlier state of it"
        )
        if chosen:
            self.save_session(Path(chosen))

    def save_session(self, folder: Path) -> None:
        """Save the session into a folder, and say where, or why not."""

        def save() -> list[Path]:
            self._session.save(folder)
            return [folder]

        self._tell(save)

    def _ask_folder_to_open(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.parentWidget(), "The folder of a session")
        if chosen:
            self.open_session(Path(chosen))

    def open_session(self, folder: Path) -> None:
        """Open a session from its folder, or say why not."""
        try:
            self._session.open(folder)
        except DarkroomError as error:
            show_error(str(error))

    def _tell(self, work: Callable[[], Sequence[Path]]) -> None:
        try:
            written = work()
        except DarkroomError as error:
            show_error(str(error))
            return
        show_info(f"Saved {', '.join(map(str, written))}")
