"""The table of images."""

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError


def test_numbers_are_those_of_numpy():
    image = np.random.default_rng(4).integers(0, 4000, (30, 31), np.uint16)
    row = dr.measure.image_statistics(image).iloc[0]
    expected = {
        "num_pixels": image.size,
        "num_missing": 0,
        "mean": image.mean(),
        "std": image.std(),
        "min": image.min(),
        "max": image.max(),
        "median": np.median(image),
        "sum": image.sum(dtype=float),
        "saturated_fraction": 0,
    }
    assert row.to_dict() == pytest.approx(expected, rel=1e-12)


def test_a_mask_says_what_counts():
    image = np.arange(12.0).reshape(3, 4)
    table = dr.measure.image_statistics(image, image > 8)
    assert table["sum"][0] == 9 + 10 + 11
    assert table["num_pixels"][0] == 3


def test_an_empty_mask_gives_no_mean_and_a_sum_of_zero():
    table = dr.measure.image_statistics(np.ones((3, 3)), np.zeros((3, 3), bool))
    assert table["sum"][0] == 0
    assert table[["mean", "std", "min", "max", "median"]].isna().all(axis=None)


def test_a_row_a_frame_and_channel():
    image = dr.Image.of(np.arange(24).reshape(2, 3, 2, 2), "tcyx", channels=("a", "b", "c"))
    table = dr.measure.image_statistics(image)
    assert table["t"].tolist() == [0, 0, 0, 1, 1, 1]
    assert table["channel"].tolist() == ["a", "b", "c"] * 2
    assert table["min"].tolist() == [0, 4, 8, 12, 16, 20]


def test_missing_and_saturated_pixels_are_counted():
    assert dr.measure.image_statistics(np.array([[np.nan, 2.0]]))["num_missing"][0] == 1
    saturated = np.array([[255, 255, 0, 3]], np.uint8)
    assert dr.measure.image_statistics(saturated)["saturated_fraction"][0] == 0.5


def test_the_sum_of_many_large_values_is_exact():
    image = np.full((500, 500), 2**31 - 1, np.int32)
    assert dr.measure.image_statistics(image)["sum"][0] == 250_000 * (2**31 - 1)


def test_a_mask_of_another_shape_is_refused():
    with pytest.raises(InputError, match="differ along x"):
        dr.measure.image_statistics(np.ones((3, 3)), np.ones((3, 4), bool))
