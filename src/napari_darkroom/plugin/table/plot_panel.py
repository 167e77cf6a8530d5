"""Plots beside a table: of the rows that are shown, with gates that select."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from napari.utils.notifications import show_error, show_info
from qtpy.QtCore import QTimer, Signal
from qtpy.QtGui import QStandardItemModel
from qtpy.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from napari_darkroom.core.errors import DarkroomError, InputError
from napari_darkroom.plots.chart import Chart, Data, Kind, draw, new_figure
from napari_darkroom.plots.save import save_figure
from napari_darkroom.plots.suited import suited_chart
from napari_darkroom.plots.theme import DARK
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.table.column_choice import ColumnChoice
from napari_darkroom.plugin.table.gates import Gate, Shape, shapes_for
from napari_darkroom.plugin.table.images import IMAGES
from napari_darkroom.tables.conditions import Condition, fulfil, is_number
from napari_darkroom.tables.selection import How
from napari_darkroom.tables.view import Aspect, TableView

_PAUSE_MS = 60
_CLOSE_BY = 8
_LEAST_WIDTH, _LEAST_HEIGHT = 140, 90
_FORMATS = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"
_TIME_COLUMNS = ("t", "frame", "position")
# What a table of another shape is not plotted as.
_OF_THEIR_OWN = (Kind.PROFILE, Kind.DENSITY)
_LINE_COLUMNS = ("track", "track_id", "lineage", "label")


class PlotPanel(QWidget):
    """One plot of the table that is shown."""

    pointed = Signal(int)
    """A row whose point was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.view: TableView | None = None
        self._charts: WeakKeyDictionary[TableView, Chart] = WeakKeyDictionary()
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
        # It takes the height that there is, and asks for none: filters above it need room too.
        self.canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
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
        controls.setRowStretch(5, 1)
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
        chart = Chart(kind, self.x_column.column, self.y_column.column, self.group.column, log)
        suited = self._suited
        if suited is None or suited.kind is not kind:
            return chart
        if kind is Kind.DENSITY:
            return replace(suited, logarithmic=log)
        x_end = suited.x_end if chart.x == suited.x else ""
        return replace(chart, x_end=x_end, lines=suited.lines)

    @property
    def _suited(self) -> Chart | None:
        return None if self.view is None else suited_chart(self.view.table)

    def show_view(self, view: TableView | None) -> None:
        """Plot another view of a table: as it was plotted last, else as suits it."""
        before = self.view
        if before is not None:
            self._charts[before] = self.chart
            if self._changed in before.listeners:
                before.listeners.remove(self._changed)
        self.view = view
        for choice in (self.x_column, self.y_column, self.group):
            choice.show_view(view)
        if view is not None:
            view.listeners.append(self._changed)
            self._offer_kinds()
            if not (before is not None and _alike(before, view)) or view in self._charts:
                self._begin(view)
        self._suit_kind()

    def _offer_kinds(self) -> None:
        """Offer profiles and pairs of channels only where the table is one of those."""
        suited, model = self._suited, self.kind.model()
        for place in range(self.kind.count()):
            kind: Kind = self.kind.itemData(place)
            own = suited is not None and suited.kind is kind
            if isinstance(model, QStandardItemModel):
                present(model.item(place)).setEnabled(kind not in _OF_THEIR_OWN or own)

    def _begin(self, view: TableView) -> None:
        """Plot a view as it was plotted last, else what suits it, else columns that tell much."""
        chart = self._charts.get(view) or self._suited or self._first_chart(view)
        blocked = self.kind.blockSignals(True)
        self.kind.setCurrentIndex(self.kind.findData(chart.kind))
        self.kind.blockSignals(blocked)
        self.logarithmic.setChecked(chart.logarithmic)
        names = (chart.x, chart.y, chart.group)
        for choice, name in zip((self.x_column, self.y_column, self.group), names, strict=True):
            choice.set_column(name)

    def _first_chart(self, view: TableView) -> Chart:
        """Return a chart of columns that are no keys, of the kind that is shown."""
        kind: Kind = self.kind.currentData()
        names = [n for n in view.columns if n not in view.table.keys and not n.startswith("bbox")]
        numbers = [name for name in names if is_number(view.table.data[name])]
        x, y = [*(numbers[1:] or numbers), *numbers, "", ""][:2]
        return Chart(Kind.HISTOGRAM if kind in _OF_THEIR_OWN else kind, x, y)

    def draw_now(self) -> None:
        """Draw the plot as it is to be now."""
        view, chart = self.view, self.chart
        if view is None:
            self.figure.clear()
            self.canvas.draw_idle()  # type: ignore[no-untyped-call]
            return
        try:
            draw(self.figure, chart, _drawn(view), DARK)
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
        density = kind is Kind.DENSITY
        asked = {
            "x": kind is not Kind.BOX and not density,
            "y": kind is not Kind.HISTOGRAM and not density,
            "group": not density,
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
        if shape is not None and self.figure.axes and self.view is not None:
            axes, chart, data = self.figure.axes[0], self.chart, _drawn(self.view)
            halves = data.half_bin(chart.x, chart.x_end), data.half_bin(chart.y, chart.y_end)
            self._gate = Gate(axes, chart, shape, self.gate_to, DARK.chosen, half_bins=halves)
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


def _drawn(view: TableView) -> Data:
    """Return what is drawn of a view: the rows that are shown."""
    frame, table = view.table.data.iloc[view.rows], view.table
    images = tuple(map(str, table.metadata.get(IMAGES, ())))
    return Data(frame, view.selection.mask[view.rows], table.columns, images)


def _alike(one: TableView, other: TableView) -> bool:
    """Whether two views are of the same table, measured again, and go on with the same plot."""
    return one.table.keys == other.table.keys and one.columns == other.columns
