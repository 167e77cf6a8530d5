"""Peaks and pits by height against the reconstruction of their definition, in double precision."""

import numpy as np
import pytest
from scipy import ndimage
from skimage.morphology import reconstruction

from napari_darkroom.kernels.extrema import regional_maxima
from napari_darkroom.kernels.heights import h_maxima, h_minima

RANDOM = np.random.default_rng(3)


def by_definition(image, height, diagonal):
    near = ndimage.generate_binary_structure(image.ndim, image.ndim if diagonal else 1)
    lowered = np.maximum(image.astype(float) - height, float(image.min()))
    high = image.astype(float) - height >= float(image.min())
    flooded = reconstruction(lowered, image.astype(float), footprint=near)
    return high & (flooded == lowered) & regional_maxima(image, diagonal=diagonal)


@pytest.mark.parametrize("diagonal", [False, True])
@pytest.mark.parametrize("shape", [(1, 40), (40, 1), (30, 33), (5, 11, 12)])
@pytest.mark.parametrize("least", [1e-8, 1e-6, 1e-3, 1.0])
def test_peaks_of_floats_that_are_close_are_told_apart(shape, diagonal, least):
    base = RANDOM.choice([0.0, 1.0, -1.0, 2.0], shape)
    image = (base + least * RANDOM.integers(0, 6, shape)).astype(np.float32)
    for height in (0.3, 1.0, 1.5):
        expected = by_definition(image, height, diagonal)
        np.testing.assert_array_equal(h_maxima(image, height, diagonal=diagonal), expected)
        np.testing.assert_array_equal(h_minima(-image, height, diagonal=diagonal), expected)


@pytest.mark.parametrize("dtype", ["u1", "i2", "u2", "i4", "u8", "i8"])
def test_pits_of_whole_numbers_are_peaks_upside_down(dtype):
    image = RANDOM.integers(0, 60, (40, 50)).astype(dtype)
    for height in (1, 7.5, 59, 60, 1e30):
        peaks = h_maxima(~image, height, diagonal=True)
        np.testing.assert_array_equal(h_minima(image, height, diagonal=True), peaks)


def test_no_way_leads_through_missing_pixels():
    image = np.array([[3, 1, 9, np.nan, 2, 1, 2, np.nan]], np.float32)
    expected = [[True, False, True, False, True, False, True, False]]
    assert h_maxima(image, 1, diagonal=True).tolist() == expected
    assert h_minima(-image, 1, diagonal=True).tolist() == expected


def test_infinite_values_are_peaks_and_pits():
    image = np.array([[0, np.inf, 1, 0, -np.inf, 5, -np.inf]], np.float32)
    found = h_maxima(image, 2, diagonal=True)
    assert found.tolist() == [[False, True, False, False, False, True, False]]
    np.testing.assert_array_equal(h_minima(-image, 2, diagonal=True), found)


@pytest.mark.parametrize("dtype", ["u2", "f4"])
def test_images_that_cannot_be_written_to_stay_as_they_are(dtype):
    image = RANDOM.integers(0, 60, (40, 50)).astype(dtype)
    kept = image.copy()
    found = h_maxima(image, 5, diagonal=True)
    kept.setflags(write=False)
    np.testing.assert_array_equal(h_maxima(kept, 5, diagonal=True), found)
    np.testing.assert_array_equal(image, kept)
