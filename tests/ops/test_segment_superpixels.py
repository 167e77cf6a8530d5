"""Superpixels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy.ndimage import gaussian_filter
from skimage.measure import label

import napari_darkroom as dr
from napari_darkroom.core.values import Image
from napari_darkroom.kernels import side_by_side
from napari_darkroom.ops.segment import superpixels

IMAGE = gaussian_filter(np.random.default_rng(5).random((60, 80)), 2)


def test_an_even_image_is_a_regular_grid() -> None:
    found = superpixels(np.full((40, 60), 9, np.uint8), size=10)
    rows, columns = np.arange(40) // 10, np.arange(60) // 10
    assert_array_equal(found, 1 + rows[:, np.newaxis] * 6 + columns)
    assert_array_equal(superpixels(np.zeros((5, 6)), size=50), 1)


def test_patches_follow_an_edge_and_are_connected() -> None:
    noise = np.random.default_rng(0).normal(0, 0.02, (60, 60))
    truth = np.arange(60) > 20 + 10 * np.sin(np.arange(60)[:, np.newaxis] / 8)
    found = superpixels(truth + noise, size=12)
    for patch in np.unique(found):
        assert np.ptp(truth[found == patch].astype(int)) == 0
    assert label(found, connectivity=1).max() == found.max() == len(np.unique(found))
    assert np.bincount(found.ravel())[1:].min() >= 0.1 * 12**2


def test_brightness_and_its_type_have_no_say() -> None:
    expected = superpixels(IMAGE, size=8)
    whole = np.rint(IMAGE * 60000).astype(">u2")
    assert_array_equal(superpixels(whole, size=8), superpixels(whole.astype(float) / 3 - 7, size=8))
    assert_array_equal(superpixels(IMAGE * 2.0**10, size=8), expected)


def test_colours_of_one_lightness_are_parted() -> None:
    image = np.empty((30, 30, 3), np.uint8)
    image[:, :13], image[:, 13:] = (200, 60, 60), (40, 125, 50)
    found = np.asarray(dr.segment.superpixels(image, size=10))
    assert found.shape == (30, 30)
    assert not set(found[:, :13].flat) & set(found[:, 13:].flat)


def test_in_micrometres_patches_of_a_volume_are_as_high_as_wide() -> None:
    image = Image.of(np.zeros((8, 40, 40), np.uint8), scale=(5, 1, 1), units="um")
    found = dr.segment.superpixels(image, size="10 um")
    assert found.data.max() == 4 * 4 * 4
    assert_array_equal(np.ptp(np.argwhere(found.data == 1), axis=0) + 1, (2, 10, 10))


def test_missing_pixels_are_in_no_patch() -> None:
    image = IMAGE.copy()
    image[10:14] = np.nan
    image[0, 0] = np.inf
    found = superpixels(image, size=10)
    assert_array_equal(found == 0, np.isnan(image))
    assert not set(found[:10].flat) & set(found[14:].flat)
    assert not superpixels(np.full((4, 5), np.nan), size=2).any()
    alone = np.full((5, 5), np.nan)
    alone[2, 2] = 1
    assert superpixels(alone, size=5).sum() == 1


def test_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = superpixels(IMAGE, size=7)
    monkeypatch.setattr(side_by_side, "_WORTHWHILE", 1)
    assert_array_equal(superpixels(IMAGE, size=7), expected)
