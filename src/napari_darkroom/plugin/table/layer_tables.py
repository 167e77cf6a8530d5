"""The tables that layers have by themselves: a row a point, a row a place of a track."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Layer, Points, Tracks
from numpy.typing import NDArray
from qtpy.QtCore import QObject, QTimer, Signal

from napari_darkroom.core.columns import Column
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Table
from napari_darkroom.plugin.layers import is_preview
from napari_darkroom.plugin.placement import layer_calibration

if TYPE_CHECKING:
    from napari import Viewer

POINT, TRACK = "point", "track_id"
_PAUSE_MS = 100
_EVENTS = ("data", "features", "rebuild_tracks", "scale", "translate")
_FEATURE = Column("A feature of the layer, as it came with it.")


class LayerTables(QObject):
    """Tables of the Points and Tracks layers of a viewer, made anew when a layer changes.

    Parameters
    ----------
    viewer : Viewer
    """

    changed = Signal()
    """A table is not up to date any more."""

    def __init__(self, parent: QObject, viewer: Viewer) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._tables: dict[str, tuple[Layer, Table]] = {}
        self._watched: list[tuple[Any, Any]] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.changed)

    def key(self, layer: Layer) -> str:
        """Return what names the table of a layer, empty where it has none of its own."""
        has_table = isinstance(layer, Points | Tracks) and not is_preview(layer)
        return f"layer {layer.unique_id}" if has_table and len(layer.data) else ""

    def table(self, key: str) -> Table | None:
        """Return the table that a key names, None for another one."""
        if key in self._tables:
            return self._tables[key][1]
        layer = next((one for one in self._viewer.layers if self.key(one) == key), None)
        if layer is None:
            return None
        self._watch(key, layer)
        self._tables[key] = layer, layer_table(layer)
        return self._tables[key][1]

    def leave(self) -> None:
        """Follow no layer any more."""
        self._pause.stop()
        for emitter, callback in self._watched:
            emitter.disconnect(callback)
        self._watched.clear()

    def _watch(self, key: str, layer: Layer) -> None:
        callback = partial(self._forget, key)
        for name in _EVENTS:
            if name in layer.events.emitters:
                emitter = layer.events[name]
                emitter.connect(callback)
                self._watched.append((emitter, callback))

    def _forget(self, key: str, _: Any = None) -> None:
        kept = [one for one in self._watched if one[1].args != (key,)]
        for emitter, callback in self._watched:
            if callback.args == (key,):
                emitter.disconnect(callback)
        self._watched = kept
        self._tables.pop(key, None)
        self._pause.start()


def layer_table(layer: Points | Tracks) -> Table:
    """Return the rows of a layer: where each point is, or each place of a track, and features."""
    import pandas as pd

    calibration = layer_calibration(layer)
    tracked = isinstance(layer, Tracks)
    index = np.asarray(layer.data[:, 1:] if tracked else layer.data, dtype=float)
    name = TRACK if tracked else POINT
    numbers = layer.data[:, 0].astype(np.int64) if tracked else np.arange(len(index))
    axes, world = calibration.axes, calibration.world(index)
    cells: dict[str, Any] = {name: numbers}
    cells |= {axis: _whole(index[:, i]) for i, axis in enumerate(axes)}
    moved = not np.array_equal(world, index)
    cells |= {f"position_{axis}": world[:, i] for i, axis in enumerate(axes) if moved}
    columns = {
        TRACK: Column("Number of the track."),
        POINT: Column("Number of the point, counted from 0."),
        **{axis: Column(f"Index along {axis}.", PIXEL) for axis in axes},
        **{
            f"position_{axis}": Column(f"Place in the world along {axis}.", unit)
            for axis, unit in zip(axes, calibration.units, strict=True)
        },
    }
    features = layer.features.drop(columns=[one for one in layer.features if one in cells])
    frame = pd.DataFrame(cells).assign(**{str(one): features[one].to_numpy() for one in features})
    told = {str(one): columns.get(str(one), _FEATURE) for one in frame}
    keys = (name, axes[0]) if tracked else (name,)
    return Table(frame, told, keys, "tracks" if tracked else "points")


def _whole(numbers: NDArray[np.float64]) -> NDArray[Any]:
    """Return whole numbers as such: frames and planes mostly are."""
    whole = np.isfinite(numbers).all() and np.array_equal(numbers, np.rint(numbers))
    return numbers.astype(np.int64) if whole else numbers
