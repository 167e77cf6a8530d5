"""What runs, in the activity dock of napari."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from napari.utils import progress
from qtpy.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session

STEPS = 1000
_INTERVAL_MS = 50


class Activity(QObject):
    """One bar for every step that is running.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._bars: dict[str, Any] = {}
        # A bar lets other events happen while it is drawn: never within an edit.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._show)
        session.history.changed.append(self._timer.start)
        bars = self._bars
        self.destroyed.connect(lambda _=None: _close(bars))

    def _show(self) -> None:
        running = dict(self._session.history.running)
        for step in [one for one in self._bars if one not in running]:
            self._bars.pop(step).close()
        for step, share in running.items():
            if step not in self._bars:
                title = self._session.title(step)
                self._bars[step] = progress(total=STEPS, desc=title)
            bar = self._bars[step]
            bar.update(max(int(STEPS * share) - bar.n, 0))


def _close(bars: dict[str, Any]) -> None:
    while bars:
        bars.popitem()[1].close()
