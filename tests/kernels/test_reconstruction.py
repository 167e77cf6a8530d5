"""Reconstruction against scikit-image, and with walls."""

import numpy as np
import pytest
from scipy import ndimage
from skimage.morphology import reconstruction

from napari_darkroom.kernels.reconstruction import _flood, reconstruct, reconstruct_down


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (40, 50), (9, 20, 17)])
@pytest.mark.parametrize("width", [0, 1.5])
def test_it_is_that_of_scikit_image(shape, width):
    mask = ndimage.gaussian_filter(np.random.default_rng(1).random(shape), width)
    cross = ndimage.generate_binary_structure(mask.ndim, 1)
    marker = ndimage.grey_erosion(mask, footprint=ndimage.iterate_structure(cross, 3))
    marker = np.minimum(marker, mask)
    expected = reconstruction(marker, mask, footprint=cross)
    before = marker.copy()
    np.testing.assert_array_equal(reconstruct(marker, mask, diagonal=False), expected)
    np.testing.assert_array_equal(marker, before)


def test_a_winding_way_is_followed_to_its_end():
    mask = np.zeros((21, 21))
    mask[::2] = 1
    mask[1::4, -1] = mask[3::4, 0] = 1
    marker = np.zeros_like(mask)
    marker[0, 0] = 1
    np.testing.assert_array_equal(reconstruct(marker, mask, diagonal=False), mask)


def test_nothing_passes_a_wall():
    mask = np.ones((5, 7))
    mask[:, 3] = -np.inf
    marker = np.where(mask > 0, 0.0, -np.inf)
    marker[2, 1] = 1
    result = reconstruct(marker, mask, diagonal=False)
    assert (result[:, :3] == 1).all()
    assert (result[:, 3] == -np.inf).all()
    assert (result[:, 4:] == 0).all()


@pytest.mark.parametrize("dtype", ["?", "u1", "u2", "i2", "i4", "u8", "f2", "f4", "f8"])
@pytest.mark.parametrize("shape", [(1, 1), (7, 1), (40, 50), (6, 1, 9), (5, 9, 11)])
def test_downwards_it_is_that_of_scikit_image(shape, dtype):
    low = 0 if dtype in ("?", "u1", "u2", "u8") else -9
    limit = np.random.default_rng(1).integers(low, 2 if dtype == "?" else 20, shape).astype(dtype)
    marker = np.maximum(limit, np.random.default_rng(2).permutation(limit))
    expected = reconstruction(marker.astype(float), limit.astype(float), method="erosion")
    result = reconstruct_down(marker, limit, diagonal=True)
    assert result.dtype == limit.dtype
    np.testing.assert_array_equal(result, expected)


@pytest.mark.parametrize("diagonal", [False, True])
def test_more_pixels_wait_than_are_listed_at_once(diagonal):
    random = np.random.default_rng(0)
    mask = random.integers(0, 60000, (700, 800)).astype(np.uint16)
    marker = np.where(random.random(mask.shape) < 1e-3, mask, 0).astype(np.uint16)
    near = ndimage.generate_binary_structure(2, 2 if diagonal else 1)
    expected = reconstruction(marker, mask, footprint=near)
    np.testing.assert_array_equal(reconstruct(marker, mask, diagonal=diagonal), expected)


def test_what_is_missing_is_a_wall_of_the_lowest_value():
    limit = np.ones((5, 7), np.float32)
    limit[:, 3] = np.nan
    marker = np.zeros_like(limit)
    marker[2, 1] = 1
    up = reconstruct(marker, limit, diagonal=True)
    assert (up[:, :3] == 1).all()
    assert (up[:, 3] == -np.inf).all()
    assert (up[:, 4:] == 0).all()
    np.testing.assert_array_equal(reconstruct_down(-marker, -limit, diagonal=True), -up)


def test_images_that_can_be_written_to_and_others_are_one_type_to_kernels():
    limit = np.ones((5, 7), np.float32)
    reconstruct(limit, limit, diagonal=True)
    known = len(_flood.signatures)
    limit.setflags(write=False)
    reconstruct_down(limit, limit, diagonal=True)
    assert len(_flood.signatures) == known
