"""The watershed from markers, and splitting by intensity."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage
from skimage import segmentation

from napari_darkroom.core.errors import InputError
from napari_darkroom.ops.segment import split_touching, watershed


def two_spots(dtype=np.uint16):
    y, x = np.mgrid[:30, :60]
    first = np.exp(-((y - 15) ** 2 + (x - 20) ** 2) / 60)
    second = np.exp(-((y - 15) ** 2 + (x - 40) ** 2) / 60)
    image = (1000 * (first + second)).astype(dtype)
    markers = np.zeros(image.shape, np.uint16)
    markers[15, 20], markers[15, 40] = 900, 7
    return image, markers


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.uint16, np.int32, np.float32, ">f4"])
def test_objects_meet_in_the_dark_valley_and_keep_their_numbers(dtype):
    image, markers = two_spots(dtype)
    mask = image > (100 if np.dtype(dtype).itemsize > 1 else 20)
    result = watershed(markers, image, mask, start="bright")
    expected = segmentation.watershed(-image.astype(float), markers, 2, mask=mask)
    assert_array_equal(result, expected)
    assert result.dtype == np.uint16
    assert set(np.unique(result)) == {0, 7, 900}


def test_objects_meet_on_the_bright_ridge():
    image = np.zeros((20, 31), np.uint8)
    image[:, 15] = 200
    markers = np.zeros(image.shape, np.int32)
    markers[10, 2], markers[3, 28] = 1, 2
    result = watershed(markers, image)
    assert (result[:, :15] == 1).all()
    assert (result[:, 16:] == 2).all()


def test_missing_pixels_and_markers_on_them_are_outside():
    image, markers = two_spots(np.float32)
    image[15, 20] = np.nan
    result = watershed(markers, image, start="bright")
    assert_array_equal(result, np.where(np.isnan(image), 0, 7))


def test_huge_numbers_of_markers_are_kept():
    image, _ = two_spots()
    markers = np.zeros(image.shape, np.int64)
    markers[15, 20], markers[15, 40] = 2**40, 3
    assert set(np.unique(watershed(markers, image, start="bright"))) == {3, 2**40}


def test_no_markers_give_no_objects():
    image, markers = two_spots()
    assert not watershed(markers * 0, image).any()


def test_compact_objects_of_a_flat_image_are_the_nearest_ones():
    _, markers = two_spots()
    result = watershed(markers, np.zeros(markers.shape, np.uint8), compactness=1)
    x = np.mgrid[:30, :60][1]
    assert_array_equal(result[x < 30], 900)
    assert_array_equal(result[x > 30], 7)


def test_markers_of_equal_value_begin_row_by_row():
    image = np.zeros((1, 6), np.uint8)
    assert_array_equal(watershed(np.array([[5, 0, 0, 0, 0, 2]]), image), [[5, 5, 5, 2, 2, 2]])
    assert_array_equal(watershed(np.array([[5, 0, 0, 0, 2]]), image[:, :5]), [[5, 5, 5, 2, 2]])


def bar():
    """Return a bar without a narrow place, with two bright places."""
    image = np.full((20, 60), 50, np.uint16)
    image[10, 15], image[10, 42] = 4000, 900
    image = np.rint(ndimage.gaussian_filter(image.astype(float), 4) * 100).astype(np.uint16)
    mask = np.zeros(image.shape, bool)
    mask[3:17, 3:57] = True
    return mask, image


def test_a_bar_is_split_where_it_is_dark():
    mask, image = bar()
    for by in ("intensity", "both"):
        result = split_touching(mask, image, min_distance=12, by=by)
        assert result.max() == 2
        assert_array_equal(result > 0, mask)
        border = np.flatnonzero(np.diff(result[10, 3:57])) + 3
        dark = 20 + image[10, 20:38].argmin()
        assert len(border) == 1
        assert abs(border[0] - dark) <= 2


def test_intensity_as_floats_with_missing_pixels_splits_as_whole_numbers():
    mask, image = bar()
    expected = split_touching(mask, image, min_distance=12, by="intensity")
    floats = image.astype(np.float32)
    floats[0, 0] = np.nan
    assert_array_equal(split_touching(mask, floats, min_distance=12, by="intensity"), expected)
    floats[10, 30] = np.nan
    assert_array_equal(split_touching(mask, floats, min_distance=12, by="intensity") > 0, mask)


@pytest.mark.parametrize("by", ["intensity", "both"])
def test_an_even_image_splits_nothing_off(by):
    mask, image = bar()
    result = split_touching(mask, np.full_like(image, 7), min_distance=60, by=by)
    assert_array_equal(result, mask)


def test_by_distance_the_image_has_no_say():
    mask, image = bar()
    assert_array_equal(split_touching(mask, image), split_touching(mask))


def test_intensity_without_an_image_is_refused():
    with pytest.raises(InputError, match="by = both needs the image"):
        split_touching(np.ones((3, 3), bool), by="both")


def test_the_size_of_square_pixels_does_not_matter():
    mask = ndimage.gaussian_filter(np.random.default_rng(2).random((90, 90)), 3) > 0.5
    assert_array_equal(split_touching(mask, spacing=(0.37, 0.37)), split_touching(mask))
