"""What runs, in the activity dock of napari."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from napari.utils import progress
from qtpy.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session

STEPS = 1000
_INTERVAL_MS = 50
# What is done sooner needs no bar, and making one takes longer than many a step.
_PATIENCE_SECONDS = 0.4
# More are not read, and each costs the window time.
_MOST_BARS = 3


class Activity(QObject):
    """A bar for steps that run for a while.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._bars: dict[str, Any] = {}
        self._since: dict[str, float] = {}
        # A bar lets other events happen while it is drawn: never within an edit.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._show)
        session.history.changed.append(self._wait)
        bars = self._bars
        self.destroyed.connect(lambda _=None: _close(bars))

    def _wait(self) -> None:
        # A timer that is started anew with every step would not ring while many are done.
        if not self._timer.isActive():
            self._timer.start()

    def _show(self) -> None:
        running, now = self._session.history.running, monotonic()
        self._since = {step: self._since.get(step, now) for step in running}
        for step in [one for one in self._bars if one not in running]:
            self._bars.pop(step).close()
        for step, since in list(self._since.items()):
            # While a bar is drawn events are handled, and any step may be done by then.
            if step in running and now - since > _PATIENCE_SECONDS:
                self._show_step(step)
        if running:
            self._wait()

    def _show_step(self, step: str) -> None:
        if step not in self._bars and len(self._bars) < _MOST_BARS:
            self._bars[step] = progress(total=STEPS, desc=self._session.title(step))
        bar, share = self._bars.get(step), self._session.history.running.get(step, 0.0)
        if bar is not None:
            bar.update(max(int(STEPS * share) - bar.n, 0))


def _close(bars: dict[str, Any]) -> None:
    while bars:
        bars.popitem()[1].close()
