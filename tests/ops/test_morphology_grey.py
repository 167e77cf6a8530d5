"""Erosion, dilation, gradient and hats against SciPy, scikit-image and OpenCV."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage
from skimage import morphology as skimage_morphology

from napari_darkroom.kernels.footprints import footprint
from napari_darkroom.ops.morphology import (
    bottom_hat,
    closing,
    dilation,
    erosion,
    gradient,
    opening,
    top_hat,
)

DTYPES = [
    "uint8", "int8", "uint16", "int16", "int32", "uint32", "int64", "uint64", "float16", "float32",
    "float64",
]  # fmt: skip
SHAPES = ["disk", "square", "diamond"]
CASES = [((25, 31), (2, 2)), ((25, 31), (3, 1.5)), ((8, 15, 17), (1, 2, 2.5))]


def noise(shape, dtype="float64"):
    return np.random.default_rng(11).integers(0, 120, shape).astype(dtype)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["erosion", "dilation", "closing"])
def test_extremes_are_those_of_scikit_image(name, dtype, shape):
    ours = {"erosion": erosion, "dilation": dilation, "closing": closing}[name]
    for size, radius in CASES:
        image = noise(size, dtype)
        # In floats: scikit-image 0.26 overflows at the edges of an image of 64-bit integers.
        expected = getattr(skimage_morphology, name)(
            image.astype(float), footprint(radius, shape), mode="ignore"
        )
        result = ours(image, radius=radius, shape=shape)
        assert result.dtype == image.dtype
        assert_array_equal(result, expected)


@pytest.mark.parametrize(("size", "radius"), CASES)
def test_masks_are_treated_as_by_scipy(size, radius):
    mask = noise(size) > 30
    window = footprint(radius, "disk")
    eroded = ndimage.binary_erosion(mask, window, border_value=1)
    assert_array_equal(erosion(mask, radius=radius), eroded)
    assert_array_equal(dilation(mask, radius=radius), ndimage.binary_dilation(mask, window))


@pytest.mark.parametrize("dtype", DTYPES)
def test_hats_are_those_of_scikit_image(dtype):
    for size, radius in CASES:
        image = noise(size, dtype)
        window = footprint(radius, "disk")
        exact = image.astype(float)
        bright = exact - skimage_morphology.opening(exact, window, mode="ignore")
        dark = skimage_morphology.closing(exact, window, mode="ignore") - exact
        assert_array_equal(top_hat(image, radius=radius), bright)
        assert_array_equal(bottom_hat(image, radius=radius), dark)
        assert top_hat(image, radius=radius).dtype == image.dtype


def test_top_hat_with_a_large_disk_never_wraps():
    """scikit-image 0.26 wraps round with the disk that it takes apart, where that opens upwards."""
    image = noise((64, 64), "uint16")
    result = top_hat(image, radius=12)
    assert_array_equal(result, image - opening(image, radius=12))
    assert result.max() <= image.max()


@pytest.mark.parametrize("dtype", ["int8", "int16", "int64"])
def test_a_difference_beyond_a_signed_type_is_its_largest_value(dtype):
    info = np.iinfo(dtype)
    image = np.full((5, 5), info.min, dtype)
    image[2, 2] = info.max
    assert top_hat(image, radius=1)[2, 2] == info.max
    assert gradient(image, radius=1)[2, 3] == info.max
    image[2, 2] = info.min + 7
    assert top_hat(image, radius=1)[2, 2] == 7


def test_gradient_is_that_of_scipy_away_from_the_edge():
    image = noise((30, 33))
    expected = ndimage.morphological_gradient(image, footprint=footprint((2, 2), "disk"))
    assert_array_equal(gradient(image, radius=2)[2:-2, 2:-2], expected[2:-2, 2:-2])


def test_inner_and_outer_gradient_add_up():
    image = noise((30, 33), "uint8")
    inner, outer = (gradient(image, radius=2, side=side) for side in ("inner", "outer"))
    assert_array_equal(inner + outer, gradient(image, radius=2))
    assert_array_equal(inner, image - erosion(image, radius=2))


@pytest.mark.parametrize("function", [erosion, dilation, closing])
def test_missing_pixels_have_no_say(function):
    image = noise((12, 13))
    image[4:7, 5:9] = np.nan
    result = function(image, radius=1, shape="square")
    assert_array_equal(np.isnan(result), np.isnan(image))
    # On either side of what is missing the values are those of the pixels that there are.
    low = np.nanmin(image[2:5, 6:9]) if function is erosion else np.nanmax(image[2:5, 6:9])
    if function is not closing:
        assert result[3, 7] == low


def test_infinite_pixels_differ_by_nothing():
    image = np.full((9, 9), np.inf)
    image[4, 4] = 1
    assert top_hat(image, radius=1)[0, 0] == 0
    assert bottom_hat(image, radius=1)[4, 4] == np.inf


def test_a_radius_along_one_axis_is_a_line():
    mask = np.zeros((9, 9), bool)
    mask[4, 1:8] = mask[1:8, 4] = True
    assert_array_equal(opening(mask, radius=(0, 2), shape="square").nonzero()[0], np.full(7, 4))
