"""Joined tables: rows, names, types and what is refused."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

import napari_darkroom as dr
from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError, ParameterError
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Table
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.lesson import equivalent_code
from napari_darkroom.engine.run import run
from napari_darkroom.tables.frame import as_frame


def table(cells, keys=("label",), unit="um"):
    frame = pd.DataFrame(cells)
    known = {name: Column(f"What {name} is.", unit, "here") for name in frame}
    return Table(frame, known, keys, "cells")


FIRST = table({"label": [4, 1, 9], "area": [10, 20, 30], "name": ["a", "b", "c"]})
SECOND = table({"label": [9, 7, 4], "area": [1, 2, 3], "mean": [0.5, 1.5, 2.5]}, unit="nm")


def joined(first=FIRST, second=SECOND, **parameters):
    return run("measure.join", {"measurements": first, "others": second}, parameters)["table"]


def test_rows_of_the_first_have_the_columns_of_both():
    result = joined()
    assert list(result.data) == ["label", "area", "name", "area_2", "mean"]
    assert result.data["label"].tolist() == [4, 1, 9]
    assert result.data["area"].dtype == np.int64
    assert_array_equal(result.data["area_2"], [3, np.nan, 1])
    assert_array_equal(result.data["mean"], [2.5, np.nan, 0.5])
    assert (result.keys, result.name) == (("label",), "cells")


def test_columns_keep_unit_definition_and_source():
    result = joined(suffix=" of nuclei")
    assert list(result.data)[3] == "area of nuclei"
    assert result.columns["area"] == FIRST.columns["area"]
    assert result.columns["area of nuclei"] == SECOND.columns["area"]
    assert result.columns["mean"].unit == "nm"


def test_rows_of_both_or_of_either():
    both = joined(rows="both").data
    assert both["label"].tolist() == [4, 9]
    assert both["area_2"].dtype == np.int64
    every = joined(rows="all").data
    assert every["label"].tolist() == [4, 1, 9, 7]
    assert every["label"].dtype == np.int64
    assert_array_equal(every["area"], [10, 20, 30, np.nan])
    assert every["name"].isna().tolist() == [False, False, False, True]
    assert_array_equal(every["mean"], [2.5, np.nan, 0.5, 1.5])


def test_whole_numbers_stay_whole_where_nothing_is_missing():
    result = joined(FIRST, table({"label": [1, 4, 9], "count": [5, 6, 7]}), rows="all").data
    assert result["count"].tolist() == [6, 5, 7]
    assert result["count"].dtype == np.int64


def test_a_row_of_a_frame_goes_to_all_of_its_objects():
    objects = table({"t": [0, 0, 1], "label": [1, 2, 1], "area": [5, 6, 7]}, ("t", "label"))
    frames = table({"t": [0, 1], "mean": [0.5, 0.7]}, ("t",))
    result = joined(objects, frames)
    assert result.data["mean"].tolist() == [0.5, 0.5, 0.7]
    assert result.keys == ("t", "label")
    with pytest.raises(InputError, match="would have no label"):
        joined(objects, frames, rows="all")
    with pytest.raises(InputError, match=r"label is none of the first.*other way round"):
        joined(frames, objects)


def test_every_key_counts():
    first = table({"t": [0, 1], "label": [1, 1], "a": [1, 2]}, ("t", "label"))
    second = table({"label": [1, 1], "t": [1, 0], "b": [3, 4]}, ("label", "t"))
    assert joined(first, second).data["b"].tolist() == [4, 3]


def test_measurements_of_the_same_objects_are_joined():
    labels = np.zeros((20, 20), int)
    labels[2:6, 2:8], labels[10:15, 3:9] = 3, 8
    frame = dr.measure.join(dr.measure.regions(labels), dr.measure.skeleton(labels))
    assert frame["label"].tolist() == [3, 8]
    assert frame["skeleton_length"].notna().all()
    assert frame.attrs["units"]["skeleton_length"] == "pixel"


@pytest.mark.parametrize("rows", ["first", "both", "all"])
@pytest.mark.parametrize("empty", [(True, False), (False, True), (True, True)])
def test_tables_without_rows_keep_their_columns(rows, empty):
    pair = [
        Table(one.data[:0] if none else one.data, one.columns, one.keys)
        for one, none in zip((FIRST, SECOND), empty, strict=True)
    ]
    result = joined(*pair, rows=rows).data
    assert list(result) == ["label", "area", "name", "area_2", "mean"]
    expected = {"first": 0 if empty[0] else 3, "both": 0, "all": 3 * empty.count(False)}
    assert len(result) == expected[rows]


def test_the_inputs_stay_as_they_are():
    before = FIRST.data.copy(), SECOND.data.copy()
    joined(rows="all")
    pd.testing.assert_frame_equal(FIRST.data, before[0])
    pd.testing.assert_frame_equal(SECOND.data, before[1])


def test_rows_that_are_named_twice_are_refused():
    twice = table({"label": [1, 4, 4], "mean": [1, 2, 3]})
    with pytest.raises(InputError, match="the second table has several rows for label 4"):
        joined(FIRST, twice)
    with pytest.raises(InputError, match="the first table has several rows for label 4"):
        joined(twice, FIRST)


def test_tables_without_keys_are_refused():
    with pytest.raises(InputError, match="the second table has no column that names its rows"):
        joined(FIRST, Table(pd.DataFrame({"a": [1]}), {"a": Column("A.")}, ()))
    with pytest.raises(InputError, match="the first table has no column"):
        joined(Table(pd.DataFrame()), FIRST)


def test_numbers_and_texts_name_no_row_together():
    with pytest.raises(InputError, match="label holds numbers in one table and texts"):
        joined(FIRST, table({"label": ["1", "4"], "mean": [1, 2]}))


@pytest.mark.parametrize("suffix", ["", "_2"])
def test_a_suffix_that_makes_no_new_name_is_refused(suffix):
    second = table({"label": [1], "area": [1], "area_2": [1]})
    with pytest.raises(ParameterError, match="Choose another suffix"):
        joined(FIRST, second, suffix=suffix)


def test_numbers_that_would_lose_digits_are_refused():
    big = table({"label": [1], "parent": [2**60 + 1]})
    with pytest.raises(InputError, match="too large to stand beside missing cells"):
        joined(FIRST, big)
    assert joined(FIRST, big, rows="both").data["parent"].tolist() == [2**60 + 1]


def test_the_equivalent_lines_give_the_same():
    declared: Operation = find("measure.join")
    code = equivalent_code(declared, {}, dr.Labels.of(np.zeros((2, 2), int)).calibration)
    names = {"measurements": as_frame(FIRST), "others": as_frame(SECOND)}
    exec(code, names)  # noqa: S102 - our own docstrings
    pd.testing.assert_frame_equal(names["table"], joined().data)
