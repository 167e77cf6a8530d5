"""The frames that are seen, shown in their layers while the whole is still being computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Image as ImageLayer
from napari.layers import Labels as LabelsLayer
from napari.layers import Layer
from qtpy.QtCore import QObject, QTimer

from napari_darkroom.core.values import Grid, Image, Labels, Mask, Value
from napari_darkroom.plugin.layers import PARTIAL, to_value
from napari_darkroom.plugin.placement import RECORD, layer_calibration
from napari_darkroom.plugin.showing import fits
from napari_darkroom.recipe.glance import Glimpse, Seen
from napari_darkroom.recipe.graph import root
from napari_darkroom.recipe.history import Status

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session

# Who drags the slider of time stops somewhere.
_PAUSE_MS = 30
_NEVER = (Status.FAILED, Status.BLOCKED, Status.OFF)


@dataclass(frozen=True)
class _Partly:
    """A layer of which one frame is new: what it shows, and what it showed before."""

    layer: Layer
    reference: str
    before: Value


class Glimpses(QObject):
    """Says what is seen, and shows frames of it before the whole is there.

    A layer that shows such a frame is marked, for it must not be taken for a result: see
    `plugin.layers.PARTIAL`.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._partly: dict[str, _Partly] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look_again)
        dims = session.viewer.dims.events
        for emitter in (dims.current_step, dims.order, dims.ndisplay):
            emitter.connect(self._moved)
        session.destroyed.connect(lambda _=None: self._pause.stop())

    def seen(self) -> Mapping[str, Seen]:
        """Return the results that are seen and out of date, with what their layers show."""
        graph, found = self._session.history.graph, dict[str, Seen]()
        for layer, reference in self._session.bindings.pairs(graph):
            if layer.visible and self._is_to_come(reference) and reference not in found:
                value, frame = self._value(layer), self._frame(layer)
                if value is not None and frame:
                    found[reference] = Seen(value, frame)
        return found

    def _is_to_come(self, reference: str) -> bool:
        history = self._session.history
        if root(reference) in history.graph.inputs:
            return False
        return history.status(root(reference)) in (Status.STALE, Status.RUNNING)

    def _value(self, layer: Layer) -> Value | None:
        if isinstance(layer, LabelsLayer):
            return self._session.painting.value(layer)
        # Colours are shown on another scale, and bringing all of them back would take a while.
        plain = isinstance(layer, ImageLayer) and not (layer.rgb or layer.multiscale)
        return to_value(layer) if plain else None

    def _frame(self, layer: Layer) -> dict[str, int]:
        """Return the index of a layer along each axis of which one is shown."""
        dims = self._session.viewer.dims
        place = np.rint(layer.world_to_data(dims.point[dims.ndim - layer.ndim :])).astype(int)
        displayed = {axis - (dims.ndim - layer.ndim) for axis in dims.displayed}
        axes = layer_calibration(layer).axes
        return {name: int(place[i]) for i, name in enumerate(axes) if i not in displayed}

    def show(self, reference: str, glimpse: Glimpse) -> None:
        """Show a frame in the layer of its result, among the others as they were."""
        session = self._session
        # What was painted is a step first, and makes this another result.
        session.painting.look()
        layer = session.layer(reference)
        if layer is None or not fits(layer, glimpse.value):
            return
        if session.history.keys().values.get(reference) != glimpse.key:
            return
        before = self._value(layer)
        if before is not None:
            self._partly.setdefault(str(layer.unique_id), _Partly(layer, reference, before))
        _mark(layer, partial=True)
        session.display.painted_over(layer)
        self._put(layer, glimpse.value, glimpse.place)

    def _put(self, layer: Layer, value: Image | Labels | Mask, place: Any) -> None:
        if isinstance(layer, ImageLayer):
            layer.data = value.data
            return
        pixels = value.data[place]
        layer.data[place] = pixels.view(np.uint8) if isinstance(value, Mask) else pixels
        layer.refresh()
        self._session.painting.watch(layer, value)

    def whole(self, step: str) -> None:
        """Note that the whole of a step is shown."""
        self._partly = {
            key: one for key, one in self._partly.items() if root(one.reference) != step
        }

    def give_up(self) -> None:
        """Show as they were the layers whose whole will not come, for it failed or was stopped."""
        session = self._session
        for key, one in list(self._partly.items()):
            steps = {step.id for step in session.history.graph.steps}
            if session.reference(one.layer) != one.reference or root(one.reference) not in steps:
                del self._partly[key]
            elif session.history.status(root(one.reference)) in _NEVER:
                del self._partly[key]
                _mark(one.layer, partial=False)
                if isinstance(one.before, Grid) and fits(one.layer, one.before):
                    self._put(one.layer, one.before, ...)

    def _moved(self) -> None:
        if not self._session.scheduler.idle:
            self._pause.start()

    def _look_again(self) -> None:
        self._session.scheduler.update()


def _mark(layer: Layer, *, partial: bool) -> None:
    record = {**layer.metadata.get(RECORD, {}), PARTIAL: partial}
    layer.metadata = {**layer.metadata, RECORD: record}
