"""How a table is looked at, as plain values: whole, damaged, and with columns that are gone."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from napari_darkroom.core.columns import Column
from napari_darkroom.core.values import Table
from napari_darkroom.tables.colouring import Colouring
from napari_darkroom.tables.conditions import Between, Contains, Equals, Inside
from napari_darkroom.tables.view import Objects, TableView
from napari_darkroom.tables.view_text import view_text, view_told

SCALES = ("viridis", "plasma")
CORNERS = ((0.0, 0.0), (60.0, 0.0), (60.0, 9.0), (0.0, 9.0))


def table(*without: str, **more: Any) -> Table:
    cells = {
        "label": [700, 3, 12],
        "area": [9.0, 25.0, 49.5],
        "y": [1.0, 2.0, 3.0],
        "note": ["a", "b", "ab"],
    } | more
    frame = pd.DataFrame({name: one for name, one in cells.items() if name not in without})
    return Table(frame, {name: Column("") for name in frame})


WORDS = (Contains("note", "B", without=True), Equals("note", "c", without=True))


@pytest.fixture
def view() -> TableView:
    view = TableView(table())
    view.set_conditions(
        [
            Between("area", low=9),
            *WORDS,
            Inside("area", "y", CORNERS),
        ]
    )
    view.show_columns(["area", "label", "note"])
    view.sort_by("area", descending=True)
    view.colour_by(Colouring("area", "plasma", 1.5, 40.0))
    view.see(Objects.ROWS)
    return view


def read(text: Any, of: Table) -> tuple[TableView, list[str]]:
    return view_told(of, json.loads(json.dumps(text, allow_nan=False)), SCALES)


def test_a_view_comes_back_whole(view: TableView) -> None:
    again, gone = read(view_text(view), table())
    assert gone == []
    for name in ("conditions", "sort", "columns", "colouring", "objects"):
        assert getattr(again, name) == getattr(view, name)
    np.testing.assert_array_equal(again.rows, view.rows)


def test_of_a_view_that_nobody_changed_nothing_is_told() -> None:
    assert view_text(TableView(table())) == {}
    again, gone = read({}, table())
    assert (again.columns, again.conditions, gone) == (("label", "area", "y", "note"), (), [])


def test_what_rests_on_a_column_that_is_gone_is_told(view: TableView) -> None:
    again, gone = read(view_text(view), table("area", more=[1, 2, 3]))
    assert again.conditions == WORDS
    assert again.columns == ("label", "note", "more")
    assert (again.sort, again.colouring, again.objects) == (None, None, Objects.ROWS)
    assert gone == [
        "the filter “area ≥ 9”",
        "the filter “y against area: inside of a drawn gate”",
        "the order by area",
        "the colours by area",
    ]


def test_a_range_of_what_is_words_now_is_told(view: TableView) -> None:
    again, gone = read(view_text(view), table(area=["x", "y", "z"]))
    assert again.conditions == WORDS
    assert len(gone) == 2


@pytest.mark.parametrize(
    "damaged",
    [
        {"filters": 3, "columns": [], "objects": "others"},
        {"filters": {"kind": "range"}, "columns": {"shown": []}, "objects": None},
    ],
)
def test_what_is_damaged_counts_as_not_told(damaged: dict[str, Any]) -> None:
    again, gone = read(damaged, table())
    assert (again.conditions, again.objects, gone) == ((), Objects.ALL, [])
    assert again.columns == ("label", "area", "y", "note")


def test_a_filter_order_or_colours_that_cannot_be_read_are_told() -> None:
    damaged = {
        "filters": [
            {"kind": "range", "column": "area", "low": "many"},
            {"kind": "eval", "column": "area"},
            {"kind": "gate", "x": "area", "y": "y", "corners": [[0, 0], [1, 1]]},
            {"kind": "words", "column": "note", "words": "a"},
        ],
        "order": 3,
        "colours": {"column": "area", "colormap": "viridis"},
    }
    again, gone = read(damaged, table())
    assert again.conditions == (Contains("note", "a"),)
    assert gone[:3] == ["the filter that cannot be read"] * 3
    assert len(gone) == 5


def test_an_unknown_colour_scale_is_told_and_another_taken() -> None:
    told = {"colours": {"column": "area", "colormap": "sparkle", "low": 1, "high": 2}}
    again, gone = read(told, table())
    assert again.colouring == Colouring("area", "viridis", 1.0, 2.0)
    assert gone == ["the colour scale sparkle"]
