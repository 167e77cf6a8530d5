"""What the dock shows while no operation is chosen: where to begin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from napari.utils.notifications import show_error
from qtpy.QtCore import Qt
from qtpy.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.io.samples import samples
from napari_darkroom.plugin.form_parts import lay_out_form, scrolling
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.recipe_dialog import ask_for_inputs
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.shipped import shipped

if TYPE_CHECKING:
    from napari import Viewer

_STEPS = (
    "1.  Drop an image on the window, or open a sample.",
    "2.  Choose an operation above: type what you want, such as “blur”, “threshold” or “measure”.",
    "3.  Look at the preview, set the values, Run. Each run becomes a step of the History, and can "
    "be changed there.",
)
_PACKAGE = "napari-darkroom"


class StartPage(QWidget):
    """The first steps, the samples, and the recipes that come with Darkroom.

    Parameters
    ----------
    viewer : Viewer

    Attributes
    ----------
    samples, recipes : QMenu
        What can be opened, and what can be run at once.
    """

    def __init__(self, viewer: Viewer) -> None:
        super().__init__()
        self._viewer = viewer
        self.samples, self.recipes = QMenu(self), QMenu(self)
        for name, sample in samples().items():
            open_it = partial(viewer.open_sample, _PACKAGE, name)
            _add(self.samples, sample.title, sample.description, open_it)
        for name, path in shipped().items():
            _add(self.recipes, name, "", partial(self._run_recipe, path))
        self.recipes.aboutToShow.connect(self._describe)
        parts = (
            _label("Start here", "title"),
            *(_label(text, "plain") for text in _STEPS),
            _button("Open a sample", self.samples),
            _button("Run a recipe that comes with Darkroom", self.recipes),
            _label("Save ▾ in the History opens a session again.", "hint"),
        )
        lay_out_form(self, scrolling(*parts))

    def _describe(self) -> None:
        """Tell what each recipe does, once somebody wants to know."""
        for action, path in zip(self.recipes.actions(), shipped().values(), strict=True):
            if not action.toolTip() or action.toolTip() == action.text():
                action.setToolTip(Recipe.load(path).description)

    def _run_recipe(self, path: Path) -> None:
        try:
            ask_for_inputs(self._viewer, Recipe.load(path), path.parent)
        except DarkroomError as error:
            show_error(str(error))


def _add(menu: QMenu, text: str, about: str, work: Callable[[], object]) -> None:
    menu.setToolTipsVisible(True)
    action = present(menu.addAction(text))
    action.setToolTip(about)
    action.triggered.connect(lambda _: work())


def _button(text: str, menu: QMenu) -> QPushButton:
    button = QPushButton(f"{text} ▾")
    button.setMenu(menu)
    button.setStyleSheet("QPushButton::menu-indicator { image: none; width: 0; }")
    return button


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return label
