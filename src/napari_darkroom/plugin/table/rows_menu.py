"""What can be done with the rows that are clicked with the right button."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from qtpy.QtCore import Qt
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QMenu, QWidget

from napari_darkroom.core.units import unit_text
from napari_darkroom.plugin.present import present
from napari_darkroom.tables.conditions import Between, Condition, Equals, is_number
from napari_darkroom.tables.view import TableView


def rows_menu(
    parent: QWidget, view: TableView, cell: tuple[int, str], others: list[QAction]
) -> QMenu:
    """Return what a click with the right button offers: filters by the cell, and other commands.

    Parameters
    ----------
    cell : (int, str)
        The row of the table and the column that were clicked.
    others : list of QAction
        What stands below: marks, copying.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = cell[1]
    unit = unit_text(view.table.columns[column].unit)
    for condition in cell_filters(view, *cell):
        action = present(menu.addAction(f"Show only {condition.text(unit)}"))
        action.triggered.connect(partial(_add, view, condition))
    menu.addSeparator()
    menu.addActions(others)
    return menu


def cell_filters(view: TableView, row: int, column: str) -> list[Condition]:
    """Return the filters that keep a cell: from its number up or down, or with its text."""
    cells = view.table.data[column]
    value = cells.iloc[row]
    if cells.iloc[[row]].isna().item() or value in (np.inf, -np.inf):
        return []
    if is_number(cells):
        return [Between(column, low=float(value)), Between(column, high=float(value))]
    return [Equals(column, str(value)), Equals(column, str(value), without=True)]


def _add(view: TableView, condition: Condition, *_: Any) -> None:
    view.add_conditions(condition)
