"""The steps that a form has asked for, from the press of Run until they are shown."""

from __future__ import annotations

from napari.layers import Layer
from qtpy.QtCore import QObject, Signal

from napari_darkroom.plugin.activity import STEPS
from napari_darkroom.plugin.session import Session


class Runs(QObject):
    """Waits for steps of a session, and tells how far they are.

    Parameters
    ----------
    session : Session
    parent : QObject
    """

    progressed = Signal(int)
    finished = Signal(list, list)
    """The layers that show the results, and the errors; all steps are done."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._steps: list[str] = []
        self._waiting: list[str] = []
        self._errors: list[str] = []
        self._titles: dict[str, str] = {}
        session.settled.connect(self._settled)
        session.failed.connect(self._failed)
        session.changed.connect(self._progress)

    @property
    def working(self) -> bool:
        """Whether a step is still waited for."""
        return bool(self._waiting)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that were asked for last."""
        return tuple(self._steps)

    def wait_for(self, steps: list[str], titles: dict[str, str]) -> None:
        """Wait for some steps.

        Parameters
        ----------
        titles : dict of str to str
            What an error names the steps by, where there are several.
        """
        self._steps, self._waiting, self._errors = list(steps), list(steps), []
        self._titles = titles
        self._session.promises.tell_of(steps)

    def cancel(self) -> None:
        """Give up the steps that are still waited for."""
        waiting, self._waiting = self._waiting, []
        for step in waiting:
            self._session.cancel(step)

    def _settled(self, step: str) -> None:
        if step in self._waiting:
            self._waiting.remove(step)
            # What was painted on the result is applied again by a step below it.
            left = self._session.corrections_left(step)
            self._waiting += left
            self._session.promises.tell_of(left)
            self._end()

    def _failed(self, step: str, reason: str) -> None:
        if step in self._waiting:
            self._waiting.remove(step)
            title = self._titles.get(step, "")
            self._errors.append(f"{title}: {reason}" if len(self._steps) > 1 else reason)
            self._end()

    def _end(self) -> None:
        if not self._waiting:
            self.progressed.emit(STEPS)
            self.finished.emit(self._layers(), self._errors)

    def _layers(self) -> list[Layer]:
        found = [self._session.shown_by(step) for step in self._steps]
        return [layer for layer in found if layer is not None]

    def _progress(self) -> None:
        if self._waiting:
            running = self._session.history.running
            done = len(self._steps) - len(self._waiting)
            share = done + sum(running.get(step, 0.0) for step in self._waiting)
            self.progressed.emit(int(STEPS * share / len(self._steps)))
