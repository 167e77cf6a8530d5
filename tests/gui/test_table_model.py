"""The model of the table dock: texts, tooltips and sorting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from qtpy.QtCore import Qt

from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.plugin.table.model import TableModel
from napari_darkroom.tables.colouring import Colouring
from napari_darkroom.tables.conditions import Between
from napari_darkroom.tables.view import TableView


def table(**columns: object) -> Table:
    frame = pd.DataFrame(columns)
    meanings = {
        name: Column(f"What {name} is.", "um^2" if name == "area" else "") for name in frame
    }
    return Table(frame, meanings)


def model_of(**columns: object) -> TableModel:
    return TableModel(TableView(table(**columns)))


@pytest.fixture
def model(qapp: object) -> TableModel:
    area = [3.0, np.nan, 1.0, 10.0]
    return model_of(label=np.array([9, 2, 40, 7], np.uint8), area=area)


def shown(model: TableModel, column: int = 0) -> list[str]:
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def test_header_has_name_unit_and_definition(model: TableModel) -> None:
    assert model.headerData(1, Qt.Orientation.Horizontal) == "area\nµm²"
    tip = model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "What area is." in tip
    assert "µm²" in tip


def test_numbers_sort_as_numbers_and_missing_ones_last(model: TableModel) -> None:
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert shown(model) == ["40", "9", "7", "2"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert shown(model) == ["7", "9", "40", "2"]


def test_small_unsigned_numbers_sort_downwards(model: TableModel) -> None:
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert shown(model) == ["40", "9", "7", "2"]


def test_order_of_the_table_comes_back(model: TableModel) -> None:
    model.sort(0)
    model.sort(-1)
    assert shown(model) == ["9", "2", "40", "7"]


def test_only_what_fulfils_the_filters_is_shown(model: TableModel) -> None:
    model.sort(1)
    model.view.set_conditions([Between("area", low=2)])
    assert shown(model) == ["9", "7"]
    model.view.set_conditions([])
    assert shown(model) == ["40", "9", "7", "2"]


def test_columns_are_shown_in_the_order_that_is_chosen(model: TableModel) -> None:
    model.view.show_columns(["area", "label"])
    assert model.headerData(0, Qt.Orientation.Horizontal).startswith("area")
    assert shown(model, 1) == ["9", "2", "40", "7"]
    model.view.show_columns(["label"])
    assert model.columnCount() == 1


def test_cells_of_the_column_that_colours_have_their_colour(model: TableModel) -> None:
    model.view.colour_by(Colouring("area", "gray", 1, 10))
    role = Qt.ItemDataRole.DecorationRole
    shades = [model.data(model.index(row, 1), role).name() for row in range(4)]
    assert shades[2:] == ["#000000", "#ffffff"]
    assert shades[0] == "#383838"
    assert model.data(model.index(0, 0), role) is None


def test_ties_keep_the_order_of_the_table(qapp: object) -> None:
    model = model_of(label=[1, 2, 3], area=[5.0, 5.0, 5.0])
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert shown(model) == ["1", "2", "3"]


def test_missing_number_is_a_dash(model: TableModel) -> None:
    assert shown(model, 1) == ["3", "–", "1", "10"]


def test_counts_stay_whole_where_some_are_missing(qapp: object) -> None:
    assert shown(model_of(pieces=[96.0, np.nan, 100.0])) == ["96", "–", "100"]
    assert shown(model_of(share=[96.5, np.nan, 100.0])) == ["96.50", "–", "100.00"]


def test_table_without_rows_has_its_columns(qapp: object) -> None:
    model = model_of(label=np.zeros(0, int), area=np.zeros(0))
    model.sort(1)
    assert (model.rowCount(), model.columnCount()) == (0, 2)


def test_texts_sort_too(qapp: object) -> None:
    model = model_of(label=[1, 2, 3], name=["b", "c", "a"])
    model.sort(1)
    assert shown(model) == ["3", "1", "2"]
