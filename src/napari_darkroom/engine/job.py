"""What a run reports while it works, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from napari_darkroom.core.errors import Cancelled


def _silent(done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Job:
    """One run: where its progress goes, and whether it is to stop.

    Attributes
    ----------
    progress : callable
        Called with the number of finished pieces and the number of all.
    stop : threading.Event
        Set from any thread; the run ends with `Cancelled` before its next piece.
    """

    progress: Callable[[int, int], None] = _silent
    stop: Event = field(default_factory=Event)

    def step(self, done: int, total: int) -> None:
        """Report progress.

        Raises
        ------
        Cancelled
            If the run was stopped.
        """
        if self.stop.is_set():
            raise Cancelled("Stopped.")
        self.progress(done, total)
