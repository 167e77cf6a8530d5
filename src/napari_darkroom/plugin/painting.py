"""Noticing what is painted on layers by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from qtpy.QtCore import QObject, QTimer

from napari_darkroom.core.digest import array_digest, digest
from napari_darkroom.plugin.layers import to_value

if TYPE_CHECKING:
    from napari import Viewer

# A stroke ends; who paints begins the next one sooner than this.
_PAUSE_MS = 400
_DRAWN = ("points", "shapes")
_EVENTS = ("paint", "labels_update", "data", "set_data")


@dataclass
class _Watch:
    """A layer, the digest of what it should show, and whether it may show something else."""

    layer: Layer
    digest: str
    slice: tuple[int, ...]
    touched: bool = False


class Painting(QObject):
    """Tells when somebody has painted on one of the layers that it watches.

    Parameters
    ----------
    viewer : Viewer
    painted : callable
        Called with a layer whose pixels are no longer what they should be, when the hand rests.
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

    def watch(self, layer: Layer, digest: str) -> None:
        """Watch a layer that shows pixels with a digest; again after it was given others."""
        key = str(layer.unique_id)
        if key not in self._watches:
            for name in _EVENTS:
                if name in layer.events.emitters:
                    layer.events[name].connect(self._noticed)
        self._watches[key] = _Watch(layer, digest, self._slice())

    def forget(self, layer: Layer) -> None:
        """Watch a layer no longer."""
        if self._watches.pop(str(layer.unique_id), None) is not None:
            for name in _EVENTS:
                if name in layer.events.emitters:
                    layer.events[name].disconnect(self._noticed)

    def digest(self, layer: Layer) -> str:
        """Return the digest of the pixels that a layer should show, empty where it is unknown."""
        watch = self._watches.get(str(layer.unique_id))
        return "" if watch is None else watch.digest

    def look(self) -> None:
        """Look at once at all layers that may have been painted on."""
        self._pause.stop()
        for watch in list(self._watches.values()):
            if watch.touched and watch.layer in self._viewer.layers:
                watch.touched = False
                if content_digest(watch.layer) != watch.digest:
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


def content_digest(layer: Layer) -> str:
    """Return the digest of what a layer shows: its pixels, or the shapes or points in it."""
    data = layer.data[0] if getattr(layer, "multiscale", False) else layer.data
    return digest(to_value(layer)) if layer._type_string in _DRAWN else array_digest(data)
