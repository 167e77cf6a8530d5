"""Objects and rows are kept by what was measured of them."""

import numpy as np
import pandas as pd
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError, ParameterError


def _labels() -> np.ndarray:
    labels = np.zeros((20, 30), np.int32)
    labels[1:3, 1:3], labels[5:9, 2:8], labels[10:19, 10:29], labels[1, 20:26] = 3, 5, 8, 2**20
    return labels


def _left(labels) -> list[int]:
    return np.unique(labels[labels > 0]).tolist()


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        ({"lower": 6}, [5, 8, 2**20]),
        ({"lower": 7}, [5, 8]),
        ({"upper": 24}, [3, 5, 2**20]),
        ({"lower": 5, "upper": 24}, [5, 2**20]),
        ({"lower": 5, "upper": 24, "keep": "outside"}, [3, 8]),
        ({}, [3, 5, 8, 2**20]),
        ({"lower": 1000}, []),
    ],
)
def test_objects_in_a_range_are_kept_with_their_numbers(settings, left):
    labels = _labels()
    table = dr.measure.regions(labels)
    result = dr.labels.filter(labels, table, column="num_pixels", **settings)
    assert _left(result) == left
    np.testing.assert_array_equal(result, np.where(np.isin(labels, left), labels, 0))
    assert result.dtype == labels.dtype


def test_every_frame_has_its_own_rows():
    frames = np.stack([_labels(), _labels()])
    frames[1][frames[1] == 8] = 0
    frames[1, 10:12, 10:12] = 8
    labels = dr.Labels.of(frames, "tyx")
    result = dr.labels.filter(labels, dr.measure.regions(labels), column="num_pixels", lower=10)
    assert [_left(one) for one in result.data] == [[5, 8], [5]]


@pytest.mark.parametrize(("unmeasured", "left"), [("remove", [8]), ("keep", [3, 8, 2**20])])
def test_objects_without_a_row_or_a_value(unmeasured, left):
    table = pd.DataFrame({"label": [8, 3, 5, 77], "score": [0.9, np.nan, 0.1, 0.8]})
    for side, others in (("inside", []), ("outside", [5])):
        result = dr.labels.filter(
            _labels(), table, column="score", lower=0.5, keep=side, unmeasured=unmeasured
        )
        expected = left if side == "inside" else sorted({*left, *others} - {8})
        assert _left(result) == expected


def test_an_unmeasured_object_is_named():
    table = pd.DataFrame({"label": [3, 5], "score": [1.0, 1.0]})
    with pytest.raises(InputError, match=r"2 objects have no value.* first of them 8"):
        dr.labels.filter(_labels(), table, column="score", unmeasured="refuse")


def test_no_rows_and_no_objects():
    none = pd.DataFrame({"label": np.zeros(0, np.int64), "score": np.zeros(0)})
    assert not dr.labels.filter(_labels(), none, column="score").any()
    kept = dr.labels.filter(_labels(), none, column="score", unmeasured="keep")
    np.testing.assert_array_equal(kept, _labels())
    assert not dr.labels.filter(np.zeros((4, 5), int), none, column="score").any()


def test_huge_numbers_are_told_apart():
    labels = np.zeros((4, 5), np.uint64)
    labels[0], labels[1], labels[2] = 2**63 + 1, 2**63 + 2, 7
    table = dr.measure.regions(labels).assign(score=[1.0, 2.0, 3.0])
    result = dr.labels.filter(labels, table, column="score", lower=2, upper=2)
    assert _left(result) == [2**63 + 1]


def test_what_does_not_fit_is_told():
    labels = _labels()
    table = dr.measure.regions(labels)
    with pytest.raises(InputError, match=r"no column 'solidty'.*Did you mean 'solidity'"):
        dr.labels.filter(labels, table, column="solidty")
    with pytest.raises(ParameterError, match="nothing lies between"):
        dr.labels.filter(labels, table, lower=5, upper=3)
    with pytest.raises(InputError, match="several rows for one object"):
        dr.labels.filter(labels, pd.concat([table, table]))
    with pytest.raises(InputError, match="no column 't'"):
        dr.labels.filter(dr.Labels.of(labels[None], "tyx"), table)
    with pytest.raises(InputError, match="holds texts"):
        dr.labels.filter(labels, table.assign(kind="a"), column="kind")
    with pytest.raises(InputError, match="columns of whole numbers"):
        dr.labels.filter(labels, table.assign(label=table["label"] + 0.5))


def test_rows_of_a_table_in_a_range():
    table = dr.measure.regions(_labels())
    kept = dr.measure.filter_table(table, column="num_pixels", lower=6, upper=24)
    assert kept["label"].tolist() == [5, 2**20]
    assert list(kept) == list(table)
    assert kept.attrs["units"] == table.attrs["units"]
    assert kept.attrs["keys"] == ["label"]
    others = dr.measure.filter_table(table, column="num_pixels", lower=6, upper=24, keep="outside")
    assert others["label"].tolist() == [3, 8]


def test_rows_of_a_table_with_a_text():
    table = pd.DataFrame({"channel": ["dna", "rna", None, "dna"], "mean": [1.0, 2.0, 3.0, np.nan]})
    assert dr.measure.filter_table(table, column="channel", text="dna")["mean"].size == 2
    others = dr.measure.filter_table(table, column="channel", text="dna", keep="outside")
    assert others["mean"].tolist() == [2.0]
    assert dr.measure.filter_table(table, column="mean")["mean"].tolist() == [1, 2, 3]
    with pytest.raises(ParameterError, match="not both"):
        dr.measure.filter_table(table, column="channel", text="dna", lower=3)


def test_a_filter_is_a_step_of_a_recipe_and_a_command(tmp_path):
    from napari_darkroom.cli.main import main

    labels = dr.Labels.of(_labels(), name="cells")
    recipe = dr.Recipe.parse(
        """
        darkroom: 1
        inputs:
          cells: {kind: labels}
        steps:
          - {id: sizes, op: measure.regions@1, inputs: {labels: cells}}
          - id: large
            op: labels.filter@1
            inputs: {labels: cells, measurements: sizes}
            params: {column: num_pixels, lower: 10}
          - id: rows
            op: measure.filter_table@1
            inputs: {measurements: sizes}
            params: {column: num_pixels, lower: 10}
        outputs: [large, rows]
        """
    )
    results = recipe.run({"cells": labels})
    assert _left(results["large"].data) == results["rows"].data["label"].tolist() == [5, 8]
    dr.write(tmp_path / "cells.tif", labels)
    dr.write(tmp_path / "sizes.csv", dr.Recipe.parse(recipe.text()).run({"cells": labels})["rows"])
    files = [str(tmp_path / name) for name in ("cells.tif", "sizes.csv", "large.tif")]
    assert main(["apply", "labels.filter", *files, "--column", "num_pixels", "--upper", "30"]) == 0
    assert _left(dr.read(files[2], kind="labels").data) == [5]
    rows = str(tmp_path / "rows.csv")
    line = ["apply", "measure.filter_table", files[1], rows, "--column=label", "--lower=6"]
    assert main(line) == 0
    assert dr.read(rows, kind="table").data["label"].tolist() == [8]


def test_a_limit_with_a_unit_means_the_same_on_every_image():
    for scale, unit in ((1.0, "um"), (1000.0, "nm"), (0.001, "mm")):
        labels = dr.Labels.of(_labels(), "yx", scale=scale, units=unit)
        table = dr.measure.regions(labels)
        kept = dr.labels.filter(labels, table, column="area", lower="5.9 um^2", upper="24.1 µm²")
        assert _left(kept.data) == [5, 2**20]
        rows = dr.measure.filter_table(table, column="area", lower="24.1 um^2")
        assert rows["label"].tolist() == [8]


@pytest.mark.parametrize(
    ("column", "limit", "told"),
    [
        ("area", "5 um^2", r"lower = 5 um\^2, but area is in pixel\^2 in this table"),
        ("solidity", "5 um", "solidity has no unit in this table"),
        ("colour", "5 um", "no column 'colour'"),
    ],
)
def test_a_limit_in_a_unit_that_does_not_fit_is_refused(column, limit, told):
    table = dr.measure.regions(_labels())
    with pytest.raises(InputError, match=told):
        dr.labels.filter(_labels(), table, column=column, lower=limit)


def test_a_limit_is_one_number():
    table = dr.measure.regions(_labels())
    for limit, told in (("some", "its own, as in '50 um"), ("1, 2 um", "must be one number")):
        with pytest.raises(ParameterError, match=told):
            dr.labels.filter(_labels(), table, lower=limit)
    with pytest.raises(ParameterError, match="lower = 9 pixel\\^2 is above upper = 3"):
        dr.labels.filter(_labels(), table, lower="9 pixel^2", upper=3)
