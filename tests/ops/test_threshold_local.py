"""Local thresholds in strips are those of the whole."""

from typing import get_args

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage

from napari_darkroom.kernels.correlate import gaussian_weights
from napari_darkroom.kernels.curvature import curvatures
from napari_darkroom.kernels.weighted_means import weighted_means
from napari_darkroom.ops.threshold.strips import marked
from napari_darkroom.ops.threshold.surroundings import LocalMethod, Thresholding, thresholds

RANDOM = np.random.default_rng(5)
IMAGE = (RANDOM.normal(300, 40, (300, 40)) + 90 * np.sin(np.arange(40))).astype(np.float32)
HOLES = IMAGE.copy()
HOLES[::9, ::7] = np.nan
VOLUME = np.stack([IMAGE, IMAGE[::-1]])


@pytest.mark.parametrize("method", get_args(LocalMethod))
@pytest.mark.parametrize("image", [IMAGE, IMAGE.astype(np.uint16), HOLES, VOLUME])
def test_some_rows_are_those_of_the_whole(method, image):
    how = Thresholding(method, 0.2, 0.06, 500.0)
    some = image[..., :24, :]
    whole, rows = np.full(some.shape, -1.0), np.full(some.shape, -1.0)
    for result, wanted in ((whole, None), (rows, (5, 19))):
        for part, level in thresholds(some, (3.0,) * image.ndim, how, wanted):
            result[part] = level
    assert_array_equal(rows[..., 5:19, :], whole[..., 5:19, :])
    assert (rows[..., :5, :] == -1).all()
    assert (rows[..., 19:, :] == -1).all()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("image", [IMAGE, IMAGE.astype(np.uint16), HOLES, VOLUME])
@pytest.mark.parametrize("method", get_args(LocalMethod))
def test_strips_are_the_whole(method, image, dark):
    how = Thresholding(method, 0.2, 0.06, 500.0)
    radius = (3.0,) * image.ndim
    expected = np.empty(image.shape, bool)
    for part, level in thresholds(image, radius, how):
        values = image[part].astype(float)
        expected[part] = values <= level - 1.5 if dark else values > level + 1.5
    assert 0 < expected.mean() < 1
    found = marked(image, radius, how, offset=1.5, dark_objects=dark)
    assert_array_equal(found, expected)


@pytest.mark.parametrize("sigma", [(0.3, 1.0, 2.5), (1.0, 7.0, 4.0)])
def test_weighted_means_are_those_of_scipy(sigma):
    volume = RANDOM.normal(0, 1, (9, 30, 50))
    weights = [gaussian_weights(s) for s in sigma]
    expected = ndimage.gaussian_filter(volume, sigma, mode="reflect")
    assert_allclose(weighted_means(volume, weights), expected, atol=1e-14)
    plane = ndimage.gaussian_filter(volume[0], sigma[1:], mode="reflect")
    assert_allclose(weighted_means(volume[0], weights[1:]), plane, atol=1e-14)


@pytest.mark.parametrize("value", [0.1, 1000.0, 2.0**60 + 1])
def test_an_even_ground_keeps_its_value_around_missing_pixels_too(value):
    even = np.full((40, 300), value)
    weights = [gaussian_weights(3.0)] * 2
    assert_array_equal(weighted_means(even, weights), even)
    even[5, 5] = np.nan
    assert_array_equal(weighted_means(even, weights)[:, 40:], value)
    assert_allclose(weighted_means(even, weights)[6:20, :20], value, rtol=1e-14)


def test_infinite_pixels_stay_and_reach_their_neighbours():
    image = np.zeros((30, 30))
    image[15, 15] = np.inf
    found = weighted_means(image, [gaussian_weights(1.0)] * 2)
    assert np.isinf(found[11:20, 11:20]).all()
    assert np.count_nonzero(found) == 81


def test_curvatures_are_those_of_numpy():
    with np.errstate(invalid="ignore"):
        bent = np.abs(np.diff(np.diff(HOLES.astype(float), 2, -1), 2, -2)).ravel()
    whole = [(0, len(HOLES))]
    assert_array_equal(curvatures(HOLES, whole), bent)
    assert curvatures(HOLES[:2], whole).size == curvatures(HOLES[:, :2], whole).size == 0
    rows = bent.reshape(len(HOLES) - 2, -1)
    some = np.concatenate([rows[:4], rows[8:14]]).ravel()
    assert_array_equal(curvatures(HOLES, [(0, 5), (9, 15)]), some)
