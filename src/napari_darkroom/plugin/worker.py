"""Running tasks off the main thread, with progress and a cancel that works at once."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event
from typing import Any

from napari.qt.threading import create_worker
from napari.utils import progress
from qtpy.QtCore import QObject, Signal

from napari_darkroom.core.errors import Cancelled
from napari_darkroom.engine.job import Job
from napari_darkroom.plugin.task import Outcome, Task, run_task

STEPS = 1000


class _Relay(QObject):
    """Carries progress from the worker's thread to the main one."""

    progressed = Signal(int)


class Queue:
    """Runs that work one at a time: one that was cancelled ends before the next begins."""

    def __init__(self) -> None:
        self._runs: list[Run] = []

    def add(self, run: Run) -> None:
        """Start a run, now or as soon as those before it have ended."""
        run.ended.connect(self._advance)
        self._runs.append(run)
        if len(self._runs) == 1:
            run.start()

    def cancel(self) -> None:
        """Drop all runs."""
        for one in self._runs:
            one.cancel()

    def _advance(self) -> None:
        waiting = [one for one in self._runs[1:] if not one.stop.is_set()]
        self._runs[:] = waiting
        if waiting:
            waiting[0].start()


class Run(QObject):
    """Some tasks at work in another thread; a run that was cancelled tells nothing any more.

    Parameters
    ----------
    tasks : sequence of Task
        They run one after the other.
    """

    progressed = Signal(int)
    """A number from 0 to `STEPS`."""
    finished = Signal(list)
    """The outcomes, one a task."""
    broken = Signal(list)
    """Something else than a user's mistake stopped the run, after these outcomes.

    napari shows the error.
    """
    ended = Signal()
    """The thread is free, whatever became of the run."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        super().__init__()
        self.tasks = tasks
        self.stop = Event()
        self._done = 0
        self._bar: Any = None
        self._outcomes: list[Outcome] = []

    def start(self) -> None:
        """Begin; the activity bar of napari shows it."""
        self._bar = progress(total=STEPS, desc=self.tasks[0].operation.title)
        self._relay = _Relay()
        self._relay.progressed.connect(self._show_progress)
        self._worker = create_worker(_run_all, self.tasks, self._outcomes, self.stop, self._relay)
        self._worker.returned.connect(self._returned)
        self._worker.errored.connect(self._errored)
        self._worker.finished.connect(self.ended)
        self._worker.start()

    def cancel(self) -> None:
        """Drop the run: whatever it still computes is not shown."""
        if not self.stop.is_set():
            self.stop.set()
            if self._bar is not None:
                self._bar.close()

    def _show_progress(self, done: int) -> None:
        if self.stop.is_set() or done <= self._done:
            return
        self._done = done
        self.progressed.emit(done)
        # Last: napari lets other events happen here, later progress among them.
        self._bar.update(done - self._bar.n)

    def _returned(self, _: None) -> None:
        if not self.stop.is_set():
            self._bar.close()
            self.finished.emit(self._outcomes)

    def _errored(self, _: BaseException) -> None:
        if not self.stop.is_set():
            self._bar.close()
            self.broken.emit(self._outcomes)


def _run_all(tasks: Sequence[Task], outcomes: list[Outcome], stop: Event, relay: _Relay) -> None:
    """Add the outcome of each task to `outcomes`, until the run is stopped or breaks."""
    for number, task in enumerate(tasks):

        def step(done: int, total: int, number: int = number) -> None:
            relay.progressed.emit(int(STEPS * (number + done / max(total, 1)) / len(tasks)))

        try:
            outcomes.append(run_task(task, Job(step, stop)))
        except Cancelled:
            return
