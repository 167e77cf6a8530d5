"""Orders and ranks against NumPy and SciPy."""

import numpy as np
import pytest
from scipy.stats import rankdata

from napari_darkroom.kernels.ordering import order_of, ranks

RANDOM = np.random.default_rng(0)
VALUES = {
    "whole numbers": RANDOM.integers(-300, 300, 5000).astype(float),
    "few whole numbers": RANDOM.integers(-3, 9, 5000).astype(float),
    "far whole numbers": RANDOM.integers(-3, 9, 5000) + 2.0**52,
    "halves": RANDOM.integers(-3, 9, 5000) / 2,
    "floats": RANDOM.normal(0, 1e5, 5000),
    "tiny and huge": RANDOM.normal(size=5000) * 10.0 ** RANDOM.integers(-300, 300, 5000),
    "infinite": np.array([np.inf, 3, -np.inf, 0.0, 1, -np.inf]),
    "one": np.array([2.5]),
    "none": np.zeros(0),
    "equal": np.full(70, -0.1),
}


@pytest.mark.parametrize("name", VALUES)
def test_order_is_that_of_a_stable_sort(name):
    values = VALUES[name]
    np.testing.assert_array_equal(order_of(values), np.argsort(values, kind="stable"))


@pytest.mark.parametrize("name", VALUES)
def test_ranks_within_groups(name):
    values = VALUES[name]
    group = RANDOM.integers(0, 7, len(values)).astype(np.int32)
    found = ranks(values, group, 8)
    for k in range(8):
        own = group == k
        np.testing.assert_array_equal(found.average[own], rankdata(values[own]))
        np.testing.assert_array_equal(found.dense[own] + 1, rankdata(values[own], "dense"))
        levels = found.levels[found.starts[k] : found.starts[k + 1]]
        np.testing.assert_array_equal(levels, np.unique(values[own]))


def test_both_zeros_are_one_value():
    found = ranks(np.array([0.0, -0.0, 1.0]), np.zeros(3, np.int32), 1)
    assert found.dense.tolist() == [0, 0, 1]
