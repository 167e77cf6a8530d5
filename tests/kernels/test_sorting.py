"""Sorted values against NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from napari_darkroom.kernels.sorting import sorted_values

RANDOM = np.random.default_rng(0)
COUNT = 2**16 + 7
VALUES = {
    "normal": RANDOM.normal(0, 1e5, COUNT),
    "whole numbers": RANDOM.integers(-300, 4000, COUNT),
    "tiny and huge": RANDOM.normal(size=COUNT) * 10.0 ** RANDOM.integers(-44, 38, COUNT),
    "infinite": RANDOM.choice([np.inf, 3.5, -np.inf, 1], COUNT),
    "equal": np.full(COUNT, -0.1),
    "few": RANDOM.normal(size=100),
    "none": np.zeros(0),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", VALUES)
def test_values_are_in_the_order_of_numpy(name: str, dtype: type) -> None:
    values = VALUES[name].astype(dtype)
    given = values.copy()
    found = sorted_values(values)
    assert found.dtype == dtype
    np.testing.assert_array_equal(found, np.sort(given))
    np.testing.assert_array_equal(values, given)
