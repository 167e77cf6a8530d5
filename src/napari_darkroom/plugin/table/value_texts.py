"""Values written beside their objects: a layer of words that is nobody's input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from napari.layers import Layer, Points
from qtpy.QtCore import QObject, QTimer

from napari_darkroom.plugin.layers import PREVIEW
from napari_darkroom.plugin.placement import RECORD, layer_calibration, placement
from napari_darkroom.plugin.table.link import PART
from napari_darkroom.tables.conditions import is_number
from napari_darkroom.tables.view import Aspect, TableView

if TYPE_CHECKING:
    from napari import Viewer
    from numpy.typing import NDArray

# More words than these are not read, and slow to draw.
MOST = 2_000
_PAUSE_MS = 50
_SIZE = 9


class ValueTexts(QObject):
    """Writes the values of the column that colours the objects.

    They are those of the selected rows, where several are, else of all that are shown.

    Parameters
    ----------
    viewer : Viewer
    """

    def __init__(self, parent: QObject, viewer: Viewer) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._layer: Layer | None = None
        self._view: TableView | None = None
        self._words: Points | None = None
        self.on = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.update)

    def switch(self, on: bool) -> None:
        """Write values, or take them away."""
        self.on = on
        self.update()

    def follow(self, layer: Layer | None, view: TableView | None) -> None:
        """Write the values of another table, over another layer."""
        if self._view is not None and self._changed in self._view.listeners:
            self._view.listeners.remove(self._changed)
        self._layer, self._view = layer, view
        if view is not None:
            view.listeners.append(self._changed)
        if self.on:
            self._pause.start()

    def update(self) -> None:
        """Write the values as they are now."""
        layer, view = self._layer, self._view
        if self._words is not None and self._words in self._viewer.layers:
            self._viewer.layers.remove(self._words)
        self._words = None
        if not self.on or layer is None or view is None or view.colouring is None:
            return
        if layer not in self._viewer.layers:
            return
        places = object_places(layer, view)
        if places is not None:
            self._write(layer, view, places)

    def _write(self, layer: Layer, view: TableView, places: NDArray[np.float64]) -> None:
        chosen = view.selected_in_order()
        rows = (chosen if len(chosen) > 1 else view.rows)[:MOST]
        layers = self._viewer.layers
        calibration = view.table.metadata.get(PART) or layer_calibration(layer)
        active = layers.selection.active
        words = Points(
            places[rows],
            name=f"{view.colouring.column} of {layer.name}" if view.colouring else layer.name,
            size=1,
            face_color="transparent",
            border_color="transparent",
            text={"string": _texts(view)[rows].tolist(), "size": _SIZE, "color": "white"},
            metadata={RECORD: {PREVIEW: True}},
            **{name: one for name, one in placement(calibration).items() if one is not None},
        )
        layers.insert(layers.index(layer) + 1, words)
        layers.selection.active = active
        self._words = words

    def _changed(self, aspect: Aspect) -> None:
        if self.on and aspect in (Aspect.ROWS, Aspect.COLOURS, Aspect.SELECTION):
            self._pause.start()


def object_places(layer: Layer, view: TableView) -> NDArray[np.float64] | None:
    """Return the index in the array of each row's object, None where the table does not tell."""
    names, columns = view.table.data.columns, []
    for axis in layer_calibration(layer).axes:
        name = next((n for n in (f"centroid_{axis}", axis) if n in names), None)
        if name is None:
            return None
        columns.append(view.table.data[name].to_numpy().astype(np.float64))
    return np.column_stack(columns)


def _texts(view: TableView) -> NDArray[np.object_]:
    if view.colouring is None:
        return np.zeros(0, dtype=object)
    cells = view.table.data[view.colouring.column]
    if not is_number(cells):
        return np.asarray(cells.astype(str).to_numpy(object))
    return np.array(["–" if np.isnan(v) else f"{v:.3g}" for v in cells.astype(float)], dtype=object)
