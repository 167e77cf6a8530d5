"""Reconstruction against scikit-image, and with walls."""

import numpy as np
import pytest
from scipy import ndimage
from skimage.morphology import reconstruction

from napari_darkroom.kernels.reconstruction import reconstruct


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
