"""The link between the rows that are selected and the objects in the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Labels, Layer, Points, Tracks
from numpy.typing import NDArray
from qtpy.QtCore import QObject, Signal

from napari_darkroom.plugin.table.link import key_at, object_place, on_click, show_object
from napari_darkroom.tables.selection import How
from napari_darkroom.tables.view import Aspect, TableView

if TYPE_CHECKING:
    from napari import Viewer

# On the screen, in pixels.
_CLOSE_BY = 12
_NO_ROWS = np.zeros(0, dtype=np.intp)


class CanvasLink(QObject):
    """Lets a click on an object select its row, and a row show its object.

    Parameters
    ----------
    viewer : Viewer
    """

    found = Signal(int)
    """A row whose object was clicked."""

    def __init__(self, parent: QObject, viewer: Viewer) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._layer: Layer | None = None
        self._view: TableView | None = None
        callback = on_click(self._clicked)
        callbacks = viewer.mouse_drag_callbacks
        callbacks.append(callback)

        def forget(_: Any = None) -> None:
            if callback in callbacks:
                callbacks.remove(callback)

        parent.destroyed.connect(forget)

    def follow(self, layer: Layer | None, view: TableView | None) -> None:
        """Link a table with another layer, or with none."""
        self.leave()
        self._layer, self._view = layer, view
        if view is not None:
            view.listeners.append(self._changed)
        if isinstance(layer, Points):
            layer.selected_data.events.items_changed.connect(self._points_selected)

    def leave(self) -> None:
        """Follow nothing more."""
        if self._view is not None and self._changed in self._view.listeners:
            self._view.listeners.remove(self._changed)
        if isinstance(self._layer, Points):
            self._layer.selected_data.events.items_changed.disconnect(self._points_selected)
        self._layer, self._view = None, None

    def show(self, row: int) -> None:
        """Show the object of a row."""
        layer, view = self._layer, self._view
        if layer is None or view is None or layer not in self._viewer.layers:
            return
        self._take_in_hand(row)
        show_object(self._viewer, layer, view.table, row)

    def _clicked(self, event: Any) -> None:
        """Select the row of the object that was clicked; with a key held down, that too."""
        layer, view = self._layer, self._view
        if layer is None or view is None or not layer.visible:
            return
        rows = self._rows_at(layer, view, event)
        if not len(rows):
            return
        more = {str(one) for one in event.modifiers} & {"Control", "Shift", "Meta"}
        view.select(rows, How.TOGGLE if more else How.ONLY)
        self._take_in_hand(int(rows[0]))
        self.found.emit(int(rows[0]))

    def _rows_at(self, layer: Layer, view: TableView, event: Any) -> NDArray[np.intp]:
        if isinstance(layer, Points):
            row = layer.get_value(
                event.position,
                view_direction=event.view_direction,
                dims_displayed=list(event.dims_displayed),
                world=True,
            )
            known = row is not None and len(layer.data) == len(view.table.data)
            return np.array([row], dtype=np.intp) if known else _NO_ROWS
        if isinstance(layer, Labels | Tracks):
            key = key_at(self._viewer, layer, view.table, event)
            found = view.rows_of(key)
            if isinstance(layer, Labels) or self._is_close(layer, view, found, event):
                return found
        return _NO_ROWS

    def _is_close(self, layer: Layer, view: TableView, rows: NDArray[np.intp], event: Any) -> bool:
        """Whether a row is where was clicked: of tracks napari gives the nearest, however far."""
        if not len(rows):
            return False
        place = object_place(self._viewer, layer, view.table, int(rows[0]))
        shown = [axis for axis in self._viewer.dims.displayed if axis in place]
        apart = np.array([place[axis] - event.position[axis] for axis in shown])
        return bool(np.linalg.norm(apart) * self._viewer.scene.camera.zoom <= _CLOSE_BY)

    def _take_in_hand(self, row: int) -> None:
        """Let napari's own controls have the label of a row."""
        layer, view = self._layer, self._view
        if view is not None and isinstance(layer, Labels) and "label" in view.table.data.columns:
            layer.selected_label = int(view.table.data["label"].iloc[row])

    def _changed(self, aspect: Aspect) -> None:
        layer, view = self._layer, self._view
        if aspect is not Aspect.SELECTION or view is None or not isinstance(layer, Points):
            return
        chosen = set(view.selection.rows.tolist())
        if len(layer.data) == len(view.table.data) and set(layer.selected_data) != chosen:
            layer.selected_data = chosen

    def _points_selected(self, _: Any = None) -> None:
        """Select the rows of points that were selected in the image, as by a box around them."""
        layer, view = self._layer, self._view
        if view is None or not isinstance(layer, Points) or len(layer.data) != len(view.table.data):
            return
        rows = np.array(sorted(layer.selected_data), dtype=np.intp)
        # Points of rows that are filtered out stay selected in the image alone.
        if not np.array_equal(rows[view.shown[rows]], view.selection.rows):
            view.select(rows)
