"""Flooding against scikit-image, pixel by pixel."""

import numpy as np
import pytest
from kernels.flooded import SHAPES, scene
from skimage.segmentation import watershed

from napari_darkroom.kernels.flooding import flood


@pytest.mark.parametrize("diagonal", [False, True])
@pytest.mark.parametrize("smooth", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_floods_are_those_of_scikit_image(shape, smooth, diagonal):
    image, markers, mask = scene(shape, smooth)
    near = len(shape) if diagonal else 1
    for inside in (mask, np.ones(shape, bool)):
        expected = watershed(image, markers, near, mask=inside)
        np.testing.assert_array_equal(flood(image, markers, inside, diagonal=diagonal), expected)
        whole = flood(image.astype(np.int32), markers, inside, diagonal=diagonal)
        np.testing.assert_array_equal(whole, expected)


def test_levels_far_apart_are_found_in_every_piece():
    # Blocks of empty levels are passed over; pieces come one after the other.
    image = np.array([[0, 70000, 5, 0, 9, 140000, 3, 0, 1, 2]], np.int32)
    inside = np.array([[1, 1, 1, 0, 1, 1, 1, 0, 1, 1]], bool)
    markers = np.array([[1, 0, 0, 0, 2, 0, 0, 0, 0, 3]])
    result = flood(image, markers, inside, diagonal=False)
    np.testing.assert_array_equal(result, [[1, 1, 1, 0, 2, 2, 2, 0, 3, 3]])


def test_nothing_inside_gives_nothing():
    image = np.zeros((3, 4))
    result = flood(image, np.ones((3, 4), int), np.zeros((3, 4), bool), diagonal=True)
    np.testing.assert_array_equal(result, 0)
