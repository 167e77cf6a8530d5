"""The live preview of a form: what its operation would give, on what the canvas shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from qtpy.QtCore import Signal
from qtpy.QtGui import QHideEvent, QShowEvent
from qtpy.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid
from napari_darkroom.engine.histogram import Histogram
from napari_darkroom.engine.preview import can_preview
from napari_darkroom.plugin.following import Following
from napari_darkroom.plugin.histogram_view import HistogramView
from napari_darkroom.plugin.panel import Panel
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.preview_layer import PreviewLayer
from napari_darkroom.plugin.preview_run import PreviewRun, Shown

if TYPE_CHECKING:
    from napari import Viewer

    from napari_darkroom.plugin.request import Request

KEY = "H"
_PAINTED = ("paint", "labels_update")
_MOVED = ("data", "scale", "translate", "rotate", "shear", "affine", "units")
_LOOK = ("contrast_limits", "colormap")


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
    """The preview was switched on or off."""

    def __init__(
        self, viewer: Viewer, operation: Operation, request: Callable[[], Request]
    ) -> None:
        super().__init__(viewer)
        self.operation = operation
        self.check = QCheckBox("Preview")
        self.compare = QPushButton("Compare")
        self.status = QLabel()
        self.plot = HistogramView()
        self.run = PreviewRun(self.viewer, request)
        self._layer = PreviewLayer(self.viewer)
        self._following = Following()
        self._inputs: tuple[Layer, ...] = ()
        self._bound = False
        self._lay_out()
        self._connect()
        self.setVisible(can_preview(operation))

    def _lay_out(self) -> None:
        self.check.setToolTip(
            "Show what the operation would give, on what is seen, and the histogram of an image."
        )
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
        for part in (self.compare, self.status, self.plot):
            part.hide()

    def _connect(self) -> None:
        self.check.toggled.connect(self._switched)
        self.compare.pressed.connect(lambda: self._layer.hide(True))
        self.compare.released.connect(lambda: self._layer.hide(False))
        self.run.taken.connect(self._take)
        self.run.made.connect(self._show)
        self.run.failed.connect(self._say_error)
        self.run.counted.connect(self._show_histogram)
        run, following, layer = self.run, self._following, self._layer

        def leave(_: Any = None) -> None:
            run.abandon()
            following.leave()
            layer.remove()

        self.destroyed.connect(leave)

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
            self.run.changed()

    def stop(self) -> None:
        """Take the layer away until something is changed."""
        self.run.sleep()
        self._layer.remove()
        self._say("")
        self.compare.hide()

    def take_away(self) -> None:
        """Leave the viewer for good, with nothing of the preview in it."""
        self.stop()
        self.run.end()
        self._following.leave()
        self._inputs = ()
        self._bound = False

    def _switched(self, on: bool) -> None:
        if on:
            self._follow()
            self.changed()
        else:
            self.take_away()
            self.plot.hide()
        self.toggled.emit(on)

    def _follow(self) -> None:
        viewer = self.viewer
        camera, dims = viewer.scene.camera.events, viewer.dims.events
        moved = [camera.center, camera.zoom, viewer.canvas.events.size]
        moved += [dims.current_step, dims.ndisplay, dims.order]
        self._following.follow(moved, lambda _=None: self.run.moved())
        self._following.follow([viewer.layers.events.removed], self._layer_removed)

    def _take(self, layers: tuple[Layer, ...]) -> None:
        """Follow the pixels, the place and the look of the inputs too."""
        if not layers:
            self.stop()
            self._say(f"Add {' or '.join(self.operation.inputs[0].kinds)} first.")
        if layers == self._inputs:
            return
        self._inputs = layers
        self._following.leave_layers()
        for layer in layers:
            known = layer.events.emitters
            painted = [known[name] for name in _PAINTED if name in known]
            moved = [known[name] for name in (*_MOVED, *_LOOK) if name in known]
            self._following.follow(
                painted, lambda _=None: self.run.input_changed(in_place=True), layer=True
            )
            self._following.follow(moved, lambda _=None: self.run.input_changed(), layer=True)

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

    def _show(self, shown: Shown) -> None:
        value = next(iter(shown.preview.values.values()))
        if isinstance(value, Grid):
            self._layer.show(value, shown.like)
            self._bind_key()
        self.compare.show()
        self.plot.show_limits(shown.preview.limits)
        note = shown.preview.note
        self._say(f"{shown.note} ({note})" if shown.note else note)

    def _show_histogram(self, histogram: Histogram | None) -> None:
        self.plot.show_histogram(histogram)
        self.plot.setVisible(self.on and histogram is not None)

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
