"""The colours that a table gives to its objects in the canvas, without a further layer."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from napari.layers import Labels, Layer, Points, Tracks
from qtpy.QtCore import QObject, QTimer

from napari_darkroom.plugin.placement import RECORD
from napari_darkroom.plugin.table.labels_look import LabelsLook
from napari_darkroom.plugin.table.points_look import PointsLook
from napari_darkroom.plugin.table.seen_rows import fades
from napari_darkroom.plugin.table.tracks_look import TracksLook
from napari_darkroom.tables.view import Aspect, Objects, TableView

if TYPE_CHECKING:
    from napari import Viewer

# The entry of a layer's record with the colours that it had before.
_OWN = "own colours"
_PAUSE_MS = 30


class Look(Protocol):
    """How a kind of layer is coloured."""

    @property
    def events(self) -> tuple[str, ...]:
        """Return the events of the layer that tell of other colours."""

    @property
    def by_frame(self) -> bool:
        """Whether another frame wants other colours."""

    def suits(self, layer: Any, view: TableView) -> bool:
        """Whether the rows of a table name what is in the layer."""

    def asks(self, view: TableView) -> bool:
        """Whether the layer is to look otherwise than it does by itself."""

    def own(self, layer: Any) -> Any:
        """Return what the layer looks like by itself."""

    def is_ours(self, layer: Any, own: Any) -> bool:
        """Whether the layer looks as a table has it."""

    def paint(self, viewer: Viewer, layer: Any, view: TableView, own: Any) -> None:
        """Let the layer look as a view says."""

    def give_back(self, layer: Any, own: Any) -> None:
        """Let the layer look as by itself again."""


_LOOKS: MappingProxyType[type[Layer], Look] = MappingProxyType(
    {Labels: LabelsLook(), Points: PointsLook(), Tracks: TracksLook()}
)


class ObjectsLook(QObject):
    """Colours, fades and hides the objects of a layer as a view of its table says.

    The colours that the layer had come back as they were when the view asks for nothing.

    Parameters
    ----------
    viewer : Viewer
    """

    def __init__(self, parent: QObject, viewer: Viewer) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._layer: Layer | None = None
        self._look: Look | None = None
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
        look = None if view is None else look_for(layer, view)
        if self._layer is not None and self._look is not None:
            for name in self._look.events:
                self._layer.events[name].disconnect(self._recoloured)
            if self._layer is not layer or look is None:
                self._give_back(self._layer, self._look)
        self._look = look
        self._layer, self._view = (None if look is None else layer), view
        if view is not None:
            view.listeners.append(self._changed)
        if self._layer is not None and self._look is not None:
            for name in self._look.events:
                self._layer.events[name].connect(self._recoloured)
            self._pause.start()

    def leave(self) -> None:
        """Give the colours back and follow nothing more."""
        self._pause.stop()
        self.follow(None, None)
        self._viewer.dims.events.current_step.disconnect(self._moved)

    def update(self) -> None:
        """Colour the layer by what the view says now."""
        layer, look, view = self._layer, self._look, self._view
        if layer is None or look is None or view is None or not look.suits(layer, view):
            return
        if not look.asks(view):
            self._faded = False
            self._give_back(layer, look)
            return
        own = _noted(layer)
        if own is None:
            own = look.own(layer)
            _note(layer, own)
        self._faded, self._coloured = fades(view), True
        self._at_work = True
        look.paint(self._viewer, layer, view, own)
        self._at_work = False

    def _give_back(self, layer: Layer, look: Look) -> None:
        """Give a layer its own colours, unless it has those of a table in another dock."""
        own = _noted(layer)
        if own is not None and self._coloured:
            _note(layer, None)
            self._at_work = True
            look.give_back(layer, own)
            self._at_work = False
        self._coloured = False

    def _changed(self, aspect: Aspect) -> None:
        chosen = aspect is Aspect.SELECTION and self._tells_selected()
        if chosen or aspect in (Aspect.COLOURS, Aspect.ROWS):
            self._pause.start()

    def _tells_selected(self) -> bool:
        """Whether what is selected shows in the image, or showed when it was coloured last."""
        view = self._view
        return view is not None and (self._faded or fades(view) or view.objects is Objects.SELECTED)

    def _moved(self, _: Any = None) -> None:
        """Another frame is shown, in which the same number is another object."""
        view, look = self._view, self._look
        framed = view is not None and len(view.table.keys) > 1
        if view is not None and look is not None and look.by_frame and framed and look.asks(view):
            self.update()

    def _recoloured(self, _: Any = None) -> None:
        """Somebody has chosen other colours: those are to stay."""
        layer, look, view = self._layer, self._look, self._view
        if self._at_work or layer is None or look is None or view is None:
            return
        if not look.is_ours(layer, _noted(layer)):
            # A table in another dock leaves it to know the layer's own ones.
            _note(layer, None)
        self._coloured = False
        self._pause.stop()
        view.colour_by(None)
        view.see(Objects.ALL)
        self._pause.stop()


def look_for(layer: Layer | None, view: TableView) -> Look | None:
    """Return how a view colours a layer, None where it cannot."""
    look = next((one for kind, one in _LOOKS.items() if isinstance(layer, kind)), None)
    return look if look is not None and look.suits(layer, view) else None


def uncolour(layer: Layer) -> None:
    """Give a copy of a coloured layer the colours of its own that the original has beneath."""
    own = _noted(layer)
    look = next((one for kind, one in _LOOKS.items() if isinstance(layer, kind)), None)
    if own is not None and look is not None:
        _note(layer, None)
        look.give_back(layer, own)


def _noted(layer: Layer) -> Any:
    return layer.metadata.get(RECORD, {}).get(_OWN)


def _note(layer: Layer, own: Any) -> None:
    record = {name: one for name, one in layer.metadata.get(RECORD, {}).items() if name != _OWN}
    if own is not None:
        record[_OWN] = own
    layer.metadata = {**layer.metadata, RECORD: record}
