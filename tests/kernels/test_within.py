"""Pixels within a distance, near and far, against the dilation by the same footprint."""

import numpy as np
import pytest
from scipy import ndimage

from napari_darkroom.kernels.footprints import footprint
from napari_darkroom.kernels.within import within


@pytest.mark.parametrize("radius", [(2.5, 2.5), (13, 13), (14, 14), (20.2, 9), (30, 2), (25, 25)])
def test_plane_as_dilated(radius):
    mask = np.random.default_rng(0).random((90, 70)) < 0.002
    expected = ndimage.binary_dilation(mask, footprint(radius, "disk"))
    assert 0.01 < expected.mean() < 1
    np.testing.assert_array_equal(within(mask, radius), expected)


@pytest.mark.parametrize("radius", [(1, 2, 2), (4, 4, 4), (5, 5, 5), (3, 7.5, 6)])
def test_volume_as_dilated(radius):
    mask = np.random.default_rng(0).random((12, 30, 25)) < 0.001
    expected = ndimage.binary_dilation(mask, footprint(radius, "disk"))
    assert 0.01 < expected.mean() < 1
    np.testing.assert_array_equal(within(mask, radius), expected)
