"""Values written beside their objects: a layer of words that is nobody's input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Layer, Points
from qtpy.QtCore import QObject, QTimer, Signal

from napari_darkroom.plugin.layers import PREVIEW
from napari_darkroom.plugin.placement import RECORD, layer_calibration, placement
from napari_darkroom.plugin.table.link import PART
from napari_darkroom.plugin.table.words_on_canvas import INKS, Screen, displayed, edged, with_room
from napari_darkroom.tables.conditions import is_number
from napari_darkroom.tables.view import Aspect, TableView

if TYPE_CHECKING:
    from napari import Viewer
    from numpy.typing import NDArray

    from napari_darkroom.core.calibration import Calibration

# Of so many room is sought: that alone takes a while.
MOST = 2_000
_PAUSE_MS = 50
_SIZE = 9
# How far from a plane, in planes, a middle may be to stand in it.
_SAME_PLANE = 0.5
# Else volumes and objects hide what is within them.
_BLENDING = "translucent_no_depth"


class ValueTexts(QObject):
    """Writes the values of the column that colours the objects.

    They are those of the selected rows, where several are, else of all that are shown, as far as
    the canvas has room: the first rows go first. In a stack each stands in all planes that its
    object is in.

    Parameters
    ----------
    viewer : Viewer
    """

    # Somebody took the layer of words away.
    left = Signal()

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
        camera, dims = viewer.scene.camera.events, viewer.dims.events
        self._moves = (
            dims.current_step, dims.ndisplay, dims.order,
            camera.center, camera.zoom, camera.angles, viewer.canvas.events.size,
        )  # fmt: skip
        for moves in self._moves:
            moves.connect(self._moved)
        viewer.layers.events.removed.connect(self._removed)

    def leave(self) -> None:
        """Follow nothing more."""
        self._pause.stop()
        for moves in self._moves:
            moves.disconnect(self._moved)
        self._viewer.layers.events.removed.disconnect(self._removed)

    def switch(self, on: bool) -> None:
        """Write values, or take them away."""
        self.on = on
        self.update()

    def follow(self, layer: Layer | None, view: TableView | None) -> None:
        """Write the values of another table, over another layer."""
        if layer is self._layer and view is self._view:
            return
        if self._view is not None and self._changed in self._view.listeners:
            self._view.listeners.remove(self._changed)
        if layer is not self._layer:
            self._take_away()
        self._layer, self._view = layer, view
        if view is not None:
            view.listeners.append(self._changed)
        if self.on:
            self._pause.start()

    def update(self) -> None:
        """Write the values as they are now."""
        layer, view = self._layer, self._view
        written = None
        if self.on and layer is not None and view is not None and layer in self._viewer.layers:
            written = self._written(layer, view)
        if layer is None or view is None or written is None:
            self._take_away()
        else:
            self._write(layer, view, *written)

    def _written(
        self, layer: Layer, view: TableView
    ) -> tuple[NDArray[np.float64], list[str]] | None:
        """Return the places of words and their copies and what they say, None for none."""
        places = None if view.colouring is None else object_places(layer, view)
        if places is None:
            return None
        chosen = view.selected_in_order()
        places, rows = self._in_planes(
            layer, view, places, chosen if len(chosen) > 1 else view.rows
        )
        calibration, screen = _calibration(layer, view), Screen.of(self._viewer)
        seen = screen.places(displayed(self._viewer, layer, calibration.world(places[rows])))
        shown = np.flatnonzero(screen.shows(seen))[:MOST]
        texts = _texts(view, rows[shown])
        kept = with_room(seen[shown], texts)
        if not len(kept):
            return None
        copies = edged(self._viewer, layer, calibration, places[rows[shown[kept]]])
        return copies, np.repeat(np.array(texts, dtype=object)[kept], len(INKS)).tolist()

    def _in_planes(
        self, layer: Layer, view: TableView, places: NDArray[np.float64], rows: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Return places in the planes that are shown, and the rows of the objects that reach them.

        Where the table does not tell how far objects reach, each stands in its middle plane.
        """
        calibration, frame = layer_calibration(layer), view.table.data
        first = self._viewer.dims.ndim - layer.ndim
        part = view.table.metadata.get(PART)
        world = np.asarray(self._viewer.dims.point[first:], dtype=float)
        here = layer.world_to_data(world) if part is None else part.index(world)
        places = places.copy()
        for axis, name in enumerate(calibration.axes):
            ends = f"bbox_min_{name}", f"bbox_max_{name}"
            if first + axis in self._viewer.dims.displayed:
                continue
            plane = round(float(here[axis]))
            if set(ends) <= set(frame.columns):
                low, high = (frame[end].to_numpy()[rows] for end in ends)
                rows = rows[(low <= plane) & (plane < high)]
            else:
                # Objects of other frames are not seen, and must not take the room.
                rows = rows[np.abs(places[rows, axis] - plane) <= _SAME_PLANE]
            places[rows, axis] = plane
        return places, rows

    def _write(
        self, layer: Layer, view: TableView, places: NDArray[np.float64], texts: list[str]
    ) -> None:
        name = f"{view.colouring.column} of {layer.name}" if view.colouring else layer.name
        inks = np.tile(INKS, (len(texts) // len(INKS), 1))
        text = {"string": texts, "size": _SIZE, "color": inks, "blending": _BLENDING}
        words = self._words
        if words is None:
            self._words = self._add(layer, _calibration(layer, view), places, text)
            self._words.name = name
        elif not (np.array_equal(words.data, places) and list(words.text.values) == texts):
            words.data, words.text, words.name = places, text, name

    def _add(
        self, layer: Layer, calibration: Calibration, places: NDArray[np.float64], text: Any
    ) -> Points:
        layers = self._viewer.layers
        active = layers.selection.active
        words = Points(
            places,
            size=1,
            face_color="transparent",
            border_color="transparent",
            text=text,
            blending=_BLENDING,
            metadata={RECORD: {PREVIEW: True}},
            **{name: one for name, one in placement(calibration).items() if one is not None},
        )
        layers.insert(layers.index(layer) + 1, words)
        layers.selection.active = active
        return words

    def _take_away(self) -> None:
        words, self._words = self._words, None
        if words is not None and words in self._viewer.layers:
            self._viewer.layers.remove(words)

    def _removed(self, event: Any) -> None:
        if event.value is self._words:
            self._words = None
            self.left.emit()

    def _moved(self, _: object = None) -> None:
        if self.on:
            self._pause.start()

    def _changed(self, aspect: Aspect) -> None:
        if self.on and aspect in (Aspect.ROWS, Aspect.COLOURS, Aspect.SELECTION):
            self._pause.start()


def _calibration(layer: Layer, view: TableView) -> Calibration:
    """Return the grid in which a table counts."""
    part: Calibration | None = view.table.metadata.get(PART)
    return layer_calibration(layer) if part is None else part


def object_places(layer: Layer, view: TableView) -> NDArray[np.float64] | None:
    """Return the index in the array of each row's object, None where the table does not tell."""
    names, columns = view.table.data.columns, []
    for axis in layer_calibration(layer).axes:
        name = next((n for n in (f"centroid_{axis}", axis) if n in names), None)
        if name is None:
            return None
        columns.append(view.table.data[name].to_numpy().astype(np.float64))
    return np.column_stack(columns)


def _texts(view: TableView, rows: NDArray[np.intp]) -> list[str]:
    if view.colouring is None:
        return []
    cells = view.table.data[view.colouring.column].iloc[rows]
    if not is_number(cells):
        return list(cells.astype(str))
    return [_short(value) for value in cells.astype(float)]


def _short(value: float) -> str:
    """Return a number in few digits, and up to a million without a power of ten."""
    if np.isnan(value):
        return "–"
    return f"{value:.0f}" if 1e3 <= abs(value) < 1e6 else f"{value:.3g}"
