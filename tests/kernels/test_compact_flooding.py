"""Compact flooding against scikit-image, pixel by pixel."""

import numpy as np
import pytest
from kernels.flooded import SHAPES, scene
from skimage.segmentation import watershed

from napari_darkroom.kernels.compact_flooding import flood_compactly


@pytest.mark.parametrize("diagonal", [False, True])
@pytest.mark.parametrize("smooth", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_compact_floods_are_those_of_scikit_image(shape, smooth, diagonal):
    image, markers, mask = scene(shape, smooth, seed=1)
    near = len(shape) if diagonal else 1
    expected = watershed(image, markers, near, mask=mask, compactness=7.3)
    result = flood_compactly(image, markers, mask, 7.3, [1.0] * len(shape), diagonal=diagonal)
    np.testing.assert_array_equal(result, expected)


def test_compact_floods_know_the_size_of_a_pixel():
    markers = np.zeros((41, 41), int)
    markers[20, 20], markers[0, 0] = 1, 2
    everywhere = np.ones(markers.shape, bool)
    result = flood_compactly(np.zeros((41, 41)), markers, everywhere, 1, [3, 1], diagonal=True)
    # Rows are three times as far apart: nearer to the middle is what 9 y² + x² says.
    y, x = np.mgrid[:41, :41]
    middle, corner = 9 * (y - 20) ** 2 + (x - 20) ** 2, 9 * y**2 + x**2
    np.testing.assert_array_equal(result[middle < corner], 1)
    np.testing.assert_array_equal(result[middle > corner], 2)
