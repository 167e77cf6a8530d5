"""Reconstruction, peaks, pits and opening by area against scikit-image, and by their definition."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy.ndimage import generate_binary_structure
from skimage import morphology as skimage_morphology

from napari_darkroom.ops.morphology import (
    area_closing,
    area_opening,
    h_maxima,
    h_minima,
    reconstruct,
    regional_maxima,
    regional_minima,
)

SIZES = [(30, 33), (6, 11, 12)]
DTYPES = ["uint8", "int16", "uint16", "int32", "int64", "float32", "float64"]
both = pytest.mark.parametrize("diagonal", [False, True])
each_dtype = pytest.mark.parametrize("dtype", DTYPES)


def noise(size, dtype, seed=0):
    values = np.random.default_rng(seed).integers(0, 20, size).astype(dtype)
    return values if np.dtype(dtype).kind == "u" else values - np.dtype(dtype).type(10)


def near(image, diagonal):
    return generate_binary_structure(image.ndim, image.ndim if diagonal else 1)


@both
@each_dtype
@pytest.mark.parametrize("size", SIZES)
def test_reconstruct_is_that_of_scikit_image(size, dtype, diagonal):
    image, marker = noise(size, dtype), noise(size, dtype, 1)
    for by, cut in (("dilation", np.minimum), ("erosion", np.maximum)):
        expected = skimage_morphology.reconstruction(
            cut(marker, image), image, method=by, footprint=near(image, diagonal)
        )
        result = reconstruct(image, marker, by=by, diagonal=diagonal)
        assert result.dtype == image.dtype
        assert_array_equal(result, expected)


def test_reconstruct_runs_along_a_maze():
    """A path that turns at every wall: scans alone would need as many rounds as turns."""
    image = np.ones((41, 41), np.uint8)
    image[1::2] = 0
    image[1::4, -1] = image[3::4, 0] = 1
    marker = np.zeros_like(image)
    marker[0, 0] = 1
    assert_array_equal(reconstruct(image, marker), image)
    broken = image.copy()
    broken[21, -1] = 0
    assert reconstruct(broken, marker)[:21].sum() == broken[:21].sum()
    assert not reconstruct(broken, marker)[21:].any()


def test_pieces_that_a_marker_touches_come_back_whole():
    mask = np.zeros((9, 12), bool)
    mask[1:4, 1:5] = mask[5:8, 6:11] = True
    marker = np.zeros((9, 12), np.uint16)
    marker[6, 7] = 300
    result = reconstruct(mask, marker)
    assert result.dtype == bool
    assert result.sum() == 15
    assert_array_equal(result[5:8, 6:11], True)


@pytest.mark.parametrize("dtype", ["uint8", "int16"])
def test_a_marker_that_does_not_fit_is_rounded_and_saturated(dtype):
    image = np.full((3, 3), 100, dtype)
    assert reconstruct(image, np.full((3, 3), 41.6))[1, 1] == 42
    assert reconstruct(image, np.full((3, 3), -1e9))[1, 1] == np.iinfo(dtype).min
    assert reconstruct(image, np.full((3, 3), 1e9), by="erosion")[1, 1] == np.iinfo(dtype).max


def test_nothing_grows_through_missing_pixels():
    image = np.full((5, 7), 3.0)
    image[:, 3] = np.nan
    marker = np.full((5, 7), np.nan)
    marker[2, 1] = 2
    result = reconstruct(image, marker)
    assert_array_equal(result[:, :3], 2)
    assert_array_equal(np.isnan(result), np.isnan(image))
    assert_array_equal(result[:, 4:], -np.inf)


@both
@each_dtype
@pytest.mark.parametrize("size", SIZES)
def test_peaks_and_pits_are_those_of_scikit_image(size, dtype, diagonal):
    image = noise(size, dtype)
    window = near(image, diagonal)
    expected = skimage_morphology.local_maxima(image, footprint=window)
    assert_array_equal(regional_maxima(image, diagonal=diagonal), expected)
    expected = skimage_morphology.local_minima(image, footprint=window)
    assert_array_equal(regional_minima(image, diagonal=diagonal), expected)
    for height in (1, 3, 7, 25):
        expected = skimage_morphology.h_maxima(image.astype(int), height, footprint=window)
        assert_array_equal(h_maxima(image, height=height, diagonal=diagonal), expected)
        expected = skimage_morphology.h_minima(image.astype(int), height, footprint=window)
        assert_array_equal(h_minima(image, height=height, diagonal=diagonal), expected)


def _by_definition(line, height):
    """Mark the peaks of a line of pixels, looking along it to both sides for what is higher."""
    result = np.zeros(len(line), bool)
    for i, value in enumerate(line):
        passes = [min(line[min(i, j) : max(i, j) + 1]) for j in range(len(line)) if line[j] > value]
        result[i] = value - max(passes, default=min(line)) >= height
    return result


@pytest.mark.parametrize("height", [0.1, 0.25, 0.7])
def test_peaks_of_floats_are_exact(height):
    """scikit-image rounds floats to steps of its own."""
    for seed in range(20):
        line = np.random.default_rng(seed).random(40).round(2).astype(np.float32)
        expected = _by_definition(line.astype(float), height)
        assert_array_equal(h_maxima(line[None], height=height)[0], expected)


def test_a_height_below_the_precision_gives_all_peaks():
    image = noise((30, 33), "float64") + 1e9
    assert_array_equal(h_maxima(image, height=1e-12), regional_maxima(image))


@pytest.mark.parametrize("height", [600.0, 0.5, 3e-7, 1e-9])
def test_peaks_whose_levels_are_the_same_in_32_bits_are_told_apart(height):
    line = np.array([-1000, 2e-7, -1, 1e-7, -1000, 1, 1 - 1e-7, 1 + 2e-7, -1000], np.float32)
    expected = _by_definition(line.astype(float), height)
    assert_array_equal(h_maxima(line[None], height=height)[0], expected)
    assert_array_equal(h_minima(-line[None], height=height)[0], expected)


@pytest.mark.parametrize("dtype", ["int8", "int64", "uint64"])
def test_peaks_over_the_whole_range_of_a_type(dtype):
    info = np.iinfo(dtype)
    image = np.full((5, 9), info.min, dtype)
    image[2, 2], image[2, 6] = info.max, info.max - 1
    expected = image > info.min
    assert_array_equal(h_maxima(image, height=100), expected)
    assert_array_equal(h_minima(image, height=100), ~expected)


def test_a_plateau_at_the_edge_and_beside_missing_pixels_is_a_peak():
    image = np.zeros((6, 8))
    image[:2, :3] = image[4:, 5:] = 2
    image[3, 5:] = np.nan
    image[4, 4] = 3
    expected = np.zeros((6, 8), bool)
    expected[:2, :3] = expected[4, 4] = True
    assert_array_equal(regional_maxima(image), expected)


@both
@each_dtype
@pytest.mark.parametrize("size", SIZES)
def test_area_opening_is_that_of_scikit_image(size, dtype, diagonal):
    image = noise(size, dtype)
    connectivity = image.ndim if diagonal else 1
    for count in (0, 1, 4, 9, 50):
        expected = skimage_morphology.area_opening(image, count, connectivity=connectivity)
        result = area_opening(image, min_size=count, diagonal=diagonal)
        assert result.dtype == image.dtype
        assert_array_equal(result, expected)
        exact = image.astype(float)
        expected = skimage_morphology.area_closing(exact, count, connectivity=connectivity)
        assert_array_equal(area_closing(image, min_size=count, diagonal=diagonal), expected)


def test_nothing_is_large_enough_for_more_than_the_image():
    """scikit-image 0.26 gives 0 for an opening, and 1 for a closing of floats."""
    image = noise((9, 10), "int16")
    assert_array_equal(area_opening(image, min_size=91), np.full((9, 10), image.min()))
    assert_array_equal(area_closing(image, min_size=91), np.full((9, 10), image.max()))


def test_area_opening_of_a_mask_takes_small_pieces():
    mask = np.zeros((9, 12), bool)
    mask[1, 1:4] = mask[3, 1:5] = mask[5:8, 6:11] = True
    assert area_opening(mask, min_size=4).sum() == 19
    assert area_opening(mask, min_size=4.5).sum() == 15
    grey = area_opening(mask.astype(np.uint8), min_size=4)
    assert_array_equal(area_opening(mask, min_size=4), grey > 0)


def test_area_opening_leaves_missing_pixels_out():
    image = np.zeros((5, 9), np.float32)
    image[2, 1:8] = 5
    image[2, 4] = np.nan
    assert np.nanmax(area_opening(image, min_size=4, diagonal=False)) == 0
    assert np.nanmax(area_opening(image, min_size=3, diagonal=False)) == 5
    assert np.isnan(area_opening(image, min_size=4)[2, 4])


@pytest.mark.parametrize("scale", [1e-3, 1, 100])
def test_without_a_height_it_is_a_tenth_of_the_range(scale):
    row = np.array([[0, 100, 50, 59, 50, 61, 50, np.nan, 0]]) * scale
    assert np.flatnonzero(h_maxima(row)).tolist() == [1, 5]
    assert np.flatnonzero(h_minima(-row)).tolist() == [1, 5]
    assert not h_maxima(np.full((3, 3), scale)).any()
    assert not h_maxima(np.full((3, 3), np.nan)).any()
