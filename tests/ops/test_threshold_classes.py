"""Thresholds by shares, by noise, by several classes, and in two steps."""

from itertools import combinations

import numpy as np
import pytest
from astropy.stats import sigma_clipped_stats
from numpy.testing import assert_array_equal
from skimage import filters

import napari_darkroom as dr
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.engine.catalog import find

RANDOM = np.random.default_rng(2)
NOISE = RANDOM.normal(100, 5, (60, 70))
SPOTS = NOISE + 400 * (RANDOM.random((60, 70)) < 0.03)


def limits(id_, image, **parameters):
    operation = find(id_)
    return operation.limits.find(image, **operation.check(parameters).model_dump())


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int64", "float32", "float64"])
@pytest.mark.parametrize("percent", [0, 13.7, 50, 99.99, 100])
def test_percentile_as_numpy(dtype, percent):
    image = (NOISE * (1 if dtype == "uint8" else 33)).astype(dtype)
    (found,) = limits("threshold.percentile", image, percent=percent)
    assert found == np.percentile(image.astype(float), percent)


@pytest.mark.parametrize("dtype", ["uint16", "float32", "float64"])
@pytest.mark.parametrize("clip", [2.0, 3.0, 5.0])
def test_background_as_astropy(dtype, clip):
    image = (SPOTS * 10).astype(dtype)
    _, level, noise = sigma_clipped_stats(image.astype(float), sigma=clip, maxiters=None)
    (found,) = limits("threshold.background_sigma", image, sigmas=4.0, clip=clip)
    assert found == pytest.approx(level + 4 * noise, rel=1e-12)
    (dark,) = limits("threshold.background_sigma", image, sigmas=4.0, clip=clip, dark_objects=True)
    assert dark == pytest.approx(level - 4 * noise, rel=1e-12)


def test_what_stands_out_of_noise_is_what_was_put_there():
    assert_array_equal(dr.threshold.background_sigma(SPOTS, sigmas=6), SPOTS > 300)
    missing = np.where(SPOTS > 300, np.nan, SPOTS)
    assert not dr.threshold.background_sigma(missing, sigmas=6).any()


def best_cuts(image, classes):
    """Return the thresholds of the largest variance between classes, by trying all."""
    values = np.unique(image)
    total = image.mean()

    def between(cuts):
        parts = np.digitize(image, cuts, right=True)
        chosen = [image[parts == k] for k in range(classes)]
        return sum(len(part) * (part.mean() - total) ** 2 for part in chosen)

    return max(combinations(values[:-1], classes - 1), key=between)


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_classes_are_the_best_of_all(classes):
    image = np.rint(RANDOM.choice([3, 9, 15, 21], 400) + RANDOM.normal(0, 1.2, 400)).astype(
        np.int16
    )
    found = limits("threshold.multi_otsu", image, classes=classes)
    assert found == best_cuts(image.astype(float), classes)


@pytest.mark.parametrize("classes", [2, 3, 4])
@pytest.mark.parametrize("dtype", ["uint8", "float64"])
def test_classes_as_scikit_image(dtype, classes):
    image = (SPOTS / 3 + 40 * (np.arange(70) > 30)).astype(dtype)
    expected = filters.threshold_multiotsu(image, classes)
    np.testing.assert_allclose(
        limits("threshold.multi_otsu", image, classes=classes), expected, 1e-6
    )


def test_two_classes_are_those_of_otsu_on_16_bits():
    image = (SPOTS * 90).astype(np.uint16)
    classes = dr.threshold.multi_otsu(image, classes=2)
    assert classes.dtype == np.uint8
    assert_array_equal(classes > 0, dr.threshold.otsu(image))


def test_fewer_values_than_classes():
    image = np.array([[1, 1, 5, 9]], np.uint16)
    assert_array_equal(dr.threshold.multi_otsu(image, classes=5), [[0, 0, 1, 2]])
    assert_array_equal(dr.threshold.multi_otsu(np.full((2, 2), 7)), np.zeros((2, 2)))


def test_classes_mean_the_same_in_every_plane():
    stack = dr.Image.of(np.array([[[1, 50, 99]], [[2, 51, 98]]], np.uint8), "zyx")
    result = dr.threshold.multi_otsu(stack, axes="planes")
    assert_array_equal(result.data, [[[0, 1, 2]], [[0, 1, 2]]])


def test_hysteresis_follows_what_is_bright():
    image = np.array([[9, 5, 5, 0, 5, 5, 0, 8]], np.uint8)
    result = dr.threshold.hysteresis(image, lower=4, upper=8)
    assert_array_equal(result, [[1, 1, 1, 0, 0, 0, 0, 0]])
    corner = np.array([[9, 0], [0, 5]], np.uint8)
    assert dr.threshold.hysteresis(corner, lower=4, upper=8)[1, 1]
    assert not dr.threshold.hysteresis(corner, lower=4, upper=8, diagonal=False)[1, 1]


@pytest.mark.parametrize("shape", [(60, 70), (9, 20, 20)])
def test_hysteresis_as_scikit_image(shape):
    image = filters.gaussian(np.random.default_rng(4).random(shape), 1)
    low, high = np.percentile(image, [60, 90])
    expected = filters.apply_hysteresis_threshold(image, low, high)
    found = dr.threshold.hysteresis(image, lower=low, upper=high, diagonal=False)
    assert_array_equal(found, expected)


def test_hysteresis_finds_what_is_not_given():
    image = SPOTS.astype(np.uint16)
    low, high = filters.threshold_multiotsu(image, 3)
    expected = dr.threshold.hysteresis(image, lower=low, upper=high)
    assert_array_equal(dr.threshold.hysteresis(image), expected)
    assert_array_equal(dr.threshold.hysteresis(image, lower=low), expected)
    with pytest.raises(ParameterError, match="lower = 9 is above upper = 3"):
        dr.threshold.hysteresis(image, lower=9, upper=3)
