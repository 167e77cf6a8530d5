"""Values written beside their objects: a layer of words that is nobody's input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from napari.layers import Labels, Layer, Points
from qtpy.QtCore import QObject, QTimer

from napari_darkroom.plugin.layers import PREVIEW
from napari_darkroom.plugin.placement import RECORD, layer_calibration, placement
from napari_darkroom.plugin.table.link import PART
from napari_darkroom.plugin.table.scale import scale_colours
from napari_darkroom.tables.conditions import is_number
from napari_darkroom.tables.view import Aspect, TableView

if TYPE_CHECKING:
    from napari import Viewer
    from numpy.typing import NDArray

# More words than these are not read, and slow to draw.
MOST = 2_000
_PAUSE_MS = 50
_SIZE = 9
# Of the three colours, what the eye takes for brightness (ITU-R BT.709).
_LUMINANCE = (0.2126, 0.7152, 0.0722)
_BRIGHT = 0.55


class ValueTexts(QObject):
    """Writes the values of the column that colours the objects.

    They are those of the selected rows, where several are, else of all that are shown. In a stack
    each stands in all planes that its object is in.

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
        viewer.dims.events.current_step.connect(self._moved)
        viewer.dims.events.ndisplay.connect(self._moved)

    def leave(self) -> None:
        """Follow nothing more."""
        self._pause.stop()
        self._viewer.dims.events.current_step.disconnect(self._moved)
        self._viewer.dims.events.ndisplay.disconnect(self._moved)

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
            chosen = view.selected_in_order()
            rows = chosen if len(chosen) > 1 else view.rows
            self._write(layer, view, *self._in_planes(layer, view, places, rows))

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
            hidden = first + axis not in self._viewer.dims.displayed
            if hidden and set(ends) <= set(frame.columns):
                plane = round(float(here[axis]))
                low, high = (frame[end].to_numpy()[rows] for end in ends)
                rows = rows[(low <= plane) & (plane < high)]
                places[rows, axis] = plane
        return places, rows

    def _write(
        self, layer: Layer, view: TableView, places: NDArray[np.float64], rows: NDArray[np.intp]
    ) -> None:
        rows = rows[:MOST]
        if not len(rows):
            return
        layers = self._viewer.layers
        calibration = view.table.metadata.get(PART) or layer_calibration(layer)
        active = layers.selection.active
        words = Points(
            places[rows],
            name=f"{view.colouring.column} of {layer.name}" if view.colouring else layer.name,
            size=1,
            face_color="transparent",
            border_color="transparent",
            text={
                "string": _texts(view)[rows].tolist(),
                "size": _SIZE,
                "color": _inks(layer, view, rows),
            },
            metadata={RECORD: {PREVIEW: True}},
            **{name: one for name, one in placement(calibration).items() if one is not None},
        )
        layers.insert(layers.index(layer) + 1, words)
        layers.selection.active = active
        self._words = words

    def _moved(self, _: object = None) -> None:
        if self.on:
            self._pause.start()

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


def _inks(layer: Layer, view: TableView, rows: NDArray[np.intp]) -> list[str]:
    """Return the colour of each text: black on bright objects, white on dark ones.

    Points and tracks are smaller than the words at them, which stand on what lies below.
    """
    colouring = view.colouring
    if colouring is None or not isinstance(layer, Labels):
        return ["white"] * len(rows)
    steps = colouring.steps(view.table.data[colouring.column].iloc[rows])
    bright = scale_colours(colouring.colormap)[steps, :3] @ np.array(_LUMINANCE) > _BRIGHT
    return ["black" if one else "white" for one in bright.tolist()]


def _texts(view: TableView) -> NDArray[np.object_]:
    if view.colouring is None:
        return np.zeros(0, dtype=object)
    cells = view.table.data[view.colouring.column]
    if not is_number(cells):
        return np.asarray(cells.astype(str).to_numpy(object))
    return np.array([_short(value) for value in cells.astype(float)], dtype=object)


def _short(value: float) -> str:
    """Return a number in few digits, and up to a million without a power of ten."""
    if np.isnan(value):
        return "–"
    return f"{value:.0f}" if 1e3 <= abs(value) < 1e6 else f"{value:.3g}"
