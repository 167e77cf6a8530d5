"""A way to look at a table, without a window."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Table
from napari_darkroom.tables.clipboard import as_tsv
from napari_darkroom.tables.colouring import MISSING, Colouring, colouring_of
from napari_darkroom.tables.conditions import Between, Contains, Equals, Inside
from napari_darkroom.tables.order import sorted_rows
from napari_darkroom.tables.selection import How, Selection
from napari_darkroom.tables.statistics import summary
from napari_darkroom.tables.view import Aspect, TableView


def table(keys: tuple[str, ...] = ("label",), **columns: object) -> Table:
    frame = pd.DataFrame(columns)
    return Table(frame, {name: Column(f"The {name}.") for name in frame}, keys)


@pytest.fixture
def view() -> TableView:
    return TableView(
        table(
            label=np.array([9, 2, 700, 4, 5], np.uint16),
            area=[3.0, np.nan, 1.0, 10.0, 3.0],
            kind=["Round", "flat", None, "round", "long"],
        )
    )


def at(*rows: int) -> np.ndarray:
    return np.array(rows, dtype=np.intp)


def labels(view: TableView) -> list[int]:
    return view.table.data["label"].iloc[view.rows].tolist()


def test_ranges_words_and_outlines_filter_together(view: TableView) -> None:
    view.set_conditions([Between("area", 2, 3)])
    assert labels(view) == [9, 5]
    view.add_conditions(Contains("kind", "ROUND"))
    assert labels(view) == [9]
    view.drop_condition(Between("area", 2, 3))
    assert labels(view) == [9, 4]
    view.set_conditions([Contains("kind", "round", without=True)])
    assert labels(view) == [2, 5]
    view.set_conditions([Inside("label", "area", ((0, 0), (20, 0), (20, 5), (0, 5)))])
    assert labels(view) == [9, 5]


def test_one_condition_a_column_and_kind(view: TableView) -> None:
    view.add_conditions(Between("area", high=3))
    view.add_conditions(Between("area", low=3))
    assert view.conditions == (Between("area", low=3),)
    assert labels(view) == [9, 4, 5]


def test_a_missing_cell_fulfils_nothing(view: TableView) -> None:
    view.set_conditions([Between("area")])
    assert 2 not in labels(view)
    view.set_conditions([Contains("kind", "")])
    assert 700 not in labels(view)


def test_an_unknown_column_changes_nothing(view: TableView) -> None:
    with pytest.raises(KeyError):
        view.set_conditions([Between("mass", 1, 2)])
    assert view.conditions == ()
    assert len(view.rows) == 5


def test_what_is_filtered_out_is_not_selected(view: TableView) -> None:
    view.select(at(0, 1, 3))
    view.set_conditions([Between("area", low=5)])
    assert view.selection.rows.tolist() == [3]
    view.select(at(0), How.ADD)
    assert view.selection.rows.tolist() == [3]


def test_rows_are_found_by_key_in_any_order(view: TableView) -> None:
    view.sort_by("area", descending=True)
    assert labels(view) == [4, 9, 5, 700, 2]
    row = view.rows_of({"label": 700})
    assert row.tolist() == [2]
    assert view.places(row).tolist() == [3]
    view.set_conditions([Between("area", low=2)])
    assert view.places(row).tolist() == [-1]


def test_a_key_of_several_columns_and_duplicates() -> None:
    view = TableView(table(("t", "label"), t=[0, 1, 1, 1], label=[4, 4, 7, 4]))
    assert view.rows_of({"t": 0, "label": 4}).tolist() == [0]
    assert view.rows_of({"t": 1, "label": 4}).tolist() == [1, 3]
    assert view.rows_of({"t": 5, "label": 4}).tolist() == []
    assert view.rows_of({"parent": 5}).tolist() == []


def test_pointing_follows_the_order_that_is_shown(view: TableView) -> None:
    view.sort_by("label")
    view.point(at(0, 1), How.ONLY)
    assert sorted(view.table.data["label"].iloc[view.selection.rows]) == [2, 4]
    assert view.table.data["label"].iloc[view.selected_in_order()].tolist() == [2, 4]


def test_a_range_is_stretched_and_drawn_back() -> None:
    selection = Selection(6)
    selection.point(at(0), How.ONLY)
    selection.point(at(3), How.TOGGLE)
    selection.point(at(3, 4, 5), How.ADD, stretch=True)
    selection.point(at(3, 4), How.ADD, stretch=True)
    assert selection.rows.tolist() == [0, 3, 4]
    selection.point(at(3), How.TOGGLE)
    assert selection.rows.tolist() == [0, 4]
    selection.point(at(1), How.ONLY)
    selection.point(at(1, 2, 3), How.ADD, stretch=True)
    assert selection.rows.tolist() == [1, 2, 3]
    selection.point(at(2), How.DROP)
    assert len(selection) == 2


def test_who_listens_is_told_what_changed(view: TableView) -> None:
    told: list[Aspect] = []
    view.listeners.append(told.append)
    view.select(at(1))
    view.select(at(1))
    view.set_conditions([Between("area", low=5)])
    view.sort_by("area")
    view.show_columns(["area", "mass", "label", "area"])
    view.colour_by(Colouring("area"))
    view.colour_by(Colouring("area"))
    assert told == [
        Aspect.SELECTION, Aspect.ROWS, Aspect.SELECTION, Aspect.ORDER, Aspect.COLUMNS,
        Aspect.COLOURS,
    ]  # fmt: skip
    assert view.columns == ("area", "label")


def test_a_table_measured_again_is_looked_at_in_the_same_way(view: TableView) -> None:
    view.show_columns(["area", "kind"])
    view.set_conditions([Between("area", low=1), Contains("kind", "o")])
    view.sort_by("area", descending=True)
    view.colour_by(Colouring("kind"))
    view.select(view.rows_of({"label": 9}))
    other = view.renewed(table(label=[1, 9, 4], area=[5.0, 0.5, 9.0], round=[1, 2, 3]))
    assert other.columns == ("area", "round")
    assert other.conditions == (Between("area", low=1),)
    assert labels(other) == [4, 1]
    assert other.colouring is None
    assert len(other.selection) == 0
    again = view.renewed(table(label=[4, 9], area=[9.0, 2.0]))
    assert again.selection.rows.tolist() == [1]


def test_what_is_shown_is_a_table_in_its_own_order(view: TableView) -> None:
    view.sort_by("area")
    view.set_conditions([Between("area", low=2)])
    left = view.shown_table()
    assert left.data["label"].tolist() == [9, 4, 5]
    assert left.data.index.tolist() == [0, 1, 2]
    assert len(view.table.data) == 5


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32, bool, ">i4"])
def test_ties_keep_their_order_up_and_down(dtype: object) -> None:
    cells = pd.Series(np.array([1, 0, 1, 0], dtype))
    assert sorted_rows(cells).tolist() == [1, 3, 0, 2]
    assert sorted_rows(cells, descending=True).tolist() == [0, 2, 1, 3]


def test_words_sort_and_missing_ones_stand_last() -> None:
    cells = pd.Series(["b", None, "a", "B"])
    assert sorted_rows(cells).tolist() == [3, 2, 0, 1]
    assert sorted_rows(cells, descending=True).tolist() == [0, 2, 3, 1]


def test_an_empty_table_has_no_rows() -> None:
    view = TableView(table(label=np.zeros(0, int), kind=np.zeros(0, object)))
    view.set_conditions([Between("label", 1, 2), Contains("kind", "a")])
    view.sort_by("kind")
    view.select_where(Between("label", 0, 9))
    assert (len(view.rows), len(view.selection), view.filtered) == (0, 0, False)


def test_statistics_leave_out_what_is_missing() -> None:
    found = summary(pd.Series([1.0, np.nan, 3.0, 8.0]))
    assert (found.count, found.missing) == (3, 1)
    assert (found.mean, found.median, found.smallest, found.largest) == (4, 3, 1, 8)
    assert found.deviation == math.sqrt(13)
    assert math.isnan(summary(pd.Series([2.0])).deviation)
    assert summary(pd.Series(["a", None])).count == 1
    endless = summary(pd.Series([1.0, np.inf, -np.inf]))
    assert (endless.smallest, endless.largest) == (-np.inf, np.inf)
    assert math.isnan(endless.deviation)


def test_conditions_read_as_people_write_them() -> None:
    assert Between("area", 20).text("µm²") == "area ≥ 20 µm²"
    assert Between("area", high=1e6).text() == "area ≤ 1e+06"
    assert Between("t", 3, 3).text() == "t = 3"
    assert Between("t", 3, 4.5).text() == "t 3 – 4.5"


def test_copied_text_cannot_run_in_a_spreadsheet() -> None:
    frame = pd.DataFrame({"=a": [-1.5, np.nan], "note": ["=1+1", "\t=2"], "n": [3, 2**60]})
    assert as_tsv(frame) == f"'=a\tnote\tn\n-1.5\t'=1+1\t3\n\t' =2\t{2**60}\n"


def test_more_cells_than_a_clipboard_takes_are_refused() -> None:
    frame = pd.DataFrame(np.zeros((3, 2_000_000)))
    with pytest.raises(InputError, match="3 rows of 2000000 columns are too many"):
        as_tsv(frame)


def test_values_are_steps_of_a_scale() -> None:
    cells = pd.Series([1.0, 2.0, 3.0, np.nan, np.inf, -np.inf], name="area")
    colouring = colouring_of(cells)
    assert (colouring.low, colouring.high) == (1, 3)
    assert colouring.steps(cells).tolist() == [0, 127, 254, MISSING, 254, 0]
    flat = colouring_of(pd.Series([2, 2], name="n"))
    assert flat.steps(pd.Series([2, 3])).tolist() == [0, 254]
    words = pd.Series(["b", None, "a"], name="kind")
    assert colouring_of(words).steps(words).tolist() == [254, MISSING, 0]


def test_a_text_is_meant_as_a_whole_and_each_filter_tells_what_it_leaves_out():
    frame = pd.DataFrame({"kind": ["cell", "cell wall", "", None], "ok": [True, False, True, True]})
    view = TableView(Table(frame, {name: Column("") for name in frame}, ()))
    view.set_conditions([Equals("kind", "cell")])
    assert view.rows.tolist() == [0]
    view.set_conditions([Equals("kind", "cell", without=True), Equals("ok", "True")])
    assert view.rows.tolist() == [2]
    assert view.left_out == (2, 1)
    view.set_conditions([Equals("kind", "")])
    assert view.rows.tolist() == [2]
    assert [one.text() for one in view.conditions] == ["kind = empty"]
