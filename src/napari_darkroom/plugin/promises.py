"""Whoever waits for a step is told what became of it, also where it does not run at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from qtpy.QtCore import QObject, QTimer

from napari_darkroom.recipe.history import Status

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


class Promises(QObject):
    """Tells of steps that are waited for by the session's ``settled`` or ``failed``.

    A step may be up to date already, wait for one that has failed, be cancelled, or be taken back
    by undo.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._open: set[str] = set()
        # Results are shown, and edits complete, before anybody is told.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._tell)
        session.changed.connect(self._look_later)

    def tell_of(self, steps: Iterable[str]) -> None:
        """Promise to tell what becomes of steps, at the earliest when events are handled."""
        self._open |= set(steps)
        self._look_later()

    def kept(self, step: str) -> None:
        """Note that it has been told of a step."""
        self._open.discard(step)

    def _look_later(self) -> None:
        if self._open:
            self._timer.start()

    def _tell(self) -> None:
        for step in sorted(self._open):
            reason = self._reason(step)
            if reason is not None:
                self.kept(step)
                self._say(step, reason)

    def _say(self, step: str, reason: str) -> None:
        if reason:
            self._session.failed.emit(step, reason)
        else:
            self._session.settled.emit(step)

    def _reason(self, step: str) -> str | None:
        """Return why there is no result, empty where there is one, None where it may still come."""
        history = self._session.history
        if step not in history.graph.names:
            return "It was cancelled or taken back."
        if self._session.display.is_behind(history.graph.step(step)):
            # Its result is there, kept from before, and its layer not yet.
            return None
        reasons: dict[Status, Callable[[], str]] = {
            Status.CURRENT: lambda: "",
            Status.FAILED: lambda: history.done[step].error,
            Status.BLOCKED: lambda: history.obstacle(step),
            Status.OFF: lambda: "It is switched off.",
        }
        told = reasons.get(history.status(step))
        return None if told is None else told()
