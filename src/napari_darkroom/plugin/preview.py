"""The live preview of a form: what its operation would give, on what the canvas shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from qtpy.QtCore import QTimer, Signal
from qtpy.QtGui import QHideEvent, QShowEvent
from qtpy.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Image
from napari_darkroom.engine.histogram import Histogram
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.preview import Preview, can_preview, histogram, preview
from napari_darkroom.plugin.following import Following
from napari_darkroom.plugin.histogram_view import HistogramView
from napari_darkroom.plugin.latest import Latest, Work
from napari_darkroom.plugin.panel import Panel
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.preview_layer import PreviewLayer
from napari_darkroom.plugin.preview_source import Sources, View

if TYPE_CHECKING:
    from napari import Viewer

    from napari_darkroom.plugin.request import Request

KEY = "H"
# Milliseconds in which changes are gathered.
_PAUSE = 30


@dataclass(frozen=True)
class Shown:
    """A preview and the layer that it belongs over."""

    preview: Preview
    like: Layer
    note: str


class PreviewPanel(Panel):
    """A tick box for the preview, what there is to say of it, and the histogram of the input.

    Parameters
    ----------
    viewer : Viewer
    operation : Operation
        For one that has no preview the panel is hidden.
    request : callable
        Returns what the form says now; may raise `DarkroomError`.
    """

    toggled = Signal(bool)
    """The user switched the preview on or off."""

    def __init__(
        self, viewer: Viewer, operation: Operation, request: Callable[[], Request]
    ) -> None:
        super().__init__(viewer)
        self.operation = operation
        self._request = request
        self.check = QCheckBox("Preview")
        self.compare = QPushButton("Compare")
        self.status = QLabel()
        self.plot = HistogramView()
        self._layer = PreviewLayer(self.viewer)
        self._sources = Sources()
        self._latest, self._counting = Latest(), Latest()
        self._following = Following()
        self._timer = QTimer(self)
        self._inputs: tuple[Layer, ...] = ()
        self._asked: tuple[Any, ...] | None = None
        self._counted: tuple[Any, ...] | None = None
        self._awake = False
        self._bound = False
        self._lay_out()
        self._connect()
        self.setVisible(can_preview(operation))

    def _lay_out(self) -> None:
        self.check.setToolTip("Show what the operation would give, on what is seen.")
        self.compare.setToolTip(
            f"Hold to see the image without the preview; over the canvas hold {KEY}."
        )
        self.status.setObjectName("hint")
        self.status.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.check, 1)
        row.addWidget(self.compare)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(row)
        outer.addWidget(self.status)
        outer.addWidget(self.plot)
        self.compare.hide()
        self.status.hide()
        self.plot.hide()

    def _connect(self) -> None:
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._begin)
        self.check.toggled.connect(self._switched)
        self.compare.pressed.connect(lambda: self._layer.hide(True))
        self.compare.released.connect(lambda: self._layer.hide(False))
        self._latest.done.connect(self._show)
        self._latest.failed.connect(self._say_error)
        self._counting.done.connect(self.plot.show_histogram)
        latest, counting = self._latest, self._counting
        following, layer = self._following, self._layer

        def take_away(_: Any = None) -> None:
            latest.cancel()
            counting.cancel()
            following.leave()
            layer.remove()

        self.destroyed.connect(take_away)

    @property
    def on(self) -> bool:
        """Whether the preview is switched on."""
        return bool(self.check.isChecked())

    def set_on(self, on: bool) -> None:
        """Switch the preview on or off."""
        self.check.setChecked(on)

    def changed(self) -> None:
        """Have the preview made anew, for something on the form was changed."""
        if self.on and not self._layer.adding:
            self._awake = True
            self._asked = None
            self._wake()

    def stop(self) -> None:
        """Take the layer away until something is changed."""
        self._awake = False
        self._asked = None
        self._timer.stop()
        self._latest.cancel()
        self._layer.remove()
        self._say("")
        self.compare.hide()

    def take_away(self) -> None:
        """Leave the viewer for good, with nothing of the preview in it."""
        self.stop()
        self._counting.cancel()
        self._counted = None
        self._unfollow()

    def _switched(self, on: bool) -> None:
        self.plot.setVisible(on and "image" in self.operation.inputs[0].kinds)
        if on:
            self._follow()
            self.changed()
        else:
            self.take_away()
        self.toggled.emit(on)

    def _follow(self) -> None:
        viewer = self.viewer
        camera, dims = viewer.scene.camera.events, viewer.dims.events
        moved = [camera.center, camera.zoom, viewer.canvas.events.size]
        moved += [dims.current_step, dims.ndisplay, dims.order]
        self._following.follow(moved, lambda _=None: self._wake())
        self._following.follow([viewer.layers.events.removed], self._layer_removed)

    def _unfollow(self) -> None:
        self._following.leave()
        self._inputs = ()
        self._bound = False

    def _bind_key(self) -> None:
        """Take the key, once there is something to hide; another preview has given it up then."""
        if not self._bound:
            viewer = self.viewer
            before = viewer.bind_key(KEY, self._hold, overwrite=True)
            self._following.at_end(lambda: viewer.bind_key(KEY, before, overwrite=True))
            self._bound = True

    def _hold(self, _: Any) -> Iterator[None]:
        """Let see what is under the preview as long as the key is held."""
        self._layer.hide(True)
        yield
        self._layer.hide(False)

    def _layer_removed(self, event: Any) -> None:
        if event.value is self._layer.layer:
            # Somebody does not want to see it, or another preview took its place.
            self.set_on(False)
        elif event.value in self._inputs:
            self.stop()

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802 - Qt's name
        """Take the preview out of the viewer while the form is not seen."""
        super().hideEvent(event)
        if self.on and event is not None and not event.spontaneous():
            self.stop()

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802 - Qt's name
        """Show the preview with the form."""
        super().showEvent(event)
        if event is not None and not event.spontaneous():
            self.changed()

    def _wake(self) -> None:
        # Not started anew: whoever drags a slider sees the picture follow.
        if self._awake and not self._timer.isActive():
            self._timer.start()

    def _begin(self) -> None:
        if not self._awake:
            return
        try:
            request = self._request()
            view = self._sources.view(self.viewer, request)
        except DarkroomError as error:
            self._say_error(str(error))
            return
        if not view.inputs:
            self.stop()
            self._say(f"Add {' or '.join(self.operation.inputs[0].kinds)} first.")
            return
        asked = (view.window, tuple(map(id, _layers(request))), repr(request.parameters))
        if asked == self._asked:
            return
        self._asked = asked
        self._watch(_layers(request))
        self._latest.ask(self._work(request, view))
        self._count(request, view)

    def _watch(self, layers: tuple[Layer, ...]) -> None:
        """Follow the pixels and the place of the inputs too."""
        if layers == self._inputs:
            return
        self._inputs = layers
        self._following.leave_layers()
        for layer in layers:
            known = layer.events.emitters
            painted = [known[n] for n in ("paint", "labels_update") if n in known]
            self._following.follow(painted, lambda _=None: self._painted(), layer=True)
            names = ("data", "scale", "translate", "rotate", "shear", "affine", "units")
            moved = [known[n] for n in (*names, "contrast_limits", "colormap") if n in known]
            self._following.follow(moved, lambda _=None: self.changed_input(), layer=True)

    def _painted(self) -> None:
        self._sources.forget()
        self.changed_input()

    def changed_input(self) -> None:
        """Have the preview made anew if there is one, for an input was changed."""
        if self._awake:
            self._asked = None
            self._counted = None
            self._wake()

    def _work(self, request: Request, view: View) -> Work:
        operation, cache, like = self.operation, self._sources.cache, _layers(request)[0]
        parameters, axes = dict(request.parameters), request.axes

        def work(job: Job) -> Shown:
            made = preview(
                operation,
                view.inputs,
                parameters,
                view.window,
                job,
                overview=view.overview,
                factor=view.factor,
                axes=axes,
                cache=cache,
            )
            return Shown(made, like, view.note)

        return work

    def _show(self, shown: Shown) -> None:
        if not self._awake or shown.like not in self.viewer.layers:
            return
        value = next(iter(shown.preview.values.values()))
        if isinstance(value, Grid):
            self._layer.show(value, shown.like)
            self._bind_key()
        self.compare.show()
        self.plot.show_limits(shown.preview.limits)
        note = shown.preview.note
        self._say(f"{shown.note} ({note})" if shown.note else note)

    def _count(self, request: Request, view: View) -> None:
        """Have the histogram of the first input made, where it is another than before."""
        first = next(iter(view.inputs.values()))
        if not isinstance(first, Image):
            self.plot.hide()
            return
        places = tuple(sorted((n, i) for n, i in view.window.visible.items() if isinstance(i, int)))
        counted = (id(_layers(request)[0]), id(first.data), places, request.axes)
        if counted == self._counted:
            return
        self._counted = counted
        operation, cache, axes = self.operation, Sources().cache, request.axes

        def work(_: Job) -> Histogram:
            return histogram(
                operation,
                view.inputs,
                view.window,
                overview=view.overview,
                factor=view.factor,
                axes=axes,
                cache=cache,
            )

        self._counting.ask(work)

    def _say(self, text: str, name: str = "hint") -> None:
        self.status.setText(text)
        self.status.setVisible(bool(text))
        if self.status.objectName() != name:
            self.status.setObjectName(name)
            style = present(self.status.style())
            style.unpolish(self.status)
            style.polish(self.status)

    def _say_error(self, text: str) -> None:
        self._layer.hide(True)
        self.plot.show_limits(())
        self._say(text, "complaint")


def _layers(request: Request) -> tuple[Layer, ...]:
    return tuple(layer for layers in request.layers.values() for layer in layers)
