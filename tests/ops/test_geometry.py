"""Crop, resize and pixel size."""

import cv2
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import napari_darkroom as dr
from napari_darkroom.core.errors import ParameterError

IMAGE = np.random.default_rng(8).integers(0, 60000, (24, 30), np.uint16)


def test_crop_keeps_its_place():
    image = dr.Image.of(IMAGE, scale=(0.5, 2), units=("um", "um"), translate=(3, 4))
    part = dr.geometry.crop(image, y=(4, 10), x="6:")
    assert_array_equal(part.data, IMAGE[4:10, 6:])
    assert part.calibration.translate == (3 + 4 * 0.5, 4 + 6 * 2)


def test_crop_counts_from_the_end():
    assert_array_equal(dr.geometry.crop(IMAGE, x=(-5, None)), IMAGE[:, -5:])
    assert_array_equal(dr.geometry.crop(IMAGE, x=(None, -5)), IMAGE[:, :-5])


def test_crop_of_a_channel_keeps_its_name():
    image = dr.Image.of(np.zeros((3, 4, 5)), "cyx", channels=("a", "b", "c"))
    assert dr.geometry.crop(image, c=(1, 3)).channels == ("b", "c")


@pytest.mark.parametrize("interval", [(10, 10), (20, 3), (99, 100)])
def test_a_crop_of_nothing_is_refused(interval):
    with pytest.raises(ParameterError, match="keeps nothing; y runs from 0 to 24"):
        dr.geometry.crop(IMAGE, y=interval)


def test_a_crop_along_a_missing_axis_is_refused():
    with pytest.raises(ParameterError, match="the image has the axes y, x"):
        dr.geometry.crop(IMAGE, t=(0, 1))


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
@pytest.mark.parametrize(
    ("interpolation", "flag"), [("linear", cv2.INTER_LINEAR), ("cubic", cv2.INTER_CUBIC)]
)
def test_enlarging_is_that_of_opencv(interpolation, flag, dtype):
    image = (IMAGE // 256).astype(dtype)
    result = dr.geometry.resize(image, factor=2, interpolation=interpolation)
    expected = cv2.resize(image, (60, 48), interpolation=flag)
    assert result.dtype == image.dtype
    # OpenCV itself computes with integers of 8 bits in fixed point.
    off = 1.01 if image.dtype.kind in "iu" else 1e-3
    assert_allclose(result.astype(float), expected.astype(float), atol=off)


def test_halving_is_the_mean_of_four():
    result = dr.geometry.resize(IMAGE.astype(float), factor=0.5)
    assert_allclose(result, IMAGE.reshape(12, 2, 15, 2).mean(axis=(1, 3)), rtol=1e-6)


def test_nearest_takes_pixels_as_they_are():
    assert_array_equal(
        dr.geometry.resize(IMAGE, factor=3, interpolation="nearest"),
        IMAGE.repeat(3, axis=0).repeat(3, axis=1),
    )


def test_labels_and_masks_are_never_mixed():
    labels = dr.Labels.of((IMAGE % 7).astype(np.int32))
    result = dr.geometry.resize(labels, factor=0.6, interpolation="cubic")
    assert set(np.unique(result.data)) <= set(range(7))
    mask = dr.geometry.resize(dr.Mask.of(IMAGE > 30000), factor=0.6)
    assert mask.dtype == bool


def test_z_has_a_factor_of_its_own():
    volume = np.random.default_rng(0).random((4, 10, 12))
    assert dr.geometry.resize(volume, factor=0.5).shape == (4, 5, 6)
    assert dr.geometry.resize(volume, factor=1, factor_z=2.5).shape == (10, 10, 12)


def test_resizing_keeps_the_extent_of_the_image():
    image = dr.Image.of(IMAGE, scale=(0.5, 0.5), units=("um", "um"))
    result = dr.geometry.resize(image, factor=0.4)
    for old, new, size in zip((24, 30), result.shape, (0, 1), strict=True):
        scale, start = result.calibration.scale[size], result.calibration.translate[size]
        assert start - scale / 2 == pytest.approx(-0.25)
        assert start + (new - 0.5) * scale == pytest.approx((old - 0.5) * 0.5)


def test_cubic_saturates_integers():
    edge = np.zeros((8, 8), np.uint8)
    edge[:, 4:] = 255
    result = dr.geometry.resize(edge, factor=4, interpolation="cubic")
    assert (result.min(), result.max()) == (0, 255)


def test_a_pixel_mostly_missing_is_missing():
    image = np.ones((4, 4))
    image[0, :3] = image[1, 0] = np.nan
    result = dr.geometry.resize(image, factor=0.5)
    assert_array_equal(np.isnan(result), [[True, False], [False, False]])
    assert result[0, 1] == 1


def test_pixel_size_is_set_and_pixels_stay():
    result = dr.geometry.set_pixel_size(dr.Image.of(IMAGE), pixel_size="0.3, 0.4 um")
    assert result.calibration.scale == (0.3, 0.4)
    assert result.calibration.units == ("um", "um")
    assert_array_equal(result.data, IMAGE)


def test_pixel_size_of_z_and_t_are_kept_unless_given():
    image = dr.Image.of(np.zeros((2, 3, 4, 5)), "tzyx")
    some = dr.geometry.set_pixel_size(image, pixel_size="0.5 um")
    assert some.calibration.units == ("pixel", "pixel", "um", "um")
    every = dr.geometry.set_pixel_size(image, z_step="2 um", frame_interval="30 s")
    assert every.calibration.scale == (30, 2, 1, 1)
    assert every.calibration.units == ("s", "um", "um", "um")


def test_a_pixel_of_no_size_is_refused():
    with pytest.raises(ParameterError, match="above 0"):
        dr.geometry.set_pixel_size(dr.Image.of(IMAGE), pixel_size="0 um")


def test_an_image_without_y_and_x_has_no_pixel_size():
    with pytest.raises(ParameterError, match=r"a size along y is given, .* has the axes t"):
        dr.geometry.set_pixel_size(dr.Image.of(np.zeros(4), "t"))
