"""Ranks of values against NumPy's, over more values than are looked at at once."""

import numpy as np
import pytest

from napari_darkroom.kernels.value_ranks import rank_into


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize(
    "dtype", ["float16", "float32", "float64", "int32", "uint32", "int64", "uint64"]
)
def test_ranks_are_the_places_among_the_values_that_differ(dtype, falling):
    random = np.random.default_rng(0)
    values = (random.normal(0, 1, (700, 601)) * 3000).astype(dtype)
    inside = random.random(values.shape) < 0.8
    ranks = np.empty(values.shape, np.int32)
    for known in (inside, None):
        count = rank_into(ranks, values, known, falling=falling)
        own = values if known is None else values[known]
        levels, expected = np.unique(own, return_inverse=True)
        found = ranks.ravel() if known is None else ranks[known]
        expected = len(levels) - 1 - expected if falling else expected
        np.testing.assert_array_equal(found, expected.ravel())
        assert count == len(levels)


def test_both_zeros_are_one_value_and_infinite_ones_are_the_ends():
    values = np.array([[0.0, -0.0, np.inf, -np.inf, 1e-40, 7]], np.float32)
    ranks = np.empty(values.shape, np.int32)
    assert rank_into(ranks, values, None) == 5
    assert ranks.tolist() == [[1, 1, 4, 0, 2, 3]]
