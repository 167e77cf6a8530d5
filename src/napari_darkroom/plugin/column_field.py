"""The editor of a column's name: those of the chosen table are offered."""

from __future__ import annotations

from typing import Any

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QComboBox

from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.values import Table
from napari_darkroom.plugin.fields import Field
from napari_darkroom.plugin.style import rich_text


class ColumnField(Field):
    """A name that is typed, or chosen among the columns of a table."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.combo = QComboBox()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setMinimumContentsLength(8)
        self.combo.editTextChanged.connect(lambda _: self.changed.emit())
        self.row.addWidget(self.combo, 1)

    def value(self) -> str:
        """Return the name; the operation checks it."""
        return str(self.combo.currentText()).strip()

    def set_value(self, value: Any) -> None:
        """Show a name."""
        self.combo.setEditText(str(value))

    def offer(self, table: Table | None) -> None:
        """Offer the columns of a table.

        A default that is none of them gives way to the first column of numbers.
        """
        if table is None:
            return
        name, names = self.value(), [str(one) for one in table.data.columns]
        if names == [self.combo.itemText(i) for i in range(self.combo.count())]:
            return
        measured = [
            one for one in names if one not in table.keys and table.data[one].dtype.kind in "iuf"
        ]
        if name == self.parameter.default and name not in names and measured:
            name = measured[0]
        before = self.value()
        self.combo.blockSignals(True)
        self.combo.clear()
        self.combo.addItems(names)
        for i, one in enumerate(names):
            told = table.columns[one]
            unit = f" ({told.unit})" if told.unit else ""
            text = rich_text(f"{told.definition}{unit}")
            self.combo.setItemData(i, text, Qt.ItemDataRole.ToolTipRole)
        self.combo.setEditText(name)
        self.combo.blockSignals(False)
        if name != before:
            self.changed.emit()
