"""A table of measurements as Qt shows it: sorted without moving a number."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qtpy.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from napari_darkroom.core.values import Table
from napari_darkroom.plugin.measure_field import unit_text

_DIGITS = 5
_MISSING = "–"


class TableModel(QAbstractTableModel):
    """Rows of a table in any order.

    Sorting moves an index alone, by NumPy, so that a hundred thousand rows take no time; a
    proxy model would compare them one by one in Python.
    """

    def __init__(self, table: Table, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self._names = [str(name) for name in table.data.columns]
        self._columns = [table.data[name].to_numpy() for name in table.data.columns]
        self._formats = [_format(column) for column in self._columns]
        self._order = np.arange(len(table.data))
        self._place = self._order

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        """Return the number of objects."""
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._names)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, its number (edit role) or its alignment."""
        value = self._columns[index.column()][self._order[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(value, self._formats[index.column()])
        if role == Qt.ItemDataRole.EditRole:
            return value.item() if isinstance(value, np.generic) else value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
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
        column = self.table.columns[name]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{name}\n{unit_text(column.unit)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            unit = f"<br>Unit: {escape(unit_text(column.unit))}" if column.unit else ""
            source = f"<br>As in {escape(column.source)}." if column.source else ""
            return f"<qt><b>{escape(name)}</b><br>{escape(column.definition)}{unit}{source}</qt>"
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column, -1 for the order of the table; missing ones stand last."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = [self.source_row(index.row()) for index in before]
        descending = order == Qt.SortOrder.DescendingOrder
        self._order = (
            np.arange(len(self._order))
            if column < 0
            else _sorted(self._columns[column], descending=descending)
        )
        self._place = np.argsort(self._order, kind="stable")
        after = [
            self.index(self.view_row(row), index.column())
            for row, index in zip(rows, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def source_row(self, row: int) -> int:
        """Return the row of the table that stands at a row of the view."""
        return int(self._order[row])

    def view_row(self, row: int) -> int:
        """Return where a row of the table stands in the view."""
        return int(self._place[row])


def _sorted(values: NDArray[Any], *, descending: bool) -> NDArray[np.intp]:
    numbers = values.dtype.kind in "iufb"
    missing = np.isnan(values) if values.dtype.kind == "f" else np.zeros(len(values), dtype=bool)
    present = np.flatnonzero(~missing)
    keys = values[present] if numbers else values[present].astype(str)
    # Ranks, not numbers, are negated: unsigned ones have no opposite, and ties keep their order.
    ranks = np.unique(keys, return_inverse=True)[1]
    order = np.argsort(-ranks if descending else ranks, kind="stable")
    return np.concatenate([present[order], np.flatnonzero(missing)])


def _format(values: NDArray[Any]) -> str:
    """Return the one format in which the numbers of a column stand well under each other."""
    if values.dtype.kind != "f":
        return ""
    sizes = np.abs(values[np.isfinite(values)])
    largest = float(sizes.max()) if sizes.size else 0.0
    if largest >= 1e7 or 0 < largest < 1e-3:
        return ".4g"
    digits = int(np.floor(np.log10(largest))) + 1 if largest >= 1 else 0
    return f".{max(_DIGITS - max(digits, 1), 0)}f"


def _text(value: Any, format_: str) -> str:
    if isinstance(value, float) and np.isnan(value):
        return _MISSING
    return format(value, format_) if format_ else str(value)
