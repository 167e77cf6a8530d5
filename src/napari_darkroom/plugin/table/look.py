"""The colours that a table gives to its objects in the canvas, without a further layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Labels, Layer
from numpy.typing import NDArray
from qtpy.QtCore import QObject, QTimer

from napari_darkroom.plugin.placement import RECORD
from napari_darkroom.plugin.table.link import rows_in_frame
from napari_darkroom.plugin.table.object_colours import ObjectColours
from napari_darkroom.plugin.table.scale import scale_colours
from napari_darkroom.tables.view import Aspect, Objects, TableView

if TYPE_CHECKING:
    from napari import Viewer

# The entry of a layer's record with the colours that it had before.
_OWN = "own colours"
_PAUSE_MS = 30
_FAINT = 0.25
_CLEAR = (0.0, 0.0, 0.0, 0.0)
_UNKNOWN = (0.45, 0.47, 0.5, 0.5)


class LabelsLook(QObject):
    """Colours, fades and hides the objects of a Labels layer as a view of its table says.

    The colours that the layer had come back as they were when the view asks for nothing.

    Parameters
    ----------
    viewer : Viewer
    """

    def __init__(self, parent: QObject, viewer: Viewer) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._layer: Labels | None = None
        self._view: TableView | None = None
        self._at_work = False
        self._coloured = False
        self._faded = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.update)
        viewer.dims.events.current_step.connect(self._moved)

    def follow(self, layer: Layer | None, view: TableView | None) -> None:
        """Let another view colour another layer; the one before gets its colours back."""
        if self._view is not None and self._changed in self._view.listeners:
            self._view.listeners.remove(self._changed)
        if self._layer is not None:
            self._layer.events.colormap.disconnect(self._recoloured)
            if self._layer is not layer:
                self._give_back(self._layer)
        self._layer, self._view = (layer if isinstance(layer, Labels) else None), view
        if view is not None:
            view.listeners.append(self._changed)
        if self._layer is not None:
            self._layer.events.colormap.connect(self._recoloured)
            self._pause.start()

    def leave(self) -> None:
        """Give the colours back and follow nothing more."""
        self._pause.stop()
        self.follow(None, None)
        self._viewer.dims.events.current_step.disconnect(self._moved)

    def update(self) -> None:
        """Colour the layer by what the view says now."""
        layer, view = self._layer, self._view
        if layer is None or view is None or "label" not in view.table.data.columns:
            return
        if not _asks(view):
            self._faded = False
            self._give_back(layer)
            return
        own = layer.metadata.get(RECORD, {}).get(_OWN) or layer.colormap
        _note(layer, own)
        self._faded, self._coloured = _fades(view), True
        self._set(layer, _colours(view, own, rows_in_frame(self._viewer, layer, view.table)))

    def _give_back(self, layer: Labels) -> None:
        """Give a layer its own colours, unless it has those of a table in another dock."""
        own = layer.metadata.get(RECORD, {}).get(_OWN)
        if own is not None and self._coloured:
            _note(layer, None)
            self._set(layer, own)
        self._coloured = False

    def _set(self, layer: Labels, colormap: Any) -> None:
        self._at_work = True
        layer.colormap = colormap
        self._at_work = False

    def _changed(self, aspect: Aspect) -> None:
        chosen = aspect is Aspect.SELECTION and self._tells_selected()
        if chosen or aspect in (Aspect.COLOURS, Aspect.ROWS):
            self._pause.start()

    def _tells_selected(self) -> bool:
        """Whether what is selected shows in the image, or showed when it was coloured last."""
        view = self._view
        return view is not None and (
            self._faded or _fades(view) or view.objects is Objects.SELECTED
        )

    def _moved(self, _: Any = None) -> None:
        """Another frame is shown, in which the same number is another object."""
        view = self._view
        if view is not None and len(view.table.keys) > 1 and _asks(view):
            self.update()

    def _recoloured(self, _: Any = None) -> None:
        """Somebody has chosen other colours: those are to stay."""
        if self._at_work or self._layer is None or self._view is None:
            return
        if not isinstance(self._layer.colormap, ObjectColours):
            # A table in another dock leaves it to know the layer's own ones.
            _note(self._layer, None)
        self._coloured = False
        self._pause.stop()
        self._view.colour_by(None)
        self._view.see(Objects.ALL)
        self._pause.stop()


def uncolour(layer: Layer) -> None:
    """Give a copy of a coloured layer the colours of its own that the original has beneath."""
    own = layer.metadata.get(RECORD, {}).get(_OWN)
    if own is not None and isinstance(layer, Labels):
        _note(layer, None)
        layer.colormap = own


def _asks(view: TableView) -> bool:
    """Whether the layer is to look otherwise than it does by itself."""
    hides = view.objects is Objects.SELECTED or (view.objects is Objects.ROWS and view.filtered)
    return view.colouring is not None or hides or _fades(view)


def _fades(view: TableView) -> bool:
    """Whether several rows are selected, but not all: they are to stand out."""
    return 1 < len(view.selection) < len(view.table.data)


def _colours(view: TableView, own: Any, in_frame: NDArray[np.bool_]) -> ObjectColours:
    """Return a colour for every label that needs one of its own, and one for all others."""
    selected = view.selection.mask
    hidden = ~view.shown if view.objects is Objects.ROWS else np.zeros(len(in_frame), dtype=bool)
    rest: Any = _UNKNOWN
    if view.objects is Objects.SELECTED:
        named, rest = in_frame & selected, _CLEAR
    elif view.colouring is None and not hidden.any():
        # All others fade into one colour: few need one of their own.
        named, rest = in_frame & selected, (*_UNKNOWN[:3], _FAINT)
    else:
        named = in_frame
    rows = np.flatnonzero(named)
    labels = view.table.data["label"].to_numpy()[rows]
    places, colours = _object_colours(view, own, rows, labels)
    # After the colours as they are come the faint ones, and last none at all.
    faded = colours * np.array([1, 1, 1, _FAINT], dtype=np.float32)
    palette = np.concatenate([colours, faded, [_CLEAR]]).astype(np.float32)
    if view.objects is not Objects.SELECTED and _fades(view):
        places = places + len(colours) * ~selected[rows]
    places = np.where(hidden[rows], len(palette) - 1, places)
    return ObjectColours.of(labels, places, palette, rest)


def _object_colours(
    view: TableView, own: Any, rows: NDArray[np.intp], labels: NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return some colours, and for each object the place of its colour among them."""
    colouring = view.colouring
    if colouring is not None:
        steps = colouring.steps(view.table.data[colouring.column].iloc[rows])
        return steps.astype(np.intp), scale_colours(colouring.colormap)
    colours = np.array(own.map(labels), dtype=np.float32).reshape(len(labels), 4)
    # As bytes, as the screen has them, equal ones are quickly found.
    packed = np.rint(255 * colours).astype(np.uint8).view(np.uint32).ravel()
    _, first, places = np.unique(packed, return_index=True, return_inverse=True)
    return places.ravel(), colours[first]


def _note(layer: Layer, own: Any) -> None:
    record = {name: one for name, one in layer.metadata.get(RECORD, {}).items() if name != _OWN}
    if own is not None:
        record[_OWN] = own
    layer.metadata = {**layer.metadata, RECORD: record}
