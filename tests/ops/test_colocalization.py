"""Colocalization of what is nothing, constant, missing, in channels or at several times."""

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError

UNDEFINED_IF_CONSTANT = ["pearson", "slope", "spearman", "costes_threshold_1", "costes_m1"]


def _noise(shape=(20, 30), seed=0, dtype="uint16"):
    return np.random.default_rng(seed).integers(1, 1000, shape).astype(dtype)


def test_a_channel_with_itself():
    image = _noise()
    row = dr.measure.colocalization(image, image).iloc[0]
    names = ["pearson", "slope", "spearman", "overlap", "manders_m1", "manders_m2", "rwc_1"]
    np.testing.assert_allclose(row[names].to_numpy(float), 1, rtol=1e-12)


def test_channels_that_exclude_each_other():
    one = np.kron(np.eye(2), np.full((8, 8), 100)).astype(np.uint8)
    row = dr.measure.colocalization(one, 100 - one).iloc[0]
    assert (row["pearson"], row["spearman"], row["slope"]) == (-1, -1, -1)
    assert (row["overlap"], row["manders_m1"], row["manders_m2"], row["rwc_1"]) == (0, 0, 0, 0)
    assert np.isnan(row["overlap_above"])
    assert np.isnan(row["costes_threshold_1"])


@pytest.mark.parametrize("value", [0.0, 0.1, 7.0])
def test_a_constant_channel_correlates_with_nothing(value):
    constant = np.full((20, 30), value)
    for pair in ((constant, _noise()), (_noise(), constant), (constant, constant)):
        row = dr.measure.colocalization(*pair).iloc[0]
        assert row[["pearson", "spearman"]].isna().all()
    row = dr.measure.colocalization(constant, _noise()).iloc[0]
    assert row[UNDEFINED_IF_CONSTANT].isna().all()


def test_one_pixel_and_an_object_that_the_mask_leaves_out():
    labels = np.zeros((20, 30), int)
    labels[3, 4], labels[5:9, 5:9] = 1, 2
    mask = np.ones((20, 30), bool)
    mask[5:9, 5:9] = False
    table = dr.measure.colocalization(_noise(), _noise(seed=1), labels, mask)
    assert table["num_pixels"].tolist() == [1, 0]
    assert table[["pearson", "spearman"]].isna().all(axis=None)
    assert table["manders_m1"][0] == 1
    assert np.isnan(table["manders_m1"][1])


def test_missing_pixels_of_either_channel_are_left_out_of_both():
    one, two = _noise(dtype="float64"), _noise(seed=1, dtype="float32")
    whole = np.ones(one.shape, bool)
    whole[2:5], whole[7, 8:11] = False, False
    expected = dr.measure.colocalization(one, two, mask=whole).iloc[0]
    one[2:5], two[7, 8:11] = np.nan, np.nan
    row = dr.measure.colocalization(one, two).iloc[0]
    assert row["num_pixels"] == whole.sum()
    np.testing.assert_array_equal(row, expected)


def test_an_infinite_value_leaves_other_objects_alone():
    labels = np.repeat([[1, 2]], 10, axis=1).repeat(20, axis=0)
    one, two = _noise((20, 20), dtype="float64"), _noise((20, 20), 1)
    expected = dr.measure.colocalization(one, two, labels[:, ::10].repeat(10, axis=1))
    one[0, 0] = np.inf
    table = dr.measure.colocalization(one, two, labels[:, ::10].repeat(10, axis=1))
    np.testing.assert_array_equal(table.iloc[1], expected.iloc[1])
    assert np.isnan(table["pearson"][0])


def test_pairs_of_channels_and_frames():
    one = dr.Image.of(_noise((2, 3, 9, 8)), "tcyx", channels=("a", "b", "c"))
    two = dr.Image.of(_noise((9, 8), 1), "yx")
    table = dr.measure.colocalization(one, two)
    assert table["t"].tolist() == [0, 0, 0, 1, 1, 1]
    assert table["channel_1"].tolist() == ["a", "b", "c"] * 2
    assert "channel_2" not in table
    alone = dr.measure.colocalization(one.data[1, 2], two.data)
    np.testing.assert_array_equal(table.iloc[5, 2:].astype(float), alone.iloc[0])
    assert len(dr.measure.colocalization(one, one)) == 2 * 9


def test_sparse_numbers_and_a_volume():
    labels = np.zeros((3, 9, 8), np.uint64)
    labels[0, 2:5, 2:5], labels[1:, 5:, 5:] = 2**63 + 5, 7
    table = dr.measure.colocalization(_noise((3, 9, 8)), _noise((3, 9, 8), 1), labels)
    assert table["label"].tolist() == [7, 2**63 + 5]
    assert table["num_pixels"].tolist() == [24, 9]


def test_given_thresholds_are_those_that_count():
    one, two = _noise(), _noise(seed=1)
    row = dr.measure.colocalization(one, two, threshold_1=500, percent=50).iloc[0]
    assert (row["threshold_1"], row["threshold_2"]) == (500, two.max() / 2)
    both = (one > 500) & (two > two.max() / 2)
    assert row["manders_m1"] == one[both].sum() / one[one > 500].sum()


def test_what_does_not_fit_is_told():
    with pytest.raises(InputError, match="RGB"):
        dr.measure.colocalization(_noise(), np.zeros((20, 30, 3), np.uint8))
    with pytest.raises(InputError, match="the axis t"):
        dr.measure.colocalization(_noise(), dr.Image.of(_noise((2, 20, 30)), "tyx"))
    with pytest.raises(InputError, match="negative"):
        dr.measure.colocalization(_noise(), _noise(), np.full((20, 30), -1))
