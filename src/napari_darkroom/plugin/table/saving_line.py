"""A line that tells how far the saving of a table is, and stops it."""

from __future__ import annotations

from napari.utils.notifications import show_info
from qtpy.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from napari_darkroom.plugin.filing import Errand, Filing

_STEPS = 1000
_WIDTH = 160


class SavingLine(QWidget):
    """Tells how far an errand is; it is seen only while one takes a while."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.bar, self.cancel = QLabel(), QProgressBar(), QPushButton("Cancel")
        self.bar.setRange(0, _STEPS)
        self.bar.setMaximumWidth(_WIDTH)
        self._filing: Filing | None = None
        self.cancel.clicked.connect(lambda _: self._stop())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        for part in (self.text, self.bar, self.cancel):
            line.addWidget(part)
        line.addStretch(1)
        self.hide()

    def begin(self, filing: Filing, errand: Errand[str]) -> None:
        """Begin an errand, and say in the end what it returned.

        Raises
        ------
        RecipeError
            If another errand is under way.
        """
        filing.begin(errand, show_info)
        self._filing = filing
        self.text.setText(f"{errand.title}…")
        self.bar.setValue(0)
        self.cancel.setEnabled(True)
        filing.moved.connect(self._show)
        filing.ended.connect(self._end)

    def _show(self, share: float) -> None:
        self.bar.setValue(int(_STEPS * share))
        self.show()

    def _stop(self) -> None:
        if self._filing is not None:
            self.cancel.setEnabled(False)
            self._filing.stop()

    def _end(self) -> None:
        if self._filing is not None:
            self._filing.moved.disconnect(self._show)
            self._filing.ended.disconnect(self._end)
        self._filing = None
        self.hide()
