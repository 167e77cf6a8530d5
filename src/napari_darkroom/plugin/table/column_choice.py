"""A column of the table to choose."""

from __future__ import annotations

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QComboBox

from napari_darkroom.plugin.table.model import column_tip
from napari_darkroom.tables.view import TableView


class ColumnChoice(QComboBox):
    """One of the columns of a table; the choice stays where another table has it too.

    Parameters
    ----------
    nothing : str
        What the choice of no column is called, empty where there has to be one.
    """

    def __init__(self, nothing: str = "") -> None:
        super().__init__()
        self._nothing = nothing
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    @property
    def column(self) -> str:
        """The name of the column, empty for none."""
        return str(self.currentData() or "")

    def show_view(self, view: TableView | None) -> None:
        """Offer the columns of a view: those that are shown first."""
        chosen, blocked = self.column, self.blockSignals(True)
        self.clear()
        if self._nothing:
            self.addItem(self._nothing, "")
        names = [] if view is None else [*view.columns, *map(str, view.table.data.columns)]
        for name in dict.fromkeys(names):
            self.addItem(name, name)
            if view is not None:
                tip = column_tip(view, name)
                self.setItemData(self.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.set_column(chosen)
        self.blockSignals(blocked)

    def set_column(self, name: str) -> None:
        """Choose a column; the first where it is not there."""
        self.setCurrentIndex(max(self.findData(name), 0) if self.count() else -1)
