"""A line that says what is at work, for how long, and how far it is."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from qtpy.QtCore import Qt, QTimer
from qtpy.QtWidgets import QLabel

from napari_darkroom.plugin.entry_text import duration

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session

_INTERVAL_MS = 500
# What is done sooner than a reader could read it is not told.
_PATIENCE_SECONDS = 0.8


class WorkingLine(QLabel):
    """Tells of the errand on files, else of the step that runs longest; hidden while none does.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._since: dict[str, float] = {}
        self.setObjectName("hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.refresh)
        session.changed.connect(self._begin)
        session.filing.began.connect(self.refresh)
        session.filing.ended.connect(self.refresh)

    def _begin(self) -> None:
        if self._session.history.running and not self._timer.isActive():
            self.refresh()

    def refresh(self) -> None:
        """Say what is at work now."""
        history, now = self._session.history, monotonic()
        # What undo has taken away runs on until it notices.
        running = [one.id for one in history.graph.steps if one.id in history.running]
        self._since = {step: self._since.get(step, now) for step in running}
        text = self._errand() or self._steps(now)
        self.setText(text)
        self.setVisible(bool(text))
        if running or self._session.filing.busy:
            self._timer.start()
        else:
            self._timer.stop()

    def _errand(self) -> str:
        filing = self._session.filing
        return f"{filing.title}: {duration(filing.seconds)}" if filing.busy else ""

    def _steps(self, now: float) -> str:
        if not self._since:
            return ""
        step, since = min(self._since.items(), key=lambda one: one[1])
        if now - since < _PATIENCE_SECONDS:
            return ""
        share = self._session.history.running.get(step, 0.0)
        parts = [f"{self._session.title(step)}: working, {duration(now - since)}"]
        parts += [f"{share:.0%}"] if share else []
        others = len(self._since) - 1
        parts += [f"{others} more"] if others else []
        return ", ".join(parts)
