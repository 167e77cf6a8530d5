"""Levels are ordered as the values are."""

import numpy as np
import pytest

from napari_darkroom.kernels.levels import levels_of


@pytest.mark.parametrize(
    "values",
    [
        np.array([3, 250, 3, 0], np.uint8),
        np.array([-(2**62), 2**62, 2**62 + 1, 2**62], np.int64),
        np.array([0, 2**63, 2**63 + 1, 2**63], np.uint64),
        np.array([-0.0, 0.0, np.inf, -np.inf, 1e-40], np.float32),
        np.array([1.5, -2, 1.5], np.float16),
        np.array([True, False, True]),
    ],
)
def test_levels_are_ordered_as_the_values(values):
    levels, count = levels_of(values, np.ones(values.shape, bool))
    within = levels[1:-1]
    np.testing.assert_array_equal(within[:, None] < within, values[:, None] < values)
    assert within.min() == 0
    assert levels.max() == count - 1
