"""The nearest object, as far as kernels go."""

import numpy as np
from numpy.testing import assert_array_equal

from napari_darkroom.kernels.nearest_label import nearest_label


def test_farther_than_numbers_of_16_bits_reach():
    index = np.zeros((2, 40_000), np.uint8)
    index[1, 10], index[0, -1] = 3, 2
    found = nearest_label(index, (39_000, 39_000))
    assert_array_equal(found[:, :20_004], 3)
    assert_array_equal(found[:, 20_006:], 2)


def test_offsets_along_two_axes_are_added_in_a_volume():
    index = np.zeros((5, 9, 9), np.int32)
    index[0, 0, 0], index[0, 8, 8] = 1, 2
    z, y, x = np.indices(index.shape)
    steps = (4.5 / 2.5) ** 2 * z**2
    far = np.stack([steps + y**2 + x**2, steps + (y - 8) ** 2 + (x - 8) ** 2])
    expected = np.where(far.min(axis=0) <= 4.5**2, far.argmin(axis=0) + 1, 0)
    assert_array_equal(nearest_label(index, (2.5, 4.5, 4.5)), expected)
