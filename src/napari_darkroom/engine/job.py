"""What a run reports while it works, how it is stopped, and what it may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event

from napari_darkroom.core.errors import Cancelled

_FINENESS = 1000


def _silent(done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Job:
    """One run: where its progress goes, whether it is to stop, and the memory that it may take.

    Attributes
    ----------
    progress : callable
        Called with the number of finished pieces and the number of all.
    stop : threading.Event
        Set from any thread; the run ends with `Cancelled` before its next piece, or within one
        where the operation asks.
    memory : int or None
        Bytes that it may take beyond what is in memory already; None for what is free.
    """

    progress: Callable[[int, int], None] = _silent
    stop: Event = field(default_factory=Event)
    memory: int | None = None

    def poll(self) -> None:
        """Go on.

        Raises
        ------
        Cancelled
            If the run was stopped.
        """
        if self.stop.is_set():
            raise Cancelled("Stopped.")

    def step(self, done: int, total: int) -> None:
        """Report progress.

        Raises
        ------
        Cancelled
            If the run was stopped.
        """
        self.poll()
        self.progress(done, total)

    def part(self, index: int, count: int) -> Job:
        """Return a job for one of `count` equal parts; its progress becomes that of the whole."""

        def told(done: int, total: int) -> None:
            share = _FINENESS * done // max(total, 1)
            self.progress(index * _FINENESS + share, count * _FINENESS)

        return replace(self, progress=told)

    def quiet(self) -> Job:
        """Return a job that is stopped with this one and reports nothing."""
        return replace(self, progress=_silent)
