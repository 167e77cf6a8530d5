"""A table as Qt shows it: the rows and columns of a view of it, without a number moved."""

from __future__ import annotations

from html import escape
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qtpy.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from qtpy.QtGui import QColor

from napari_darkroom.core.marks import ACCEPTED, REJECTED, VERDICT
from napari_darkroom.core.units import unit_text
from napari_darkroom.plugin.table.scale import scale_colours
from napari_darkroom.tables.conditions import is_number
from napari_darkroom.tables.view import Aspect, TableView

_DIGITS = 5
_MISSING = "–"
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_VERDICTS = MappingProxyType({ACCEPTED: QColor("#6cc487"), REJECTED: QColor("#e5707a")})
_STALE = QColor("#d69e2e")
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class TableModel(QAbstractTableModel):
    """What a `TableView` shows.

    Sorting and filtering move an index alone, by NumPy, so that a hundred thousand rows take no
    time; a proxy model would compare them one by one in Python.
    """

    def __init__(self, view: TableView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._rows = view.rows
        self._names = list(view.columns)
        self._cells = dict[str, NDArray[Any]]()
        self._formats = dict[str, str]()
        self._colours: tuple[str, list[QColor]] | None = None
        view.listeners.append(self._follow)
        self._take_colours()

    def leave(self) -> None:
        """Follow the view no longer."""
        if self._follow in self.view.listeners:
            self.view.listeners.remove(self._follow)

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        """Return the number of rows that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._names)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, its value (edit role), its place or its colour."""
        name, row = self._names[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(self._column(name)[row], self._formats[name])
        if role == Qt.ItemDataRole.EditRole:
            value = self._column(name)[row]
            return value.item() if isinstance(value, np.generic) else value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if is_number(self.view.table.data[name]) else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(name, row)
        if role == Qt.ItemDataRole.ToolTipRole and self.view.stale[row]:
            return "The object was changed since it was measured."
        if role == Qt.ItemDataRole.DecorationRole:
            return self._colour(name, row)
        return None

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return name and unit of a column; as tooltip its definition."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        name = self._names[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{name}\n{unit_text(self.view.table.columns[name].unit)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return column_tip(self.view, name)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if is_number(self.view.table.data[name]) else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column, -1 for the order of the table; missing ones stand last."""
        name = None if column < 0 else self._names[column]
        self.view.sort_by(name, descending=order == Qt.SortOrder.DescendingOrder)

    def _follow(self, aspect: Aspect) -> None:
        if aspect is Aspect.ORDER:
            self._reorder()
        elif aspect in (Aspect.ROWS, Aspect.COLUMNS):
            self.beginResetModel()
            self._rows, self._names = self.view.rows, list(self.view.columns)
            self.endResetModel()
        elif aspect is Aspect.COLOURS:
            self._take_colours()
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._names) - 1)

    def _reorder(self) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = np.array([self._rows[index.row()] for index in before], dtype=np.intp)
        self._rows = self.view.rows
        after = [
            self.index(int(place), index.column())
            for place, index in zip(self.view.places(rows), before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _column(self, name: str) -> NDArray[Any]:
        if name not in self._cells:
            self._cells[name] = self.view.table.data[name].to_numpy()
            self._formats[name] = _format(self._cells[name])
        return self._cells[name]

    def _take_colours(self) -> None:
        colouring = self.view.colouring
        if colouring is None:
            self._colours = None
            return
        steps = colouring.steps(self.view.table.data[colouring.column])
        scale = [QColor.fromRgbF(*map(float, rgba)) for rgba in scale_colours(colouring.colormap)]
        self._colours, self._steps = (colouring.column, scale), steps

    def _ink(self, name: str, row: int) -> QColor | None:
        """Return the colour of the text in a cell, None for the usual one."""
        if self.view.stale[row]:
            return _STALE
        return _VERDICTS.get(str(self._column(name)[row])) if name == VERDICT else None

    def _colour(self, name: str, row: int) -> QColor | None:
        if self._colours is None or self._colours[0] != name:
            return None
        return self._colours[1][self._steps[row]]


def column_tip(view: TableView, name: str) -> str:
    """Return what a column is, as a tooltip: its definition, its unit, its source."""
    column = view.table.columns[name]
    unit = f"<br>Unit: {escape(unit_text(column.unit))}" if column.unit else ""
    source = f"<br>As in {escape(column.source)}." if column.source else ""
    return f"<qt><b>{escape(name)}</b><br>{escape(column.definition)}{unit}{source}</qt>"


def _format(values: NDArray[Any]) -> str:
    """Return the one format in which the numbers of a column stand well under each other."""
    if values.dtype.kind != "f":
        return ""
    sizes = np.abs(values[np.isfinite(values)])
    largest = float(sizes.max()) if sizes.size else 0.0
    if largest >= 1e7 or 0 < largest < 1e-3:
        return ".4g"
    if (sizes == np.floor(sizes)).all():
        # Counts of which some are missing.
        return ".0f"
    digits = int(np.floor(np.log10(largest))) + 1 if largest >= 1 else 0
    return f".{max(_DIGITS - max(digits, 1), 0)}f"


def _text(value: Any, format_: str) -> str:
    # Only what is missing differs from itself, and pandas' NA says neither.
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return _MISSING
    return format(value, format_) if format_ else str(value)
