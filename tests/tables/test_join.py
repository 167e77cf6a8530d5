"""Many tables under each other."""

from dataclasses import replace

import pandas as pd
import pytest

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Table
from napari_darkroom.tables.join import join

COLUMNS = {"label": Column("Label."), "area": Column("Area.", "um^2")}


def table(labels, areas):
    frame = pd.DataFrame(
        {"label": pd.Series(labels, dtype="int32"), "area": pd.Series(areas, dtype=float)}
    )
    return Table(frame, COLUMNS, name="regions")


def test_keys_stand_in_front_and_rows_below_each_other():
    first = table([1, 2], [3.0, 4.0])
    joined = join(
        [({"image": "a.tif", "well": 1}, first), ({"image": "b.tif", "well": 2}, table([1], [5.0]))]
    )
    expected = pd.DataFrame(
        {
            "image": ["a.tif", "a.tif", "b.tif"],
            "well": [1, 1, 2],
            "label": pd.Series([1, 2, 1], dtype="int32"),
            "area": [3.0, 4.0, 5.0],
        }
    )
    pd.testing.assert_frame_equal(joined.data, expected)
    assert joined.keys == ("image", "well", "label")
    assert joined.columns["area"] == COLUMNS["area"]
    assert joined.name == "regions"
    assert list(first.data.columns) == ["label", "area"]


@pytest.mark.parametrize("count", [1, 3])
def test_tables_without_rows_keep_columns_and_types(count):
    joined = join([({"image": f"{i}.tif"}, table([], [])) for i in range(count)])
    assert list(joined.data.columns) == ["image", "label", "area"]
    assert len(joined.data) == 0
    assert joined.data.dtypes["label"] == "int32"
    assert joined.data.dtypes["image"] == pd.Series(["a"]).dtype


def test_an_empty_table_among_others_changes_no_type():
    joined = join(
        [({"i": 1}, table([], [])), ({"i": 2}, table([1], [2.0])), ({"i": 3}, table([], []))]
    )
    assert joined.data["i"].tolist() == [2]
    assert joined.data.dtypes["label"] == "int32"


def test_a_column_that_only_one_table_has_is_missing_in_the_others():
    other = Table(
        pd.DataFrame({"label": [7], "mean": [1.5]}),
        {"label": Column("Label."), "mean": Column("M")},
    )
    joined = join([({"i": 1}, table([1], [2.0])), ({"i": 2}, other)])
    assert list(joined.data.columns) == ["i", "label", "area", "mean"]
    assert joined.data["mean"].isna().tolist() == [True, False]
    assert set(joined.columns) == {"i", "label", "area", "mean"}


def test_without_keys_the_rows_are_just_joined():
    joined = join([({}, table([1], [2.0])), ({}, table([1], [3.0]))])
    assert joined.data["area"].tolist() == [2.0, 3.0]


def test_what_does_not_fit_is_refused():
    one = table([1], [2.0])
    with pytest.raises(InputError, match="no table to join"):
        join([])
    with pytest.raises(InputError, match="the first image"):
        join([({"image": "a"}, one), ({"well": "b"}, one)])
    with pytest.raises(InputError, match="'label' is a column of the table already"):
        join([({"label": 1}, one)])
    pixels = replace(one, columns=COLUMNS | {"area": Column("Area.", "pixel^2")})
    with pytest.raises(InputError, match=r"'area' is in pixel\^2 in one table and in um\^2"):
        join([({"i": 1}, one), ({"i": 2}, pixels)])
