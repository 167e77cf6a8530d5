"""Filters against SciPy and scikit-image, on random images of several types."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage
from skimage import filters as skimage_filters

from napari_darkroom.kernels.footprints import footprint
from napari_darkroom.ops.filters import gaussian, median, unsharp_mask

MODES = ("reflect", "mirror", "nearest", "wrap", "constant")
SHAPES = [(31, 40), (9, 17, 22)]


def noise(shape, dtype):
    random = np.random.default_rng(7)
    if np.dtype(dtype).kind == "f":
        return random.normal(50, 20, shape).astype(dtype)
    info = np.iinfo(dtype)
    return random.integers(max(info.min, -5000), min(info.max, 60000), shape, dtype, True)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sigma", [(0.3, 1.0, 2.5), (3.0, 0.0, 1.5)])
@pytest.mark.parametrize("shape", SHAPES)
def test_gaussian_is_that_of_scipy(shape, sigma, mode):
    sigma = sigma[-len(shape) :]
    image = noise(shape, "float64")
    expected = ndimage.gaussian_filter(image, sigma, mode=mode)
    assert_allclose(gaussian(image, sigma=sigma, mode=mode), expected, rtol=1e-12)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float16", "float32"])
@pytest.mark.parametrize("shape", SHAPES)
def test_gaussian_in_float32_is_that_of_scipy(shape, dtype):
    image = noise(shape, dtype)
    expected = ndimage.gaussian_filter(image.astype(float), 2)
    result = gaussian(image, sigma=2)
    assert result.dtype == np.float32
    assert_allclose(result, expected, rtol=1e-5, atol=1e-6 * np.abs(image).max().astype(float))


def test_gaussian_of_sigma_zero_is_the_image():
    image = noise((12, 13), "float32")
    assert_array_equal(gaussian(image, sigma=0), image)


def test_gaussian_keeps_the_sum_of_what_lies_inside():
    image = np.zeros((41, 41))
    image[20, 20] = 3
    assert gaussian(image, sigma=2).sum() == pytest.approx(3)


def test_gaussian_wider_than_the_image_is_that_of_scipy():
    image = noise((5, 7), "float64")
    assert_allclose(gaussian(image, sigma=9), ndimage.gaussian_filter(image, 9), rtol=1e-12)


def test_gaussian_leaves_missing_pixels_out():
    image = noise((20, 21), "float64")
    image[5:8, 3:9] = np.nan
    nan = np.isnan(image)
    weight = ndimage.gaussian_filter((~nan).astype(float), 2)
    expected = ndimage.gaussian_filter(np.where(nan, 0, image), 2) / weight
    result = gaussian(image, sigma=2)
    assert_array_equal(np.isnan(result), nan)
    assert_allclose(result[~nan], expected[~nan], rtol=1e-12)


def test_gaussian_is_the_same_far_from_missing_pixels():
    image = noise((60, 61), "float32")
    holed = image.copy()
    holed[0, 0] = np.nan
    assert_array_equal(gaussian(holed, sigma=1)[20:, 20:], gaussian(image, sigma=1)[20:, 20:])


@pytest.mark.parametrize("width", range(1, 80, 7))
def test_a_pixel_does_not_depend_on_the_width_of_the_image(width):
    image = noise((11, 100), "float32")
    whole = gaussian(image, sigma=0.4, mode="constant")
    part = gaussian(image[:, : width + 2], sigma=0.4, mode="constant")
    assert_array_equal(part[:, :width], whole[:, :width])


@pytest.mark.parametrize("amount", [0.0, 0.7, 3.0])
@pytest.mark.parametrize("shape", SHAPES)
def test_unsharp_mask_is_that_of_scikit_image(shape, amount):
    image = noise(shape, "float64")
    expected = skimage_filters.unsharp_mask(image, 2, amount, preserve_range=True)
    result = unsharp_mask(image, sigma=2, amount=amount)
    assert_allclose(result, expected, rtol=1e-10, atol=1e-9)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("window", ["disk", "square"])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "int64", "float32", "float64"])
def test_median_is_that_of_scipy(dtype, window, mode):
    for shape, radius in [((21, 26), (2, 2)), ((21, 26), (1, 2.5)), ((6, 9, 11), (1, 1.5, 2))]:
        image = noise(shape, dtype)
        expected = ndimage.median_filter(image, footprint=footprint(radius, window), mode=mode)
        assert_array_equal(median(image, radius=radius, shape=window, mode=mode), expected)


@pytest.mark.parametrize("radius", [1, 2, 3, 7])
def test_square_median_of_opencv_is_that_of_scipy(radius):
    for dtype in ("uint8", "uint16", "float32"):
        image = noise((33, 35), dtype)
        expected = ndimage.median_filter(image, 2 * radius + 1)
        assert_array_equal(median(image, radius=radius, shape="square"), expected)


def test_median_of_a_mask_is_a_mask():
    mask = noise((20, 22), "float32") > 50
    result = median(mask, radius=1)
    expected = ndimage.median_filter(mask.astype(np.uint8), footprint=footprint((1, 1), "disk"))
    assert result.dtype == bool
    assert_array_equal(result, expected.astype(bool))


def test_median_leaves_missing_pixels_out():
    image = np.array([[1.0, np.nan, 3.0], [4.0, 5.0, np.nan], [7.0, 8.0, 9.0]])
    result = median(image, radius=1, shape="square")
    assert_array_equal(np.isnan(result), np.isnan(image))
    assert result[1, 1] == 5
    # 4, 7, 8 and 9 twice each (rows reflected), 5 and 5: an even number, the mean of the middle.
    assert result[2, 2] == np.nanmedian([5, 8, 8, 9, 9, 9, 9])


def test_median_of_radius_zero_is_the_image():
    image = noise((9, 9), "uint16")
    assert_array_equal(median(image, radius=0), image)


@pytest.mark.parametrize("sigma", [1.0, (9.0, 2.0)])
def test_a_tall_image_is_smoothed_as_its_parts(sigma):
    image = np.random.default_rng(8).random((1100, 9), np.float32)
    whole = gaussian(image, sigma=sigma)
    for start in (150, 420, 760):
        part = gaussian(image[start - 40 : start + 140], sigma=sigma)
        assert_array_equal(part[40:140], whole[start : start + 100])
