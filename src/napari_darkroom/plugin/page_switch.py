"""A compact switch between pages: one of a few words is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from qtpy.QtCore import Signal
from qtpy.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

_STYLE = """
QPushButton { border: none; border-radius: 3px; padding: 4px 8px;
              background: rgba(127, 137, 150, 40); }
QPushButton:hover { background: rgba(127, 137, 150, 80); }
QPushButton:checked { background: rgba(47, 111, 235, 150); font-weight: 600; }
QPushButton:focus { border: 1px solid rgba(47, 111, 235, 200); padding: 3px 7px; }
"""


class PageSwitch(QWidget):
    """Buttons side by side of which one is down; the arrow keys go from one to the next.

    Parameters
    ----------
    words : sequence of str
        What stands on them.
    """

    switched = Signal(int)
    """Which one was chosen."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.setStyleSheet(_STYLE)
        self.buttons = [QPushButton(text) for text in words]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for number, button in enumerate(self.buttons):
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, number)
            row.addWidget(button, 1)
        self.buttons[0].setChecked(True)
        self._group.idToggled.connect(self._toggled)

    def _toggled(self, number: int, down: bool) -> None:
        if down:
            self.switched.emit(number)

    @property
    def page(self) -> int:
        """Which one is down."""
        return int(self._group.checkedId())

    def choose(self, number: int) -> None:
        """Press one of them."""
        self.buttons[number].setChecked(True)
