"""Grey values: stretched, inverted, made of colours, blanked."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from skimage import color, exposure

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError, ParameterError

GREY = np.random.default_rng(6).integers(3, 4000, (20, 21), np.uint16)
RGB = np.random.default_rng(6).integers(0, 256, (20, 21, 3), np.uint8)


def test_rescale_is_that_of_scikit_image():
    result = dr.intensity.rescale(GREY, low_percentile=5, high_percentile=90, maximum=255)
    low, high = np.percentile(GREY, [5, 90])
    expected = exposure.rescale_intensity(GREY.astype(float), (low, high), (0, 255))
    assert result.dtype == np.float32
    assert_allclose(result, expected, rtol=1e-6, atol=1e-4)


def test_rescale_treats_a_stack_as_one_and_frames_alone_on_request():
    stack = np.stack([GREY, GREY // 2])
    image = dr.Image.of(stack, "tyx")
    assert dr.intensity.rescale(image).data[1].max() < 0.51
    assert dr.intensity.rescale(image, over=["t"]).data[1].max() == 1


def test_rescale_of_one_value_is_the_minimum():
    assert_array_equal(dr.intensity.rescale(np.full((3, 3), 7), minimum=2), np.full((3, 3), 2))


def test_rescale_needs_percentiles_in_order():
    with pytest.raises(ParameterError, match="must be below"):
        dr.intensity.rescale(GREY, low_percentile=60, high_percentile=40)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "int32", "uint32", "int64"])
def test_invert_swaps_the_ends_of_a_type(dtype):
    info = np.iinfo(dtype)
    image = np.array([[info.min, info.min + 1, info.max]], dtype)
    assert_array_equal(dr.intensity.invert(image), [[info.max, info.max - 1, info.min]])


def test_invert_twice_is_the_image():
    for image in (GREY, GREY.astype(np.int16), GREY > 900, RGB):
        assert_array_equal(dr.intensity.invert(dr.intensity.invert(image)), image)


def test_invert_of_floats_swaps_their_own_ends():
    assert_array_equal(dr.intensity.invert(np.array([[1.0, 2.0, 5.0]])), [[5, 4, 1]])
    assert_array_equal(dr.intensity.invert(np.array([[1.0, 2.0]]), maximum=10), [[9, 8]])


def test_invert_keeps_alpha():
    rgba = np.dstack([RGB, np.full(RGB.shape[:2], 9, np.uint8)])
    result = dr.intensity.invert(rgba)
    assert_array_equal(result[..., 3], rgba[..., 3])
    assert_array_equal(result[..., :3], 255 - RGB)


def test_invert_refuses_what_the_type_cannot_hold():
    with pytest.raises(ParameterError, match="does not fit uint16"):
        dr.intensity.invert(GREY, maximum=100)


def test_gray_is_that_of_scikit_image_on_the_scale_of_the_input():
    assert_allclose(dr.color.to_gray(RGB) / 255, color.rgb2gray(RGB), rtol=1e-5)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("rec601", RGB @ [0.299, 0.587, 0.114]),
        ("mean", RGB.mean(axis=-1)),
        ("green", RGB[..., 1]),
    ],
)
def test_gray_by_other_weights(weights, expected):
    assert_allclose(dr.color.to_gray(RGB, weights=weights), expected, rtol=1e-5)


def test_gray_of_grey_is_refused_with_what_to_do():
    with pytest.raises(InputError, match="grey already"):
        dr.color.to_gray(GREY)


def test_mask_blanks_what_is_outside():
    mask = GREY > 2000
    assert_array_equal(dr.mask.apply(GREY, mask), np.where(mask, GREY, 0))
    outside = dr.mask.apply(GREY.astype(float), mask, outside=float("nan"))
    assert_array_equal(np.isnan(outside), ~mask)


def test_mask_of_a_plane_is_that_of_every_frame_and_channel():
    stack = np.stack([GREY, GREY + 1])
    mask = dr.Mask.of(GREY > 2000)
    result = dr.mask.apply(dr.Image.of(stack, "tyx"), mask)
    assert_array_equal(result.data, np.where(GREY > 2000, stack, 0))


@pytest.mark.parametrize("outside", [-1, 70000, 0.5, float("nan")])
def test_mask_refuses_what_the_type_cannot_hold(outside):
    with pytest.raises(ParameterError, match="does not fit into uint16"):
        dr.mask.apply(GREY, GREY > 9, outside=outside)
