"""Telling that steps of a recipe or a saved session have failed: no form is open that would."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from napari.utils.notifications import show_error
from qtpy.QtCore import QObject

from napari_darkroom.recipe.history import Status

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


class Failures(QObject):
    """Tells of each of some steps once why it failed; it ends when all are done.

    Parameters
    ----------
    session : Session
    steps : iterable of str
        Steps that are about to run.
    """

    def __init__(self, session: Session, steps: Iterable[str]) -> None:
        super().__init__(session)
        self._session = session
        self._waiting = set(steps)
        session.settled.connect(self._done)
        session.failed.connect(self._failed)

    def _failed(self, step: str, reason: str) -> None:
        steps = {one.id for one in self._session.history.graph.steps}
        if step in self._waiting & steps and self._session.history.status(step) is Status.FAILED:
            show_error(f"{self._session.title(step)} failed: {reason}")
        self._done(step)

    def _done(self, step: str) -> None:
        self._waiting.discard(step)
        if not self._waiting:
            self._session.settled.disconnect(self._done)
            self._session.failed.disconnect(self._failed)
            self.deleteLater()
