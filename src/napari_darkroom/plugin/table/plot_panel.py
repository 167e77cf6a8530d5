"""Plots beside a table: of the rows that are shown, with gates that select."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from napari.utils.notifications import show_error, show_info
from qtpy.QtCore import QTimer, Signal
from qtpy.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from napari_darkroom.core.errors import DarkroomError, InputError
from napari_darkroom.plots.chart import Chart, Data, Kind, draw, new_figure
from napari_darkroom.plots.save import save_figure
from napari_darkroom.plots.theme import DARK
from napari_darkroom.plugin.table.column_choice import ColumnChoice
from napari_darkroom.plugin.table.gates import Gate, Shape, shapes_for
from napari_darkroom.tables.conditions import Condition, fulfil, is_number
from napari_darkroom.tables.selection import How
from napari_darkroom.tables.view import Aspect, TableView

_PAUSE_MS = 60
_CLOSE_BY = 8
_LEAST_WIDTH, _LEAST_HEIGHT = 140, 90
_FORMATS = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"
_TIME_COLUMNS = ("t", "distance", "radius", "position", "frame")
_LINE_COLUMNS = ("track", "track_id", "lineage", "label")


class PlotPanel(QWidget):
    """One plot of the table that is shown."""

    pointed = Signal(int)
    """A row whose point was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.view: TableView | None = None
        self.gated: tuple[Condition, ...] = ()
        self.kind, self.shape = QComboBox(), QComboBox()
        for kind in Kind:
            self.kind.addItem(kind.value, kind)
        self.x_column, self.y_column = ColumnChoice(), ColumnChoice()
        self.group = ColumnChoice("none")
        self.logarithmic = QCheckBox("Log")
        self.logarithmic.setToolTip("A logarithmic axis for counts or values.")
        self.figure = new_figure()
        self.canvas = FigureCanvasQTAgg(self.figure)  # type: ignore[no-untyped-call]
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
        self._labels = {"x": QLabel("x"), "y": QLabel("y"), "group": QLabel("Groups")}
        controls = QGridLayout()
        controls.setVerticalSpacing(3)
        controls.addWidget(self.kind, 0, 0, 1, 2)
        choices = (self.x_column, self.y_column, self.group)
        for row, (label, choice) in enumerate(zip(self._labels.values(), choices, strict=True), 1):
            choice.setMinimumContentsLength(9)
            controls.addWidget(label, row, 0)
            controls.addWidget(choice, row, 1)
        controls.addWidget(self.logarithmic, 4, 0)
        controls.addWidget(self.shape, 4, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.filter_button)
        buttons.addWidget(self.save_button)
        controls.addLayout(buttons, 5, 0, 1, 2)
        controls.setRowStretch(6, 1)
        picture = QVBoxLayout()
        picture.setSpacing(1)
        picture.addWidget(self.canvas, 1)
        picture.addWidget(self.hint)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(6, 0, 0, 0)
        outer.addLayout(controls)
        outer.addLayout(picture, 1)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(lambda _: self._suit_kind())
        for choice in (self.x_column, self.y_column, self.group):
            choice.currentIndexChanged.connect(lambda _: self._start_again())
        self.shape.currentIndexChanged.connect(lambda _: self._set_gate())
        self.logarithmic.toggled.connect(lambda _: self._start_again())
        self.filter_button.clicked.connect(lambda _: self._filter())
        self.save_button.clicked.connect(lambda _: self._ask_and_save())
        self.canvas.mpl_connect("button_press_event", self._pressed)
        self.canvas.mpl_connect("button_release_event", self._released)
        self._pressed_at: tuple[float, float] | None = None

    @property
    def chart(self) -> Chart:
        """What is plotted."""
        kind: Kind = self.kind.currentData()
        log = self.logarithmic.isChecked()
        return Chart(kind, self.x_column.column, self.y_column.column, self.group.column, log)

    def show_view(self, view: TableView | None) -> None:
        """Plot another view of a table."""
        if self.view is not None and self._changed in self.view.listeners:
            self.view.listeners.remove(self._changed)
        first = self.view is None
        self.view = view
        for choice in (self.x_column, self.y_column, self.group):
            choice.show_view(view)
        if view is not None:
            view.listeners.append(self._changed)
            if first:
                self._begin(view)
        self._suit_kind()

    def _begin(self, view: TableView) -> None:
        """Choose columns that tell something: those that are not keys."""
        names = [n for n in view.columns if n not in view.table.keys and not n.startswith("bbox")]
        numbers = [name for name in names if is_number(view.table.data[name])]
        for choice, name in zip(
            (self.x_column, self.y_column), (numbers[1:] or numbers) + numbers, strict=False
        ):
            choice.set_column(name)

    def draw_now(self) -> None:
        """Draw the plot as it is to be now."""
        view, chart = self.view, self.chart
        if view is None:
            self.figure.clear()
            self.canvas.draw_idle()  # type: ignore[no-untyped-call]
            return
        frame = view.table.data.iloc[view.rows]
        data = Data(frame, view.selection.mask[view.rows], view.table.columns)
        try:
            draw(self.figure, chart, data, DARK)
        except InputError as error:
            self.figure.clear()
            self.figure.set_facecolor(DARK.ground)
            self.hint.setText(str(error))
        else:
            self._tell()
            self._set_gate()
        self.canvas.draw_idle()  # type: ignore[no-untyped-call]

    def _suit_kind(self) -> None:
        """Ask only for what the chart has, and choose time and tracks where it is a course."""
        kind: Kind = self.kind.currentData()
        asked = {
            "x": kind is not Kind.BOX,
            "y": kind is not Kind.HISTOGRAM,
            "group": True,
        }
        for name, choice in (("x", self.x_column), ("y", self.y_column), ("group", self.group)):
            choice.setVisible(asked[name])
            self._labels[name].setVisible(asked[name])
        if kind is Kind.COURSE and self.view is not None:
            known = self.view.table.data.columns
            for choice, names in ((self.x_column, _TIME_COLUMNS), (self.group, _LINE_COLUMNS)):
                name = next((one for one in names if one in known), "")
                if name:
                    choice.set_column(name)
        blocked = self.shape.blockSignals(True)
        self.shape.clear()
        for shape in shapes_for(self.chart):
            self.shape.addItem(f"Gate: {shape.value.lower()}", shape)
        self.shape.blockSignals(blocked)
        self._start_again()

    def _start_again(self) -> None:
        self.gated = ()
        self._pause.start()

    def _set_gate(self) -> None:
        shape: Shape | None = self.shape.currentData()
        if self._gate is not None:
            self._gate.remove()
            self._gate = None
        if shape is not None and self.figure.axes:
            axes = self.figure.axes[0]
            self._gate = Gate(axes, self.chart, shape, self.gate_to, DARK.chosen)
            self._gate.show(self.gated)

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
        else:
            self.hint.setText("Drag in the plot to select rows.")

    def _filter(self) -> None:
        if self.view is not None and self.gated:
            conditions, self.gated = self.gated, ()
            self.view.add_conditions(*conditions)

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
        frame = view.table.data.iloc[view.rows]
        data = Data(frame, view.selection.mask[view.rows], view.table.columns)
        figure = new_figure()
        try:
            draw(figure, self.chart, data)
            written = save_figure(path.with_suffix(path.suffix or ".png"), figure)
        except DarkroomError as error:
            show_error(str(error))
            return
        show_info(f"Saved {written}")


def nearest_row(axes: Any, chart: Chart, view: TableView, place: tuple[float, float]) -> int | None:
    """Return the row whose point lies at a place in pixels, None where there is none."""
    if chart.kind not in (Kind.SCATTER, Kind.COURSE) or not len(view.rows):
        return None
    frame = view.table.data
    if not (is_number(frame[chart.x]) and is_number(frame[chart.y])):
        return None
    points = frame[[chart.x, chart.y]].to_numpy(dtype=float)[view.rows]
    apart = np.hypot(*(axes.transData.transform(points) - place).T)
    apart[~np.isfinite(apart)] = np.inf
    closest = int(apart.argmin())
    return int(view.rows[closest]) if apart[closest] <= _CLOSE_BY else None
