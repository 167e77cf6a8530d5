"""Show how this was made, and Make again: for the menus, the palette and the banner."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from napari.utils.notifications import show_error, show_info, show_warning
from qtpy.QtWidgets import QFileDialog, QMessageBox, QWidget

from napari_darkroom.batch.verify import Verdict
from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.plugin.make_again import MakingAgain
from napari_darkroom.plugin.origin import LayerOrigin, origin_of
from napari_darkroom.plugin.origin_dialog import OriginDialog
from napari_darkroom.plugin.session import Session

if TYPE_CHECKING:
    from napari import Viewer

_NOTHING = (
    "Select one layer that was opened from a file that Darkroom wrote: only such a layer tells how "
    "it was made. What was made in this window stands in its history."
)


def show_how() -> None:
    """Show how the selected layer was made."""
    _on_active(show_origin)


def make_again() -> None:
    """Make the selected layer again from its inputs, and tell whether it is the same."""
    _on_active(make_origin_again)


def _on_active(work: Callable[[Viewer, LayerOrigin], object]) -> None:
    from napari import current_viewer

    viewer = current_viewer()
    if viewer is None:
        return
    viewer = getattr(viewer, "__wrapped__", viewer)
    origin = origin_of(viewer, viewer.layers.selection.active)
    if origin is None:
        show_info(_NOTHING)
    else:
        work(viewer, origin)


def show_origin(viewer: Viewer, origin: LayerOrigin) -> OriginDialog | None:
    """Show how a layer was made, or say why that cannot be told."""
    try:
        dialog = OriginDialog(origin, viewer.window._qt_window)
    except DarkroomError as error:
        show_error(str(error))
        return None
    dialog.show()
    return dialog


def make_origin_again(viewer: Viewer, origin: LayerOrigin) -> MakingAgain | None:
    """Begin to make a layer again, and tell what comes of it; None where that cannot be."""
    try:
        making = MakingAgain(
            Session.of(viewer), origin, partial(_ask_folder, viewer.window._qt_window)
        )
        making.told.connect(_tell)
        making.failed.connect(show_error)
        return making if making.begin() else None
    except DarkroomError as error:
        show_error(str(error))
        return None


def _tell(verdict: Verdict) -> None:
    (show_info if verdict.ok else show_warning)(verdict.text())


def _ask_folder(parent: QWidget, missing: str) -> Path | None:
    """Ask for the folder of an input; None where nobody knows it."""
    box = QMessageBox(QMessageBox.Icon.Question, "Where is the input?", missing, parent=parent)
    choose = box.addButton("Choose folder…", QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    if box.clickedButton() is not choose:
        return None
    chosen = QFileDialog.getExistingDirectory(parent, "The folder that the input is in")
    return Path(chosen) if chosen else None
