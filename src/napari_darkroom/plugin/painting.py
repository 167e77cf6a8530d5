"""Noticing what is painted on layers by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from qtpy.QtCore import QObject, QTimer

from napari_darkroom.core.values import Value
from napari_darkroom.plugin.layer_input import same_content
from napari_darkroom.plugin.layers import to_value

if TYPE_CHECKING:
    from napari import Viewer

# A stroke ends; who paints begins the next one sooner than this.
_PAUSE_MS = 400
_EVENTS = ("paint", "labels_update", "data", "set_data")


@dataclass
class _Watch:
    """A layer, what it should show, and whether it may show something else."""

    layer: Layer
    value: Value
    slice: tuple[int, ...]
    touched: bool = False


class Painting(QObject):
    """Tells when somebody has painted on one of the layers that it watches.

    Parameters
    ----------
    viewer : Viewer
    painted : callable
        Called with a layer that no longer shows what it should, when the hand rests.
    """

    def __init__(self, parent: QObject, viewer: Viewer, painted: Callable[[Layer], None]) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._painted = painted
        self._watches: dict[str, _Watch] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.look)

    def watch(self, layer: Layer, value: Value) -> None:
        """Watch a layer that shows a value, one of its own; again after it was given another."""
        key = str(layer.unique_id)
        if key not in self._watches:
            for name in _EVENTS:
                if name in layer.events.emitters:
                    layer.events[name].connect(self._noticed)
        self._watches[key] = _Watch(layer, value, self._slice())

    def forget(self, layer: Layer) -> None:
        """Watch a layer no longer."""
        if self._watches.pop(str(layer.unique_id), None) is not None:
            for name in _EVENTS:
                if name in layer.events.emitters:
                    layer.events[name].disconnect(self._noticed)

    def value(self, layer: Layer) -> Value | None:
        """Return what a layer should show, without what was painted since the last look."""
        watch = self._watches.get(str(layer.unique_id))
        return None if watch is None else watch.value

    def look(self) -> None:
        """Look at once at all layers that may have been painted on."""
        self._pause.stop()
        for watch in list(self._watches.values()):
            if watch.touched and watch.layer in self._viewer.layers:
                watch.touched = False
                if not shows(watch.layer, watch.value):
                    self._painted(watch.layer)

    def _slice(self) -> tuple[int, ...]:
        return tuple(self._viewer.dims.current_step)

    def _noticed(self, event: Any) -> None:
        watch = self._watches.get(str(event.source.unique_id))
        if watch is None:
            return
        if event.type == "set_data" and watch.slice != self._slice():
            # Another slice is shown; nobody has painted.
            watch.slice = self._slice()
            return
        watch.touched = True
        self._pause.start()


def shows(layer: Layer, value: Value) -> bool:
    """Whether a layer shows the pixels, or the shapes or points, of a value."""
    return same_content(to_value(layer), value)
