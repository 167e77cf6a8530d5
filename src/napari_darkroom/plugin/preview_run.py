"""Making live previews: when, of what, and off the main thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from qtpy.QtCore import QObject, QTimer, Signal

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.values import Image
from napari_darkroom.engine.histogram import Histogram
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.preview import Preview, histogram, preview
from napari_darkroom.plugin.latest import Latest
from napari_darkroom.plugin.preview_source import Sources, View

if TYPE_CHECKING:
    from napari import Viewer

    from napari_darkroom.plugin.request import Request

# Milliseconds in which changes are gathered.
_PAUSE = 30


@dataclass(frozen=True)
class Shown:
    """A preview, the layer that it belongs over, and what is to be known of the view."""

    preview: Preview
    like: Layer
    note: str


class PreviewRun(QObject):
    """Makes previews of what is asked for and seen; the newest alone counts.

    Parameters
    ----------
    viewer : Viewer
    request : callable
        Returns what is asked for now; may raise `DarkroomError`.
    """

    made = Signal(object)
    """A preview, as `Shown`."""
    counted = Signal(object)
    """The histogram of the input; None where it is no image."""
    failed = Signal(str)
    """The text of an error that the user can mend."""
    taken = Signal(object)
    """The layers that a preview is being made of; none where there are none to take."""

    def __init__(self, viewer: Viewer, request: Callable[[], Request]) -> None:
        super().__init__()
        self._viewer, self._request = viewer, request
        self._sources = Sources()
        self._latest, self._counting = Latest(), Latest()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._begin)
        self._asked: tuple[Any, ...] | None = None
        self._counted: tuple[Any, ...] | None = None
        self.awake = False
        self._latest.done.connect(self._finish)
        self._latest.failed.connect(self.failed)
        self._counting.done.connect(self.counted)

    @property
    def busy(self) -> bool:
        """Whether something is at work or about to be."""
        return self._timer.isActive() or self._latest.busy or self._counting.busy

    def changed(self) -> None:
        """Make a preview anew, for something is asked for that was not before."""
        self.awake = True
        self._asked = None
        self.moved()

    def moved(self) -> None:
        """Make a preview anew if another part is seen than before."""
        # The timer is not started anew: who drags a slider sees the picture follow.
        if self.awake and not self._timer.isActive():
            self._timer.start()

    def input_changed(self, *, in_place: bool = False) -> None:
        """Make a preview anew if there was one, for an input was changed.

        Parameters
        ----------
        in_place : bool
            Whether its pixels were written into.
        """
        if in_place:
            self._sources.forget()
        self._counted = None
        if self.awake:
            self.changed()

    def sleep(self) -> None:
        """Forget what is at work; nothing is made until something is asked for."""
        self.awake = False
        self._timer.stop()
        self._latest.cancel()

    def abandon(self) -> None:
        """Drop what is at work; for when the panel, and its timer with it, is gone already."""
        self.awake = False
        self._latest.abandon()
        self._counting.abandon()

    def end(self) -> None:
        """Forget histograms too."""
        self.sleep()
        self._counting.cancel()
        self._counted = None

    def _begin(self) -> None:
        if not self.awake:
            return
        try:
            request = self._request()
            view = self._sources.view(self._viewer, request)
        except DarkroomError as error:
            self._latest.cancel()
            self.failed.emit(str(error))
            return
        layers = tuple(layer for given in request.layers.values() for layer in given)
        self.taken.emit(layers)
        asked = (view.window, tuple(map(id, layers)))
        if not view.inputs or asked == self._asked:
            return
        self._asked = asked
        cache = self._sources.cache
        self._latest.ask(partial(_preview, request, view, cache=cache, like=layers[0]))
        self._count(request, view)

    def _count(self, request: Request, view: View) -> None:
        """Have the histogram of the first input made, where it is another than before."""
        first = next(iter(view.inputs.values()))
        if not isinstance(first, Image):
            self.counted.emit(None)
            return
        places = tuple(sorted((n, i) for n, i in view.window.visible.items() if isinstance(i, int)))
        counted = (id(first.data), places, request.axes)
        if counted != self._counted:
            self._counted = counted
            self._counting.ask(partial(_histogram, request, view))

    def _finish(self, shown: Shown) -> None:
        if self.awake and shown.like in self._viewer.layers:
            self.made.emit(shown)


def _preview(request: Request, view: View, job: Job, *, cache: Any, like: Layer) -> Shown:
    made = preview(
        request.operation,
        view.inputs,
        request.parameters,
        view.window,
        job,
        overview=view.overview,
        factor=view.factor,
        axes=request.axes,
        cache=cache,
    )
    return Shown(made, like, view.note)


def _histogram(request: Request, view: View, _: Job) -> Histogram:
    levels = {"overview": view.overview, "factor": view.factor}
    return histogram(request.operation, view.inputs, view.window, axes=request.axes, **levels)
