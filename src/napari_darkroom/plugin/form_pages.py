"""The place where forms are shown, one at a time; each keeps what was set in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QLabel, QStackedWidget, QWidget


class FormPages(QStackedWidget):
    """Forms that are made when they are first asked for, and a hint while none is."""

    def __init__(self) -> None:
        super().__init__()
        self._forms: dict[Hashable, QWidget] = {}
        self._hint = QLabel()
        self._hint.setObjectName("empty")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self.addWidget(self._hint)

    @property
    def form(self) -> QWidget | None:
        """The form that is shown."""
        page = self.currentWidget()
        return None if page is self._hint else page

    def open(self, key: Hashable, make: Callable[[], QWidget]) -> QWidget:
        """Show the form of a key, made by `make` where there is none yet, and return it."""
        if key not in self._forms:
            self._forms[key] = make()
            self.addWidget(self._forms[key])
        self.setCurrentWidget(self._forms[key])
        return self._forms[key]

    def say(self, hint: str) -> None:
        """Show a hint in place of a form."""
        self._hint.setText(hint)
        self.setCurrentWidget(self._hint)

    def keep(self, keys: Collection[Hashable]) -> None:
        """Delete the forms of all other keys; where one was shown there is the hint."""
        for key in [key for key in self._forms if key not in keys]:
            form = self._forms.pop(key)
            if form is self.currentWidget():
                self.setCurrentWidget(self._hint)
            self.removeWidget(form)
            form.deleteLater()
