"""The features of a layer in time: those of the objects in the frame that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from napari.layers import Labels, Layer
from qtpy.QtCore import QObject, QTimer

from napari_darkroom.plugin.showing import give_features
from napari_darkroom.plugin.table.link import rows_in_frame
from napari_darkroom.tables.view import TableView

if TYPE_CHECKING:
    from napari import Viewer

_PAUSE_MS = 100


class FrameFeatures(QObject):
    """Gives napari the rows of the current frame where one number is an object a frame.

    Parameters
    ----------
    viewer : Viewer
    """

    def __init__(self, parent: QObject, viewer: Viewer) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._layer: Labels | None = None
        self._key = ""
        self._view: TableView | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.update)
        viewer.dims.events.current_step.connect(self._moved)

    def follow(self, layer: Layer | None, key: str, view: TableView | None) -> None:
        """Give the rows of another table to another layer."""
        keys = () if view is None else view.table.keys
        moving = isinstance(layer, Labels) and len(keys) > 1 and "label" in keys
        self._layer, self._key, self._view = (layer if moving else None), key, view
        self.update()

    def leave(self) -> None:
        """Follow nothing more."""
        self._pause.stop()
        self._layer = None
        self._viewer.dims.events.current_step.disconnect(self._moved)

    def update(self) -> None:
        """Give the rows of the frame that is shown now."""
        layer, view = self._layer, self._view
        if layer is not None and view is not None and layer in self._viewer.layers:
            here = rows_in_frame(self._viewer, layer, view.table)
            give_features(layer, self._key, view.table.data.loc[here])

    def _moved(self, _: Any = None) -> None:
        if self._layer is not None:
            self._pause.start()
