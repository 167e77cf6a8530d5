"""Rehearsing the operations while nobody waits, so that the first click on one is like the next."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

from qtpy.QtCore import QCoreApplication, QObject

from napari_darkroom.engine.rehearsal import rehearsals
from napari_darkroom.kernels.compiling import stopped_when
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.shipped import shipped

_log = logging.getLogger(__name__)
_LOOK_S = 0.1
_LONGEST_PAUSE_S = 0.5


class Rehearsing(QObject):
    """Does every operation once on a small example, in a thread of its own.

    There is one an application: `Rehearsing.of`. It does nothing while a step is at work, rests
    after each piece of work as long as that took, and ends with the application or the interpreter.
    What it meets harms nobody: an operation that fails here fails again where it is run.

    Attributes
    ----------
    wanted : bool
        Whether it begins when it is asked to.
    """

    def __init__(self, application: QObject) -> None:
        super().__init__(application)
        self.wanted = True
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        if isinstance(application, QCoreApplication):
            application.aboutToQuit.connect(self.stop)

    @classmethod
    def of(cls, application: QObject) -> Rehearsing:
        """Return the one of an application, made when it is first asked for."""
        found = application.findChild(cls)
        return found if isinstance(found, cls) else cls(application)

    @property
    def running(self) -> bool:
        """Whether it is at work."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def done(self) -> bool:
        """Whether it has been through all."""
        return self._thread is not None and not (self.running or self._stop.is_set())

    def begin(self, busy: Callable[[], bool]) -> None:
        """Begin, if that is wanted and was not done before.

        Parameters
        ----------
        busy : callable
            Whether somebody waits for a step: called from another thread.
        """
        if not self.wanted or self._thread is not None:
            return
        # No daemon: one that is in the compiler when the interpreter ends would abort it.
        self._thread = threading.Thread(target=self._work, args=(busy,), name="darkroom-rehearsal")
        self._thread.start()

    def stop(self) -> None:
        """End after the step that is at work, without waiting for it."""
        self._stop.set()

    def _over(self) -> bool:
        return self._stop.is_set() or not threading.main_thread().is_alive()

    def _work(self, busy: Callable[[], bool]) -> None:
        for piece in self._pieces(busy):
            begun = time.perf_counter()
            try:
                with stopped_when(self._over):
                    piece()
            except Exception:  # noqa: BLE001 - whatever it is, it is not what the user is at
                # The operation itself tells of it where it is run.
                _log.debug("A rehearsal failed.", exc_info=True)
            self._stop.wait(min(time.perf_counter() - begun, _LONGEST_PAUSE_S))

    def _pieces(self, busy: Callable[[], bool]) -> Iterator[Callable[[], None]]:
        """Yield what is to be done, each when nobody waits."""
        usual = {
            step.op.partition("@")[0]
            for path in shipped().values()
            for step in Recipe.load(path).steps
        }
        for piece in rehearsals(usual):
            while busy() and not self._over():
                self._stop.wait(_LOOK_S)
            if self._over():
                return
            yield piece
