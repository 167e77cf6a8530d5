"""Parents and children: ties, thresholds, frames, measurements, and what does not fit."""

import numpy as np
import pandas as pd
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError
from napari_darkroom.engine.run import run

PARENTS = np.array([[5, 5, 0, 2, 2, 2, 0, 0], [5, 5, 0, 2, 2, 2, 0, 9]])
CHILDREN = np.array([[1, 1, 1, 1, 0, 3, 3, 0], [0, 7, 0, 4, 0, 0, 8, 0]])


def test_most_pixels_decide_and_of_equals_the_lowest_number():
    table = dr.measure.parents(CHILDREN, PARENTS)
    assert table["label"].tolist() == [1, 3, 4, 7, 8]
    assert table["parent"].tolist() == [5, 2, 2, 5, 0]
    assert table["parent_overlap"].tolist() == [0.5, 0.5, 1, 1, 0]
    assert table["num_parents"].tolist() == [2, 1, 1, 1, 0]
    tie = dr.measure.parents(np.array([[4, 4, 4]]), np.array([[8, 0, 3]]))
    assert tie["parent"].tolist() == [3]


def test_a_child_may_need_a_share_in_its_parent():
    table = dr.measure.parents(CHILDREN, PARENTS, min_overlap=0.6)
    assert table["parent"].tolist() == [0, 0, 2, 5, 0]
    counted = dr.measure.children(PARENTS, CHILDREN, min_overlap=0.6)
    assert counted["num_children"].tolist() == [1, 1, 0]


def test_distance_of_centroids_is_physical():
    calibration = {"scale": (0.5, 2.0), "units": "um"}
    table = run(
        "measure.parents",
        {
            "children": dr.Labels.of(CHILDREN, **calibration),
            "parents": dr.Labels.of(PARENTS, **calibration),
        },
    )["table"]
    distance = table.data["parent_centroid_distance"].to_numpy()
    assert distance[0] == pytest.approx(np.hypot(0.5 * 0.5, 2.0 * 1.0))
    assert np.isnan(distance[4])
    assert table.columns["parent_centroid_distance"].unit == "um"
    assert table.keys == ("label",)


def test_children_are_counted_and_summed_up():
    measured = dr.measure.regions(CHILDREN)
    table = dr.measure.children(PARENTS, CHILDREN, measured)
    assert table["label"].tolist() == [2, 5, 9]
    assert table["num_children"].tolist() == [2, 2, 0]
    assert table["children_share"].tolist() == [3 / 6, 3 / 4, 0]
    np.testing.assert_array_equal(table["mean_num_pixels"], [1.5, 2.5, np.nan])
    for statistic, expected in {
        "sum": [3, 5],
        "min": [1, 1],
        "max": [2, 4],
        "std": [0.5, 1.5],
    }.items():
        other = dr.measure.children(PARENTS, CHILDREN, measured, statistic=statistic)
        np.testing.assert_array_equal(other[f"{statistic}_num_pixels"], [*expected, np.nan])


def test_rows_that_lack_and_cells_that_are_missing_have_no_say():
    measured = dr.measure.regions(CHILDREN)
    measured.loc[measured["label"] == 3, "num_pixels"] = np.nan
    table = dr.measure.children(PARENTS, CHILDREN, measured[measured["label"] != 7])
    assert table["num_children"].tolist() == [2, 2, 0]
    np.testing.assert_array_equal(table["mean_num_pixels"], [1, 4, np.nan])


def test_columns_keep_unit_and_source():
    size = {"scale": 0.5, "units": "um"}
    labels = {"parents": dr.Labels.of(PARENTS, **size), "children": dr.Labels.of(CHILDREN, **size)}
    measured = run("measure.regions", {"labels": labels["children"]})["table"]
    table = run("measure.children", {**labels, "measurements": measured})["table"]
    assert table.columns["mean_area"].unit == "um^2"
    assert table.columns["mean_area"].definition.startswith("Mean over the children of area: ")
    assert table.columns["mean_area"].source == measured.columns["area"].source


def test_every_frame_is_related_alone():
    parents = dr.Labels.of(np.stack([PARENTS, np.roll(PARENTS, 1, axis=1)]), "tyx")
    children = dr.Labels.of(np.stack([CHILDREN, CHILDREN]), "tyx")
    table = dr.measure.parents(children, parents)
    assert table["t"].tolist() == [0] * 5 + [1] * 5
    assert table["parent"].tolist()[:5] == [5, 2, 2, 5, 0]
    assert table["parent"].tolist()[5:] == [5, 2, 0, 5, 2]
    counted = dr.measure.children(parents, children, dr.measure.regions(children))
    for t in (0, 1):
        alone = dr.measure.children(parents.data[t], CHILDREN, dr.measure.regions(CHILDREN))
        same = counted[counted["t"] == t].drop(columns="t").reset_index(drop=True)
        pd.testing.assert_frame_equal(same, alone, check_exact=True)


def test_huge_numbers_are_kept():
    big = np.uint64(2**63 + 5)
    table = dr.measure.parents(np.array([[1, 1]]), np.array([[big, 0]], dtype=np.uint64))
    assert int(table["parent"][0]) == int(big)


def test_a_table_of_other_rows_is_refused():
    measured = dr.measure.regions(CHILDREN)
    statistics = dr.measure.image_statistics(CHILDREN)
    with pytest.raises(InputError, match=r"named by .*Give a table that was measured"):
        dr.measure.children(PARENTS, CHILDREN, statistics)
    with pytest.raises(InputError, match="several rows"):
        dr.measure.children(PARENTS, CHILDREN, pd.concat([measured, measured]))


def test_an_axis_that_the_first_lacks_is_refused():
    with pytest.raises(InputError, match=r"axis t .*geometry\.crop"):
        dr.measure.parents(
            dr.Labels.of(CHILDREN), dr.Labels.of(np.stack([PARENTS, PARENTS]), "tyx")
        )


@pytest.mark.parametrize("negative", [0, 1])
def test_negative_numbers_are_refused(negative):
    pair = [CHILDREN.copy(), PARENTS.copy()]
    pair[negative][0, 0] = -2
    with pytest.raises(InputError, match="negative number -2"):
        dr.measure.parents(*pair)
