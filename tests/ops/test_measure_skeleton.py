"""Skeletons of objects: each alone, physical, and of plain shapes."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage
from skimage.morphology import skeletonize

import napari_darkroom as dr
from napari_darkroom.engine.run import run


def test_a_thick_bar_is_a_line():
    labels = np.zeros((30, 60), int)
    labels[12:17, 10:50] = 4
    row = dr.measure.skeleton(labels).iloc[0]
    assert (row["num_end_points"], row["num_branch_points"], row["num_branches"]) == (2, 0, 1)
    # Thinning takes half of the width from either end.
    assert row["skeleton_length"] == row["longest_path"] == pytest.approx(40 - 5, abs=1.5)


def test_a_thick_cross_has_four_branches():
    labels = np.zeros((61, 61), int)
    labels[28:33, 5:56] = labels[5:56, 28:33] = 1
    row = dr.measure.skeleton(labels).iloc[0]
    assert (row["num_end_points"], row["num_branch_points"], row["num_branches"]) == (4, 1, 4)
    assert row["branch_length_mean"] == pytest.approx(row["skeleton_length"] / 4)
    assert row["skeleton_length"] == pytest.approx(2 * 46, rel=0.05)


def test_a_thick_ring_is_one_branch():
    y, x = np.mgrid[:81, :81] - 40
    far = np.hypot(y, x)
    row = dr.measure.skeleton(((far > 26) & (far < 33)).astype(int)).iloc[0]
    assert (row["num_end_points"], row["num_branch_points"], row["num_branches"]) == (0, 0, 1)
    # Steps of 1 and of the root of 2 are up to 8 % longer than the circle.
    assert 1 < row["skeleton_length"] / (2 * np.pi * 29.5) < 1.09
    assert row["longest_path"] == pytest.approx(row["skeleton_length"] / 2, rel=0.03)


def test_touching_objects_are_thinned_alone():
    smooth = ndimage.gaussian_filter(np.random.default_rng(1).random((70, 80)), 2)
    found = ndimage.label(smooth > np.quantile(smooth, 0.5))[0]
    labels = np.where(found > 0, 2 * found + (np.arange(80) > 40), 0)
    table = dr.measure.skeleton(labels)
    expected = [skeletonize(labels == k).sum() for k in table["label"]]
    assert_array_equal(table["num_skeleton_pixels"], expected)
    for k in table["label"][:6]:
        alone = dr.measure.skeleton(np.where(labels == k, k, 0))
        assert_array_equal(table[table["label"] == k], alone)


def test_lengths_are_physical_in_volumes_too():
    labels = np.zeros((9, 15, 40), int)
    labels[3:6, 6:9, 4:36] = 3
    size = {"scale": (2.0, 0.5, 0.25), "units": "um"}
    table = run("measure.skeleton", {"labels": dr.Labels.of(labels, **size)})["table"]
    assert table.columns["skeleton_length"].unit == "um"
    row = table.data.iloc[0]
    assert (row["num_end_points"], row["num_branches"]) == (2, 1)
    assert row["skeleton_length"] == pytest.approx(32 * 0.25, rel=0.1)


def test_every_kind_of_small_object():
    labels = np.zeros((7, 12), int)
    labels[1, 1] = 1
    labels[4, 1:3] = 2
    labels[1:3, 5:7] = 3
    labels[6, 6:12] = 9
    table = dr.measure.skeleton(labels)
    assert table["num_branches"].tolist()[::3] == [0, 1]
    assert table["skeleton_length"].tolist()[::3] == [0, 5]
    assert np.isnan(table["branch_length_mean"][0])
    none = dr.measure.skeleton(np.zeros((5, 5), int))
    assert len(none) == 0
    assert list(none.columns) == list(table.columns)


def test_frames_are_alone():
    line = np.zeros((9, 9), int)
    line[4, 2:8] = 6
    table = dr.measure.skeleton(dr.Labels.of(np.stack([line, line * 0, line.T]), "tyx"))
    assert table["t"].tolist() == [0, 2]
    assert table["skeleton_length"].tolist() == [5, 5]
