"""Infinite values are data, also beside missing ones."""

import numpy as np
import pytest

from napari_darkroom.kernels import grey


@pytest.mark.parametrize(("function", "value"), [("opening", np.inf), ("closing", -np.inf)])
def test_an_infinite_plateau_stays_beside_a_missing_pixel(function, value):
    image = np.zeros((12, 12), np.float32)
    image[2:8, 2:8] = value
    window = np.ones((3, 3), dtype=bool)
    expected = getattr(grey, function)(image, window)
    image[10, 10] = np.nan
    result = getattr(grey, function)(image, window)
    expected[10, 10] = np.nan
    np.testing.assert_array_equal(result, expected)
    assert (result[3:7, 3:7] == value).all()
