"""A viewer with the Darkroom dock, and a hand that clicks in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from napari.layers import Layer
from qtpy.QtCore import Qt

from napari_darkroom.plugin.dock import DarkroomDock
from napari_darkroom.plugin.form import OperationForm
from napari_darkroom.plugin.table.dock import TableDock

WAIT = 60_000


@dataclass
class Desk:
    """A viewer with the Darkroom dock, and a hand that clicks in it."""

    viewer: Any
    dock: DarkroomDock
    qtbot: Any
    said: list[str]

    def find(self, words: str) -> OperationForm:
        """Paste into the search, press Return, and return the form that opens."""
        self.dock.search.clear()
        self.dock.search.insert(words)
        return self.press_return()

    def type(self, words: str) -> OperationForm:
        """Type into the search letter by letter, press Return, and return the form that opens."""
        self.dock.search.clear()
        self.qtbot.keyClicks(self.dock.search, words)
        return self.press_return()

    def press_return(self) -> OperationForm:
        """Press Return in the search, and return the form that opens."""
        self.qtbot.keyClick(self.dock.search, Qt.Key.Key_Return)
        form = self.dock.form
        assert form is not None
        return form

    def press_run(self, form: OperationForm) -> list[Layer]:
        """Click Run, wait for the end, and return the layers that show the results."""
        with self.qtbot.waitSignal(form.ran, timeout=WAIT) as ran:
            self.qtbot.mouseClick(form.run_button, Qt.MouseButton.LeftButton)
        return list(ran.args[0])

    def run(self, words: str, **settings: Any) -> list[Layer]:
        """Find an operation, set some parameters and run it."""
        form = self.find(words)
        for name, value in settings.items():
            form.fields[name].set_value(value)
        return self.press_run(form)

    def table(self) -> TableDock:
        """Return the table dock that is open."""
        docks = self.viewer.window.dock_widgets.values()
        return next(widget for widget in docks if isinstance(widget, TableDock))
