"""The dock with the table of objects: a row shows its object, an object its row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari.layers import Labels, Layer
from napari.utils.notifications import show_error, show_info
from qtpy.QtCore import QItemSelectionModel, QModelIndex, Qt
from qtpy.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
)

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.values import Table
from napari_darkroom.plugin.layer_choice import watch_layers
from napari_darkroom.plugin.panel import Panel, pages_with_hint
from napari_darkroom.plugin.present import present
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.plugin.table_link import key_at, on_click, row_keys, show_object
from napari_darkroom.plugin.table_model import TableModel

if TYPE_CHECKING:
    from napari import Viewer

_EMPTY = "No table yet. Measure objects: Layers › Measure › Measure objects."


class TableDock(Panel):
    """Shows the tables that were measured on the viewer's layers.

    Parameters
    ----------
    napari_viewer : Viewer
    """

    def __init__(self, napari_viewer: Viewer) -> None:
        super().__init__(napari_viewer)
        self.choice = QComboBox()
        self.count = QLabel()
        self.count.setObjectName("hint")
        self.only_selected = QCheckBox("Show only the selected object")
        self.save_button = QPushButton("Save as CSV…")
        self.view = QTableView()
        self._layer: Layer | None = None
        self._key = ""
        self._model: TableModel | None = None
        self._rows: dict[tuple[int, ...], int] = {}
        self._followed: Labels | None = None
        self._alone: dict[str, tuple[str, Table]] = {}
        self._following = True
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setSortingEnabled(True)
        self.view.setAlternatingRowColors(True)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        rows, columns = present(self.view.verticalHeader()), present(self.view.horizontalHeader())
        rows.hide()
        rows.setDefaultSectionSize(22)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.choice)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.only_selected)
        top.addWidget(self.save_button)
        self._pages = pages_with_hint(_EMPTY)
        self._pages.addWidget(self.view)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 6, 8, 6)
        outer.setSpacing(6)
        outer.addLayout(top)
        outer.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.choice.currentIndexChanged.connect(lambda _: self._show_chosen())
        self.only_selected.toggled.connect(lambda _: self._show_only_selected())
        self.save_button.clicked.connect(lambda _: self._ask_and_save())
        watch_layers(self.viewer, self, self.refresh)
        callback = on_click(self._clicked)
        callbacks = self.viewer.mouse_drag_callbacks
        callbacks.append(callback)

        def forget(_: Any = None) -> None:
            if callback in callbacks:
                callbacks.remove(callback)

        self.destroyed.connect(forget)

    @property
    def table(self) -> Table | None:
        """The table that is shown."""
        return None if self._model is None else self._model.table

    def refresh(self) -> None:
        """Offer the tables of the layers that there are now."""
        self.choice.blockSignals(True)
        self.choice.clear()
        for layer in reversed(self.viewer.layers):
            # Further tables of a step, such as that of its changes, stand last.
            for key, table in sorted(tables_of(layer).items(), key=lambda item: "." in item[0]):
                self.choice.addItem(f"{layer.name}: {table.name}", (layer, key))
        for key, (source, table) in self._alone.items():
            self.choice.addItem(f"{source} (removed): {table.name}", (None, key))
        self.choice.setVisible(self.choice.count() > 0)
        self.choice.setCurrentIndex(max(self._choice_index(self._layer, self._key), 0))
        self.choice.blockSignals(False)
        self._show_chosen()

    def show_table(self, layer: Layer, key: str) -> None:
        """Show one table of a layer."""
        self._layer, self._key = layer, key
        self._model = None
        self.refresh()

    def show_alone(self, table: Table, key: str, source: str) -> None:
        """Show a table whose layer is gone, and offer it as long as the dock is there.

        Parameters
        ----------
        key : str
            Of its origin and output.
        source : str
            The name that the layer had.
        """
        self._alone[key] = (source, table)
        self._layer, self._key = None, key
        self.refresh()

    def _table_of(self, layer: Layer | None, key: str) -> Table | None:
        if layer is not None:
            return tables_of(layer).get(key)
        _, table = self._alone.get(key, ("", None))
        return table

    def _choice_index(self, layer: Layer | None, key: str) -> int:
        entries = [self.choice.itemData(i) for i in range(self.choice.count())]
        return next((i for i, e in enumerate(entries) if e[0] is layer and e[1] == key), -1)

    def _show_chosen(self) -> None:
        layer, key = self.choice.currentData() or (None, "")
        table = self._table_of(layer, key)
        if self._model is not None and table is self._model.table:
            return
        self._layer, self._key = layer, key
        self._model = None if table is None else TableModel(table, self)
        self._rows = {} if table is None else row_keys(table)
        self._following = False
        self.view.setModel(self._model)
        self._following = True
        has_table = self._model is not None
        self._pages.setCurrentIndex(int(has_table))
        self.save_button.setEnabled(has_table)
        self._follow_layer()
        self.count.setText(_count(table))
        if has_table:
            present(self.view.horizontalHeader()).setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            present(self.view.selectionModel()).currentRowChanged.connect(self._row_chosen)
            self.view.resizeColumnsToContents()

    def _row_chosen(self, current: QModelIndex, _: QModelIndex) -> None:
        if not (self._following and current.isValid()):
            return
        if self._model is not None and self._layer is not None:
            row = self._model.source_row(current.row())
            show_object(self.viewer, self._layer, self._model.table, row)

    def _follow_layer(self) -> None:
        """Let the box say what the layer does, which napari's own controls set too."""
        layer = self._layer
        if self._followed is not None:
            self._followed.events.show_selected_label.disconnect(self._tick)
        self._followed = layer if isinstance(layer, Labels) else None
        self.only_selected.setVisible(self._followed is not None)
        if self._followed is not None:
            self._followed.events.show_selected_label.connect(self._tick)
            self._tick()

    def _tick(self, _: Any = None) -> None:
        if self._followed is not None:
            self.only_selected.setChecked(bool(self._followed.show_selected_label))

    def _show_only_selected(self) -> None:
        if isinstance(self._layer, Labels):
            self._layer.show_selected_label = bool(self.only_selected.isChecked())

    def _clicked(self, event: Any) -> None:
        """Select the row of the object that was clicked in the canvas."""
        layer, model = self._layer, self._model
        if not isinstance(layer, Labels) or model is None or not layer.visible:
            return
        key = key_at(self.viewer, layer, model.table, event)
        if key is not None and key in self._rows:
            self.select_row(self._rows[key])

    def select_row(self, row: int) -> None:
        """Select a row of the table, wherever sorting has put it; the canvas stays as it is."""
        if self._model is None:
            return
        index = self._model.index(self._model.view_row(row), 0)
        how = QItemSelectionModel.SelectionFlag
        self._following = False
        present(self.view.selectionModel()).setCurrentIndex(index, how.ClearAndSelect | how.Rows)
        self._following = True
        self.view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        if isinstance(self._layer, Labels) and "label" in self._model.table.data.columns:
            self._layer.selected_label = int(self._model.table.data["label"].iloc[row])

    def _ask_and_save(self) -> None:
        alone, _ = self._alone.get(self._key, ("table", None))
        name = alone if self._layer is None else self._layer.name
        path, _ = QFileDialog.getSaveFileName(self, "Save the table", f"{name}.csv", "CSV (*.csv)")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Write the table that is shown to a CSV file, in the table's own order."""
        from napari_darkroom.tables.save import save_table

        if self.table is None:
            return
        try:
            written = save_table(path.with_suffix(path.suffix or ".csv"), self.table)
        except DarkroomError as error:
            show_error(str(error))
            return
        show_info(f"Saved {', '.join(str(p) for p in written)}")


def open_table(viewer: Viewer) -> TableDock:
    """Return the viewer's table dock, opened below the canvas where there is none yet."""
    widget = table_dock(viewer)
    if widget is not None:
        dock = widget.parentWidget()
        if dock is not None:
            dock.show()
        return widget
    widget = TableDock(viewer)
    viewer.window.add_dock_widget(widget, name="Table", area="bottom")
    return widget


def table_dock(viewer: Viewer) -> TableDock | None:
    """Return the viewer's table dock, None where there is none."""
    docks = viewer.window.dock_widgets.values()
    return next((widget for widget in docks if isinstance(widget, TableDock)), None)


def _count(table: Table | None) -> str:
    if table is None:
        return ""
    noun = "object" if "label" in table.keys else "row"
    return f"{len(table.data):,} {noun}{'' if len(table.data) == 1 else 's'}"
