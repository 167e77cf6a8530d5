"""The place where forms are shown, one at a time; each keeps what was set in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QLabel, QScrollArea, QStackedWidget, QWidget


class FormPages(QStackedWidget):
    """Forms that are made when they are first asked for, and a hint while none is."""

    def __init__(self) -> None:
        super().__init__()
        self._areas: dict[Hashable, QScrollArea] = {}
        self._hint = QLabel()
        self._hint.setObjectName("empty")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self.addWidget(self._hint)

    @property
    def form(self) -> QWidget | None:
        """The form that is shown."""
        page = self.currentWidget()
        return page.widget() if isinstance(page, QScrollArea) else None

    def open(self, key: Hashable, make: Callable[[], QWidget]) -> QWidget:
        """Show the form of a key, made by `make` where there is none yet, and return it."""
        if key not in self._areas:
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QScrollArea.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(make())
            self.addWidget(area)
            self._areas[key] = area
        self.setCurrentWidget(self._areas[key])
        form = self._areas[key].widget()
        if form is None:
            raise RuntimeError(f"The form of {key} was deleted.")
        return form

    def say(self, hint: str) -> None:
        """Show a hint in place of a form."""
        self._hint.setText(hint)
        self.setCurrentWidget(self._hint)

    def keep(self, keys: Collection[Hashable]) -> None:
        """Delete the forms of all other keys; where one was shown there is the hint."""
        for key in [key for key in self._areas if key not in keys]:
            area = self._areas.pop(key)
            if area is self.currentWidget():
                self.setCurrentWidget(self._hint)
            self.removeWidget(area)
            area.deleteLater()
