"""Peaks at the edges of an image are found as those within."""

import numpy as np
import pytest

from napari_darkroom.kernels.prominence import peaks


@pytest.mark.parametrize("dtype", ["u1", "u2", "i4", "f2", "f4", "f8"])
@pytest.mark.parametrize("shape", [(1, 9), (9, 1), (3, 3), (1, 1, 9), (3, 3, 3)])
def test_a_peak_in_each_corner(shape, dtype):
    image = np.zeros(shape, dtype)
    corners = np.argwhere(np.ones([min(n, 2) for n in shape])) * (np.array(shape) - 1)
    image[tuple(corners.T)] = np.arange(len(corners)) + 5
    found = peaks(image, 1, diagonal=True)
    np.testing.assert_array_equal(found.places, corners)
    np.testing.assert_array_equal(found.height, np.arange(len(corners)) + 5)
    np.testing.assert_array_equal(found.prominence, found.height)


def test_an_image_that_cannot_be_written_to_stays_as_it_is():
    image = np.array([[0, 3, 1, np.nan, 2, np.inf]], np.float32)
    image.setflags(write=False)
    found = peaks(image, 1, diagonal=False)
    np.testing.assert_array_equal(found.places, [[0, 1], [0, 4]])
