"""Plots beside a table: of the rows that are shown, with gates that select."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from napari.utils.notifications import show_error, show_info
from qtpy.QtCore import QTimer, Signal
from qtpy.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from napari_darkroom.core.errors import DarkroomError, InputError
from napari_darkroom.plots.chart import Chart, Data, Kind, draw, new_figure
from napari_darkroom.plots.density import channel_pairs, drawn_pair, rows_of_pair
from napari_darkroom.plots.save import save_figure
from napari_darkroom.plots.theme import DARK
from napari_darkroom.plugin.table.gates import Gate, Shape
from napari_darkroom.plugin.table.images import IMAGES
from napari_darkroom.plugin.table.plot_controls import PlotControls
from napari_darkroom.tables.conditions import Condition, Equals, fulfil, is_number
from napari_darkroom.tables.selection import How
from napari_darkroom.tables.view import Aspect, TableView

if TYPE_CHECKING:
    import pandas as pd

_PAUSE_MS = 60
_CLOSE_BY = 8
_LEAST_WIDTH, _LEAST_HEIGHT = 140, 90
_FORMATS = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"


class PlotPanel(QWidget):
    """One plot of the table that is shown."""

    pointed = Signal(int)
    """A row whose point was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.view: TableView | None = None
        self.gated: tuple[Condition, ...] = ()
        self.controls = PlotControls()
        self.figure = new_figure()
        self.canvas = FigureCanvasQTAgg(self.figure)  # type: ignore[no-untyped-call]  # matplotlib's
        self.filter_button = QPushButton("Filter to gate")
        self.filter_button.setToolTip("Show only the rows within the gate that was drawn.")
        self.save_button = QPushButton("Save…")
        self.hint = QLabel()
        self.hint.setObjectName("hint")
        self.hint.setWordWrap(True)
        self._gate: Gate | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.draw_now)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.canvas.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)
        # It takes the height that there is, and asks for none: filters above it need room too.
        self.canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        below = QHBoxLayout()
        below.addWidget(self.hint, 1)
        below.addWidget(self.filter_button)
        below.addWidget(self.save_button)
        picture = QVBoxLayout()
        picture.setSpacing(1)
        picture.addWidget(self.canvas, 1)
        picture.addLayout(below)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(6, 0, 0, 0)
        outer.addWidget(self.controls)
        outer.addLayout(picture, 1)

    def _connect(self) -> None:
        self.controls.changed.connect(self._start_again)
        self.controls.shape.currentIndexChanged.connect(lambda _: self._set_gate())
        self.filter_button.clicked.connect(lambda _: self._filter())
        self.save_button.clicked.connect(lambda _: self._ask_and_save())
        self.canvas.mpl_connect("button_press_event", self._pressed)
        self.canvas.mpl_connect("button_release_event", self._released)
        self._pressed_at: tuple[float, float] | None = None

    @property
    def chart(self) -> Chart:
        """What is plotted."""
        return self.controls.chart

    def show_view(self, view: TableView | None) -> None:
        """Plot another view of a table: as it was plotted last, else as suits it."""
        if self.view is not None and self._changed in self.view.listeners:
            self.view.listeners.remove(self._changed)
        self.view = view
        if view is not None:
            view.listeners.append(self._changed)
        self.controls.show_view(view)

    def draw_now(self) -> None:
        """Draw the plot as it is to be now."""
        view, chart = self.view, self.chart
        if view is None:
            self.figure.clear()
            self.canvas.draw_idle()  # type: ignore[no-untyped-call]  # matplotlib's
            return
        try:
            draw(self.figure, chart, _drawn(view), DARK)
        except InputError as error:
            self.figure.clear()
            self.figure.set_facecolor(DARK.ground)
            self.filter_button.setEnabled(False)
            self.hint.setText(str(error))
        else:
            self._tell()
            self._set_gate()
        self.canvas.draw_idle()  # type: ignore[no-untyped-call]  # matplotlib's

    def _start_again(self) -> None:
        self.gated = ()
        self._pause.start()

    def _set_gate(self) -> None:
        shape: Shape | None = self.controls.shape.currentData()
        if self._gate is not None:
            self._gate.remove()
            self._gate = None
        if shape is not None and self.figure.axes and self.view is not None:
            axes, chart, data = self.figure.axes[0], self.chart, _drawn(self.view)
            pair = _pair(chart, self.view, data.frame)
            data = replace(data, frame=data.frame[rows_of_pair(data.frame, pair)])
            halves = data.half_bin(chart.x, chart.x_end), data.half_bin(chart.y, chart.y_end)
            drawn = partial(self._gate_drawn, pair)
            self._gate = Gate(axes, chart, shape, drawn, DARK.chosen, half_bins=halves)
            self._gate.show(self.gated)

    def _gate_drawn(self, pair: dict[str, str], conditions: tuple[Condition, ...]) -> None:
        """Select what lies within a gate and is drawn: bins of other channels begin there too."""
        self.gate_to((*conditions, *(Equals(name, one) for name, one in pair.items())))

    def gate_to(self, conditions: tuple[Condition, ...]) -> None:
        """Select what lies within a gate, and show it."""
        if self.view is not None:
            self.gated = conditions
            self.view.select_where(*conditions)
            self._tell()
            self._pause.start()

    def _tell(self) -> None:
        self.filter_button.setEnabled(bool(self.gated))
        if self.gated and self.view is not None:
            within = fulfil(self.view.table.data, self.gated) & self.view.shown
            count = int(within.sum())
            self.hint.setText(f"{count:,} row{'' if count == 1 else 's'} in the gate")
        elif self.view is not None and not len(self.view.rows):
            self.hint.setText("There are no rows to draw.")
        else:
            self.hint.setText("Drag in the plot to select rows.")

    def _filter(self) -> None:
        if self.view is not None and self.gated:
            conditions, self.gated = self.gated, ()
            self.view.add_conditions(*conditions)
            # All that is left was selected: nothing would stand out any more.
            self.view.select(np.zeros(0, dtype=np.intp))

    def _changed(self, aspect: Aspect) -> None:
        if aspect in (Aspect.ROWS, Aspect.SELECTION) and self.isVisible():
            self._pause.start()

    def showEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Draw what may have changed while it was hidden."""
        self._pause.start()
        super().showEvent(event)

    def _pressed(self, event: Any) -> None:
        self._pressed_at = (event.x, event.y)

    def _released(self, event: Any) -> None:
        """Select the row whose point is clicked; dragging draws a gate."""
        here = (event.x, event.y)
        if self._pressed_at != here or self.view is None or not self.figure.axes:
            return
        row = nearest_row(self.figure.axes[0], self.chart, self.view, here)
        if row is not None:
            more = event.key in ("control", "shift")
            self.view.select(np.array([row]), How.TOGGLE if more else How.ONLY)
            self.pointed.emit(row)

    def _ask_and_save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save the plot", "plot.png", _FORMATS)
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Write the plot to a file, on white."""
        view = self.view
        if view is None:
            return
        figure = new_figure()
        try:
            draw(figure, self.chart, _drawn(view))
            written = save_figure(path.with_suffix(path.suffix or ".png"), figure)
        except DarkroomError as error:
            show_error(str(error))
            return
        show_info(f"Saved {written}")


def nearest_row(axes: Any, chart: Chart, view: TableView, place: tuple[float, float]) -> int | None:
    """Return the row whose point lies at a place in pixels, None where there is none."""
    pointed = (Kind.SCATTER, Kind.COURSE, Kind.PROFILE)
    if chart.kind not in pointed or not len(view.rows):
        return None
    frame = view.table.data
    if not (is_number(frame[chart.x]) and is_number(frame[chart.y])):
        return None
    data = _drawn(view)
    points = np.column_stack([data.middles(chart.x, chart.x_end), data.numbers(chart.y)])
    apart = np.hypot(*(axes.transData.transform(points) - place).T)
    apart[~np.isfinite(apart)] = np.inf
    closest = int(apart.argmin())
    return int(view.rows[closest]) if apart[closest] <= _CLOSE_BY else None


def _pair(chart: Chart, view: TableView, drawn: pd.DataFrame) -> dict[str, str]:
    """Return the columns and channels of the pair that is drawn, where there are several."""
    several = chart.kind is Kind.DENSITY and len(channel_pairs(view.table.data)) > 1
    return drawn_pair(drawn, chart.pair) if several else {}


def _drawn(view: TableView) -> Data:
    """Return what is drawn of a view: the rows that are shown."""
    frame, table = view.table.data.iloc[view.rows], view.table
    images = tuple(map(str, table.metadata.get(IMAGES, ())))
    return Data(frame, view.selection.mask[view.rows], table.columns, images)
