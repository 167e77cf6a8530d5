"""What is plotted: the kind of plot, its columns, and the shape of its gates."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

from qtpy.QtCore import Signal
from qtpy.QtGui import QStandardItemModel
from qtpy.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QWidget

from napari_darkroom.plots.chart import Chart, Kind
from napari_darkroom.plots.density import channel_pairs
from napari_darkroom.plots.suited import suited_chart
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.table.column_choice import ColumnChoice
from napari_darkroom.plugin.table.gates import shapes_for
from napari_darkroom.tables.conditions import is_number
from napari_darkroom.tables.view import TableView

_TIME_COLUMNS = ("t", "frame", "position")
_LINE_COLUMNS = ("track", "track_id", "lineage", "label")
# What a table of another shape is not plotted as.
_OF_THEIR_OWN = (Kind.PROFILE, Kind.DENSITY)


class PlotControls(QWidget):
    """Asks for the kind of plot and its columns, and remembers them for each table."""

    changed = Signal()
    """The plot is to be another."""

    def __init__(self) -> None:
        super().__init__()
        self._view: TableView | None = None
        self._charts: WeakKeyDictionary[TableView, Chart] = WeakKeyDictionary()
        self.kind, self.shape = QComboBox(), QComboBox()
        for kind in Kind:
            self.kind.addItem(kind.value, kind)
        self.x_column, self.y_column = ColumnChoice(), ColumnChoice()
        self.group = ColumnChoice("none")
        self.pair = QComboBox()
        self.pair.setToolTip("The two channels whose values are counted.")
        self.columns = {"x": self.x_column, "y": self.y_column, "group": self.group}
        self.logarithmic = QCheckBox("Log")
        self.logarithmic.setToolTip("A logarithmic axis for counts or values.")
        self._labels = {"x": QLabel("x"), "y": QLabel("y"), "group": QLabel("Groups")}
        self._lay_out()
        self.kind.currentIndexChanged.connect(lambda _: self._suit_kind())
        for choice in self.columns.values():
            choice.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.pair.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.logarithmic.toggled.connect(lambda _: self.changed.emit())

    def _lay_out(self) -> None:
        lines = QGridLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setVerticalSpacing(3)
        lines.addWidget(self.kind, 0, 0, 1, 2)
        for row, (name, choice) in enumerate(self.columns.items(), 1):
            choice.setMinimumContentsLength(9)
            lines.addWidget(self._labels[name], row, 0)
            lines.addWidget(choice, row, 1)
        narrow = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.pair.setSizeAdjustPolicy(narrow)
        self.pair.setMinimumContentsLength(9)
        lines.addWidget(self.pair, 4, 0, 1, 2)
        lines.addWidget(self.logarithmic, 5, 0)
        lines.addWidget(self.shape, 5, 1)
        lines.setRowStretch(6, 1)

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
            return replace(suited, logarithmic=log, pair=tuple(self.pair.currentData() or ()))
        x_end = suited.x_end if chart.x == suited.x else ""
        return replace(chart, x_end=x_end, lines=suited.lines)

    @property
    def _suited(self) -> Chart | None:
        return None if self._view is None else suited_chart(self._view.table)

    def show_view(self, view: TableView | None) -> None:
        """Offer what fits another view of a table: as it was plotted last, else as suits it."""
        before = self._view
        if before is not None:
            self._charts[before] = self.chart
        self._view = view
        for choice in self.columns.values():
            choice.show_view(view)
        if view is not None:
            self._offer_kinds()
            self._offer_pairs(view, tuple(self.pair.currentData() or ()))
            if before is None or not _alike(before, view) or view in self._charts:
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

    def _offer_pairs(self, view: TableView, chosen: tuple[str, ...]) -> None:
        """Offer the pairs of channels of a table of those, and choose one of them or the first."""
        suited = self._suited
        paired = suited is not None and suited.kind is Kind.DENSITY
        pairs = channel_pairs(view.table.data) if paired else []
        blocked = self.pair.blockSignals(True)
        self.pair.clear()
        for pair in pairs:
            self.pair.addItem(" against ".join(pair), pair)
        if pairs:
            self.pair.setCurrentIndex(pairs.index(chosen) if chosen in pairs else 0)
        self.pair.blockSignals(blocked)

    def choose_pair(self, pair: tuple[str, ...]) -> None:
        """Choose a pair of channels; one that the table does not have is passed over."""
        offered = [self.pair.itemData(place) for place in range(self.pair.count())]
        if pair in offered:
            self.pair.setCurrentIndex(offered.index(pair))

    def _begin(self, view: TableView) -> None:
        """Plot a view as it was plotted last, else what suits it, else columns that tell much."""
        chart = self._charts.get(view) or self._suited or self._first_chart(view)
        blocked = self.kind.blockSignals(True)
        self.kind.setCurrentIndex(self.kind.findData(chart.kind))
        self.kind.blockSignals(blocked)
        self.logarithmic.setChecked(chart.logarithmic)
        if chart.pair:
            self._offer_pairs(view, chart.pair)
        for choice, name in zip(
            self.columns.values(), (chart.x, chart.y, chart.group), strict=True
        ):
            choice.set_column(name)

    def _first_chart(self, view: TableView) -> Chart:
        """Return a chart of columns that are no keys, of the kind that is shown."""
        kind: Kind = self.kind.currentData()
        names = [n for n in view.columns if n not in view.table.keys and not n.startswith("bbox")]
        numbers = [name for name in names if is_number(view.table.data[name])]
        x, y = [*(numbers[1:] or numbers), *numbers, "", ""][:2]
        return Chart(Kind.HISTOGRAM if kind in _OF_THEIR_OWN else kind, x, y)

    def _suit_kind(self) -> None:
        """Ask only for what the chart has, and choose time and tracks where it is a course."""
        kind: Kind = self.kind.currentData()
        density = kind is Kind.DENSITY
        asked = {
            "x": kind is not Kind.BOX and not density,
            "y": kind is not Kind.HISTOGRAM and not density,
            "group": not density,
        }
        for name, choice in self.columns.items():
            choice.setVisible(asked[name])
            self._labels[name].setVisible(asked[name])
        self.pair.setVisible(density and self.pair.count() > 1)
        if kind is Kind.COURSE and self._view is not None:
            known = self._view.table.data.columns
            for choice, names in ((self.x_column, _TIME_COLUMNS), (self.group, _LINE_COLUMNS)):
                column = next((one for one in names if one in known), "")
                if column:
                    choice.set_column(column)
        self._offer_shapes()
        self.changed.emit()

    def _offer_shapes(self) -> None:
        blocked = self.shape.blockSignals(True)
        self.shape.clear()
        for shape in shapes_for(self.chart):
            self.shape.addItem(f"Gate: {shape.value.lower()}", shape)
        self.shape.blockSignals(blocked)


def _alike(one: TableView, other: TableView) -> bool:
    """Whether two views are of the same table, measured again, and go on with the same plot."""
    return one.table.keys == other.table.keys and one.columns == other.columns
