"""What the history says of counts."""

import dask.array as da
import numpy as np
import pandas as pd
import pytest

import napari_darkroom as dr
from napari_darkroom.core.columns import Column
from napari_darkroom.plugin.tally import remark
from napari_darkroom.recipe.counts import counts_of


@pytest.mark.parametrize(
    ("counts", "main", "expected"),
    [
        ({"a": 1300, "b": 1214}, "a", "1,300 → 1,214 objects"),
        ({"a": 1, "b": 1}, "a", "1 → 1 object"),
        ({"b": 1214}, "", "1,214 objects"),
        ({"a": 5}, "a", ""),
        ({"b": 3, "b.applied": 3}, "", "3 corrections"),
        ({"b": 3, "b.applied": 1}, "", "3 corrections, 2 not applied"),
    ],
)
def test_what_is_said(counts, main, expected):
    assert remark("b", "labels", main, counts) == expected


def test_rows_of_a_table_too():
    assert remark("b", "table", "a", {"a": 7, "b": 4}) == "7 → 4 rows"


def test_what_is_counted():
    labels = np.zeros((2, 4, 5), np.int32)
    labels[0, 1, 1], labels[1, 1, 1], labels[1, 3, 3] = 7, 7, 9
    assert counts_of("n", dr.Labels.of(labels, axes="tyx")) == {"n": 3}
    assert counts_of("n", dr.Labels.of(da.from_array(labels), axes="tyx")) == {}
    assert counts_of("n", dr.Image.of(labels)) == {}
    changes = pd.DataFrame({"label": [1, 2], "applied": [True, False]})
    columns = {name: Column("What it is.") for name in changes}
    assert counts_of("c.changes", dr.Table(changes, columns)) == {
        "c.changes": 2,
        "c.changes.applied": 1,
    }
