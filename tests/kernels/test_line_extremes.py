"""Rows are raised and lowered to what lies beside their pixels in another row."""

import numpy as np
import pytest
from scipy import ndimage

from napari_darkroom.kernels.line_extremes import lower_to, raise_to


@pytest.mark.parametrize("dtype", ["u1", "u2", "i4", "f4", "f8"])
@pytest.mark.parametrize("width", [1, 2, 3, 50])
def test_across_a_row_reaches_to_both_sides(width, dtype):
    line, other = np.random.default_rng(0).integers(0, 9, (2, width)).astype(dtype)
    for change, extreme, near in (
        (raise_to, np.maximum, ndimage.maximum_filter1d),
        (lower_to, np.minimum, ndimage.minimum_filter1d),
    ):
        straight, across = line.copy(), line.copy()
        change(straight, other, False)
        change(across, other, True)
        np.testing.assert_array_equal(straight, extreme(line, other))
        np.testing.assert_array_equal(across, extreme(line, near(other, 3, mode="nearest")))
