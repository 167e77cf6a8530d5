"""Saving and opening in a thread of its own, while the window works on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from napari.utils import progress
from napari.utils.notifications import show_error
from napari.utils.task_status import Status
from qtpy.QtCore import QEventLoop, QObject, QTimer, Signal

from napari_darkroom.core.errors import Cancelled, DarkroomError, RecipeError
from napari_darkroom.engine.job import Job

if TYPE_CHECKING:
    from napari import Viewer

Result = TypeVar("Result")

_STEPS = 1000
_GLANCE_MS = 50
# What is done sooner needs no bar.
_PATIENCE_SECONDS = 0.4


@dataclass(frozen=True)
class Errand(Generic[Result]):
    """Work on files, and what follows it in the window.

    Attributes
    ----------
    title : str
        What people read of it meanwhile, such as “Saving my-session”.
    work : callable
        Done in a thread of its own: it may take minutes, and touches neither viewer nor session.
    end : callable
        Called with what that returned, in the main thread.
    needed : bool
        Whether it is to be finished also where the window is closed meanwhile.
    """

    title: str
    work: Callable[[Job], Any]
    end: Callable[[Any], Result]
    needed: bool = False


class Filing(QObject):
    """Does one errand at a time; who closes the window meanwhile is warned by napari.

    The thread is none that ends with the program: what is being saved is saved.

    Parameters
    ----------
    viewer : Viewer
    """

    began = Signal()
    """An errand is under way."""
    ended = Signal()
    """The errand is done, was stopped, or has failed."""
    moved = Signal(float)
    """The share of the errand that is done, of one that takes a while."""
    _called = Signal(object)

    def __init__(self, parent: QObject, viewer: Viewer) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._title, self._share, self._since = "", 0.0, 0.0
        self._task: Any = None
        self._bar: Any = None
        self._window = _Window()
        self._timer = QTimer(self)
        self._timer.setInterval(_GLANCE_MS)
        self._timer.timeout.connect(self._show)
        self._called.connect(_call)
        window = self._window
        self.destroyed.connect(lambda _=None: window.leave())

    @property
    def busy(self) -> bool:
        """Whether an errand is under way."""
        return bool(self._title)

    def stop(self) -> None:
        """Give the errand up: what it would have written stays as it was."""
        self._window.stop.set()

    @property
    def title(self) -> str:
        """What people read of the errand; empty while there is none."""
        return self._title

    @property
    def seconds(self) -> float:
        """For how long it has been under way."""
        return monotonic() - self._since

    def begin(
        self,
        errand: Errand[Result],
        done: Callable[[Result], object],
        failed: Callable[[DarkroomError], object] = lambda error: show_error(str(error)),
    ) -> None:
        """Begin an errand; `done` gets what its end returned.

        Raises
        ------
        RecipeError
            If another one is under way.
        """
        if self.busy:
            raise RecipeError(f"{self._title} is under way: wait until that is done.")
        self._title, self._share, self._since = errand.title, 0.0, monotonic()
        self._window.stop = Event()
        self._task = self._viewer.window._register_task_status(
            "Darkroom", Status.BUSY, _warning(errand)
        )
        self._timer.start()
        job = Job(self._note, self._window.stop)
        self._window.needed = errand.needed
        work = partial(self._work, errand, job, done, failed)
        Thread(target=work, name="darkroom files", daemon=False).start()
        self.began.emit()

    def do(self, errand: Errand[Result]) -> Result:
        """Do an errand and handle events until it is done, as a script has to.

        Raises
        ------
        DarkroomError
            What the errand raises; `Cancelled` if it was stopped.
        """
        results, errors, loop = list[Result](), list[DarkroomError](), QEventLoop()
        self.ended.connect(loop.quit)
        self.begin(errand, results.append, errors.append)
        loop.exec()
        self.ended.disconnect(loop.quit)
        if errors:
            raise errors[0]
        if not results:
            raise Cancelled("Stopped.")
        return results[0]

    def _note(self, done: int, total: int) -> None:
        self._share = done / max(total, 1)

    def _work(
        self, errand: Errand[Result], job: Job, done: Callable[[Result], object], failed: Any
    ) -> None:
        """Do the work; in its thread."""
        try:
            found = errand.work(job)
        except Exception as failure:  # noqa: BLE001 - told in the main thread
            call = partial(_fail, failure, failed)
        else:
            call = partial(_succeed, errand, found, done, failed)
        with suppress(RuntimeError):
            # Qt raises it where the window has gone this very moment.
            if not self._window.gone.is_set():
                self._called.emit(partial(self._end, call))

    def _end(self, call: Callable[[], object]) -> None:
        self._timer.stop()
        self._title = ""
        self._viewer.window._update_task_status(self._task, Status.COMPLETED)
        if self._bar is not None:
            self._bar.close()
            self._bar = None
        try:
            call()
        finally:
            self.ended.emit()

    def _show(self) -> None:
        """Show how far it is."""
        if monotonic() - self._since < _PATIENCE_SECONDS:
            return
        if self._bar is None:
            self._bar = progress(total=_STEPS, desc=self._title)
        self._bar.update(max(int(_STEPS * self._share) - self._bar.n, 0))
        self.moved.emit(self._share)


class _Window:
    """Whether the window is there still, for a thread that outlives it."""

    def __init__(self) -> None:
        self.gone, self.stop, self.needed = Event(), Event(), False

    def leave(self) -> None:
        self.gone.set()
        if not self.needed:
            self.stop.set()


def _succeed(
    errand: Errand[Result], found: Any, done: Callable[[Result], object], failed: Any
) -> None:
    try:
        result = errand.end(found)
    except DarkroomError as error:
        failed(error)
    else:
        done(result)


def _fail(failure: Exception, failed: Callable[[DarkroomError], object]) -> None:
    if isinstance(failure, Cancelled):
        return
    if not isinstance(failure, DarkroomError):
        raise failure
    failed(failure)


def _call(function: Callable[[], None]) -> None:
    function()


def _warning(errand: Errand[Any]) -> str:
    after = "It is finished also when the window is closed" if errand.needed else "It is given up"
    return f"{errand.title} is under way. {after}."
