"""Noticing that labels were changed after a table was measured, where nothing measures again."""

from __future__ import annotations

from typing import Any

import numpy as np
from napari.layers import Labels, Layer
from numpy.typing import NDArray
from qtpy.QtCore import QObject, QTimer, Signal
from qtpy.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from napari_darkroom.core.values import Table
from napari_darkroom.plugin.placement import layer_calibration
from napari_darkroom.tables.view import TableView

_PAUSE_MS = 300
_EVENTS = ("paint", "labels_update", "data")
# Larger labels are not compared: a copy of them is kept.
_LARGEST = 2**28


class StaleWatch(QObject):
    """Marks the rows of objects that were changed since a table was linked with its labels."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._layer: Labels | None = None
        self._key = ""
        self._view: TableView | None = None
        self._before: NDArray[Any] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.look)

    def follow(self, layer: Layer | None, key: str, view: TableView | None) -> None:
        """Watch the labels of another table; None for nothing.

        Of a table that was looked at before, as one in which objects were marked meanwhile, the
        labels are compared with what they were then.
        """
        if layer is self._layer and view is self._view:
            return
        if layer is not None and layer is self._layer and key == self._key:
            self._view = view
            self.look()
            return
        for emitter in self._emitters():
            emitter.disconnect(self._noticed)
        self._layer, self._view = (layer if isinstance(layer, Labels) else None), view
        self._before, self._key = (None if view is None else _pixels(self._layer)), key
        for emitter in self._emitters():
            emitter.connect(self._noticed)

    def look(self) -> None:
        """Compare the labels with what they were."""
        layer, view, before = self._layer, self._view, self._before
        if layer is None or view is None or before is None:
            return
        now = np.asarray(layer.data)
        if now.shape != before.shape:
            stale = np.ones(len(view.table.data), dtype=bool)
        else:
            stale = _stale(view.table, layer_calibration(layer).axes, before, now)
        view.note_stale(stale)
        self.changed.emit()

    def _emitters(self) -> list[Any]:
        if self._layer is None or self._before is None:
            return []
        events = self._layer.events
        return [events[name] for name in _EVENTS if name in events.emitters]

    def _noticed(self, _: Any = None) -> None:
        self._pause.start()


class StaleBanner(QWidget):
    """Says that rows are stale, with a button that measures again."""

    def __init__(self) -> None:
        super().__init__()
        self.text = QLabel()
        self.text.setObjectName("complaint")
        self.button = QPushButton("Measure again")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.text)
        line.addWidget(self.button)
        line.addStretch(1)
        self.hide()

    def show_view(self, view: TableView | None) -> None:
        """Say how many rows of a view are stale."""
        count = 0 if view is None else int(view.stale.sum())
        objects = "object was" if count == 1 else "objects were"
        self.text.setText(f"{count:,} {objects} changed since the table was measured.")
        self.setVisible(count > 0)


def _pixels(layer: Labels | None) -> NDArray[Any] | None:
    """Return the labels as they are, None where they are not to be compared."""
    if layer is None or layer.multiscale or not isinstance(layer.data, np.ndarray):
        return None
    return layer.data.copy() if layer.data.size <= _LARGEST else None


def _stale(
    table: Table, axes: tuple[str, ...], before: NDArray[Any], now: NDArray[Any]
) -> NDArray[np.bool_]:
    """Return for each row whether pixels of its object came or went."""
    import pandas as pd

    frame, where = table.data, np.nonzero(before != now)
    if not len(where[0]) or "label" not in frame.columns:
        return np.zeros(len(frame), dtype=bool)
    walked = [name for name in table.keys if name in axes and name in frame.columns]
    places = {name: where[axes.index(name)] for name in walked}
    parts = [pd.DataFrame({**places, "label": data[where]}) for data in (before, now)]
    changed = pd.MultiIndex.from_frame(pd.concat(parts)[[*walked, "label"]].drop_duplicates())
    return np.asarray(pd.MultiIndex.from_frame(frame[[*walked, "label"]]).isin(changed))
