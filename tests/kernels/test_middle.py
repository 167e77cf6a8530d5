"""Medians by counting against NumPy's, over more values than are looked at at once."""

import numpy as np
import pytest

from napari_darkroom.kernels.middle import finite_median, median, noise


@pytest.mark.parametrize("size", [1, 2, 65536, 150_001])
@pytest.mark.parametrize("dtype", ["uint16", "int32", "float32"])
def test_medians_are_those_of_numpy(size, dtype):
    values = (1000 * np.random.default_rng(size).normal(50, 5, size)).astype(dtype)
    known = np.random.default_rng(0).random(size) < 0.7
    known[0] = True
    floats = values.astype(np.float32)
    assert median(values) == np.median(floats.astype(float))
    assert median(values, known) == np.median(floats[known].astype(float))


def test_noise_is_the_scaled_median_of_absolute_deviations():
    values = np.random.default_rng(1).normal(3, 2, (300, 500)).astype(np.float32)
    away = np.abs(values - np.median(values))
    assert noise(values) == pytest.approx(1.4826 * np.median(away), rel=1e-6)
    assert noise(values) == pytest.approx(2, rel=0.02)


@pytest.mark.parametrize("size", [1, 2, 65536, 150_001, 300_000])
def test_medians_of_64_bits_leave_out_what_is_not_finite(size):
    values = np.random.default_rng(size).normal(0, 1e-9, size)
    strange = np.array([np.nan, np.inf, -np.inf, np.inf])
    assert finite_median([lambda: values], size) == np.median(values)
    parts = [lambda one=one: one for one in [strange, *np.array_split(values, 7), strange]]
    assert finite_median(parts, size) == np.median(values)
    assert np.isnan(finite_median([lambda: strange], 4))
    assert np.isnan(finite_median([lambda: strange] * 5, 2**18))
