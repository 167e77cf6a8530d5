"""Opening, holes and top hat against SciPy and scikit-image."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage
from skimage import morphology as skimage_morphology

from napari_darkroom.kernels.footprints import footprint
from napari_darkroom.ops.background import subtract_tophat
from napari_darkroom.ops.morphology import fill_holes, opening

DTYPES = ["uint8", "int8", "uint16", "int16", "int32", "uint32", "int64", "float32", "float64"]
CASES = [((25, 31), (2, 2)), ((25, 31), (3, 1.5)), ((8, 15, 17), (1, 2, 2.5))]


def noise(shape, dtype):
    random = np.random.default_rng(11)
    return random.integers(0, 120, shape).astype(dtype)


@pytest.mark.parametrize("shape", ["disk", "square"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_opening_is_that_of_scikit_image(dtype, shape):
    for size, radius in CASES:
        image = noise(size, dtype)
        window = footprint(radius, shape)
        # In floats: scikit-image 0.26 overflows at the edges of an image of 64-bit integers.
        expected = skimage_morphology.opening(image.astype(float), window, mode="ignore")
        result = opening(image, radius=radius, shape=shape)
        assert result.dtype == image.dtype
        assert_array_equal(result, expected)


@pytest.mark.parametrize(("size", "radius"), CASES)
def test_opening_of_a_mask_is_that_of_scikit_image(size, radius):
    mask = noise(size, "uint8") > 30
    window = footprint(radius, "disk")
    expected = skimage_morphology.opening(mask.astype(np.uint8), window, mode="ignore")
    assert_array_equal(opening(mask, radius=radius), expected.astype(bool))


@pytest.mark.parametrize("top", [2**53 + 1, 2**62 + 1])
def test_opening_of_large_integers_is_exact(top):
    image = np.full((9, 9), top, np.int64)
    image[4, 4] = top + 1
    assert_array_equal(opening(image, radius=1), np.full((9, 9), top))


def test_opening_of_radius_zero_is_the_image():
    image = noise((9, 12), "int16")
    assert_array_equal(opening(image, radius=0), image)


def test_opening_wider_than_the_image_is_its_minimum():
    image = noise((5, 6), "uint8")
    assert_array_equal(opening(image, radius=40), np.full((5, 6), image.min()))


def test_opening_leaves_missing_pixels_out():
    image = np.full((7, 7), 5.0)
    image[3, 3] = np.nan
    image[0, 0] = -1
    result = opening(image, radius=1, shape="square")
    assert_array_equal(np.isnan(result), np.isnan(image))
    assert result[4, 4] == 5


@pytest.mark.parametrize("size", [(40, 41), (12, 15, 14)])
def test_fill_holes_is_that_of_scipy(size):
    for share in (0.3, 0.5, 0.7):
        mask = np.random.default_rng(3).random(size) < share
        assert_array_equal(fill_holes(mask), ndimage.binary_fill_holes(mask))


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
def test_tophat_is_that_of_scikit_image(dtype):
    for size, radius in CASES:
        image = noise(size, dtype)
        window = footprint(radius, "disk")
        opened = skimage_morphology.opening(image, window, mode="ignore").astype(float)
        closed = skimage_morphology.closing(image, window, mode="ignore").astype(float)
        bright = subtract_tophat(image, radius=radius)
        dark = subtract_tophat(image, radius=radius, light_background=True)
        assert_allclose(bright, image - opened, rtol=1e-6)
        assert_allclose(dark, closed - image, rtol=1e-6)


def test_tophat_is_that_of_scipy_away_from_the_edge():
    image = noise((40, 43), "float64")
    window = footprint((3, 3), "disk")
    expected = ndimage.white_tophat(image, footprint=window)
    assert_array_equal(subtract_tophat(image, radius=3)[6:-6, 6:-6], expected[6:-6, 6:-6])


def test_tophat_takes_a_smooth_background_away():
    y, x = np.mgrid[:60, :60]
    image = 0.5 * x + 0.1 * y
    image[30:33, 30:33] += 40
    result = subtract_tophat(image, radius=8)
    assert result[31, 31] > 35
    assert np.abs(result[10:20, 10:20]).max() < 5
