"""Flooding against scikit-image, pixel by pixel."""

import numpy as np
import pytest
from scipy import ndimage
from skimage.segmentation import watershed

from napari_darkroom.kernels.flooding import flood, flood_compactly, levels_of

SHAPES = [(60, 70), (9, 20, 22), (1, 50), (40, 1)]


def scene(shape, smooth, seed=0):
    """Return an image with many equal values, markers of values of their own, and a mask."""
    random = np.random.default_rng(seed)
    image = random.permutation(int(np.prod(shape))).reshape(shape).astype(float)
    if smooth:
        image = np.round(ndimage.gaussian_filter(image, 1) / 50)
    places = random.choice(image.size, 12, replace=False)
    markers = np.zeros(shape, int)
    markers.flat[places] = np.arange(1, 13)
    image.flat[places] = -np.arange(1, 13)
    return image, markers, random.random(shape) < 0.8


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


@pytest.mark.parametrize(
    "values",
    [
        np.array([3, 250, 3, 0], np.uint8),
        np.array([-(2**62), 2**62, 2**62 + 1, 2**62], np.int64),
        np.array([0, 2**63, 2**63 + 1, 2**63], np.uint64),
        np.array([-0.0, 0.0, np.inf, -np.inf, 1e-40], np.float32),
        np.array([1.5, -2, 1.5], np.float16),
        np.array([True, False, True]),
    ],
)
def test_levels_are_ordered_as_the_values(values):
    levels, count = levels_of(values, np.ones(values.shape, bool))
    within = levels[1:-1]
    np.testing.assert_array_equal(within[:, None] < within, values[:, None] < values)
    assert within.min() == 0
    assert levels.max() == count - 1


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
