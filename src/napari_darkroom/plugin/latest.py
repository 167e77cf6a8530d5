"""Work of which only the newest counts, off the main thread."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any

from napari.qt.threading import create_worker
from qtpy.QtCore import QObject, QTimer, Signal

from napari_darkroom.core.errors import Cancelled, DarkroomError
from napari_darkroom.engine.job import Job

Work = Callable[[Job], Any]

# A run may show what it found this long after something newer was asked for: who drags a slider
# sees quick operations follow. It delays nobody, for one runs at a time.
_PATIENCE = 0.1


class Latest(QObject):
    """Does one work at a time, and after it the newest that was asked for meanwhile.

    What is at work too long is cancelled when something newer waits, and forgotten.
    """

    done = Signal(object)
    """What a work gave that was not cancelled."""
    failed = Signal(str)
    """The text of its error."""

    def __init__(self) -> None:
        super().__init__()
        self._worker: Any = None
        self._stop = Event()
        self._begun = 0.0
        self._waiting: Work | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._give_up)

    @property
    def busy(self) -> bool:
        """Whether a work is going on."""
        return self._worker is not None

    def ask(self, work: Work) -> None:
        """Have a work done, as soon as may be."""
        if self._worker is None:
            self._start(work)
            return
        self._waiting = work
        left = self._begun + _PATIENCE - monotonic()
        if left <= 0:
            self._give_up()
        elif not self._timer.isActive():
            self._timer.start(int(1000 * left) + 1)

    def cancel(self) -> None:
        """Forget what is at work and what waits."""
        self._timer.stop()
        self.abandon()

    def abandon(self) -> None:
        """Forget it, also where the window and its timers are gone already."""
        self._waiting = None
        self._stop.set()

    def _give_up(self) -> None:
        self._stop.set()

    def _start(self, work: Work) -> None:
        self._stop, self._begun = Event(), monotonic()
        self._worker = create_worker(_outcome, work, Job(stop=self._stop))
        self._worker.returned.connect(self._returned)
        self._worker.finished.connect(self._finished)
        self._worker.start()

    def _returned(self, outcome: tuple[bool, Any]) -> None:
        if self._stop.is_set():
            return
        good, result = outcome
        (self.done if good else self.failed).emit(result)

    def _finished(self) -> None:
        self._worker = None
        self._timer.stop()
        work, self._waiting = self._waiting, None
        if work is not None:
            self._start(work)


def _outcome(work: Work, job: Job) -> tuple[bool, Any]:
    """Return what a work gave, or the text of an error that the user can mend."""
    try:
        return True, work(job)
    except Cancelled:
        job.stop.set()
        return False, ""
    except DarkroomError as error:
        return False, str(error)
