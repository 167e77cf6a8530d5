"""Numbers of objects in frames and regions, by hand and against SciPy on random objects."""

import numpy as np
import pytest
from scipy import ndimage

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError
from napari_darkroom.engine.run import run

OBJECTS = np.array([[1, 1, 0, 0, 7, 7], [0, 0, 0, 3, 3, 0], [9, 0, 0, 0, 0, 0]])
REGIONS = np.array([[4, 4, 4, 2, 2, 2], [4, 4, 4, 4, 2, 2], [0, 0, 0, 0, 8, 8]])


def test_the_whole_image_by_hand():
    table = dr.measure.counts(dr.Labels.of(OBJECTS, scale=(0.5, 2.0), units="um"))
    assert len(table) == 1
    row = table.iloc[0]
    assert row["num_objects"] == 4
    assert row["area"] == 18
    assert row["density"] == 4 / 18
    assert row["covered_share"] == 7 / 18
    assert row["mean_area"] == 7 / 4
    assert table.attrs["units"]["area"] == "um^2"
    assert table.attrs["units"]["density"] == "1/um^2"


def test_regions_by_hand_ties_to_the_lowest_number_and_an_empty_one():
    table = dr.measure.counts(OBJECTS, REGIONS)
    assert table["region"].tolist() == [2, 4, 8]
    # Object 3 lies half in 2 and half in 4; object 9 in none.
    assert table["num_objects"].tolist() == [2, 1, 0]
    assert table["area"].tolist() == [5, 7, 2]
    np.testing.assert_allclose(table["density"], [2 / 5, 1 / 7, 0])
    np.testing.assert_allclose(table["covered_share"], [3 / 5, 3 / 7, 0])
    np.testing.assert_array_equal(table["mean_area"], [2, 2, np.nan])
    assert dr.measure.counts(OBJECTS, REGIONS, min_overlap=0.6)["num_objects"].tolist() == [1, 1, 0]


def test_a_frame_without_objects_has_a_row():
    movie = np.stack([OBJECTS, np.zeros_like(OBJECTS)]).astype(np.uint16)
    labels = dr.Labels.of(movie, "tyx")
    table = run("measure.counts", {"labels": labels})["table"]
    assert table.keys == ("t",)
    assert table.data["num_objects"].tolist() == [4, 0]
    assert table.data["density"].tolist() == [4 / 18, 0]
    assert table.data["mean_area"].isna().tolist() == [False, True]
    assert table.data["num_objects"].dtype == np.int64
    both = run("measure.counts", {"labels": labels, "regions": dr.Labels.of(REGIONS)})["table"]
    assert both.keys == ("t", "region")
    assert both.data["num_objects"].tolist() == [2, 1, 0, 0, 0, 0]


def test_a_volume_is_in_cubes():
    found = ndimage.label(np.random.default_rng(0).random((6, 20, 30)) < 0.2)[0]
    labels = dr.Labels.of(found, scale=(2.0, 0.5, 0.5), units="um")
    table = dr.measure.counts(labels)
    volume = found.size * 0.5
    assert table["num_objects"][0] == found.max()
    assert table["density"][0] == pytest.approx(found.max() / volume)
    assert table["covered_share"][0] == pytest.approx((found > 0).mean())
    assert table.attrs["units"]["density"] == "1/um^3"


def test_large_and_sparse_numbers():
    labels = OBJECTS.astype(np.uint64) * np.uint64(2**61)
    regions = REGIONS.astype(np.uint64) + np.where(REGIONS > 0, np.uint64(2**63), np.uint64(0))
    table = dr.measure.counts(labels, regions)
    assert table["region"].tolist() == [2**63 + 2, 2**63 + 4, 2**63 + 8]
    assert table["num_objects"].tolist() == [2, 1, 0]


def test_regions_lend_their_pixel_size():
    table = dr.measure.counts(OBJECTS, dr.Labels.of(REGIONS, scale=2, units="um"))
    assert table["area"].tolist() == [20, 28, 8]
    assert table.attrs["units"]["area"] == "um^2"


def test_what_does_not_fit():
    with pytest.raises(InputError, match=r"measure\.counts.*shape"):
        dr.measure.counts(OBJECTS, REGIONS[:2])
    with pytest.raises(InputError, match="negative"):
        dr.measure.counts(-OBJECTS)
