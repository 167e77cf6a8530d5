"""Bands rise with the values, and few pixels share one."""

import numpy as np
import pytest

from napari_darkroom.kernels.bands import band_of, bands_of
from napari_darkroom.kernels.value_keys import bits_of, key_of, key_rule


def bands(values, falling=False, labels=None):
    """Return the band of each value, and what was found."""
    rule = key_rule(values.dtype, falling=falling)
    known = np.ones(values.size, np.int32) if labels is None else labels
    found = bands_of(bits_of(values), known, rule)
    low, shift, *rest = found.table
    keys = [np.uint64(key_of.py_func(bits, rule)) for bits in bits_of(values)]
    return np.array([band_of.py_func(key, low, shift, *rest) for key in keys]), found


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("dtype", ["float32", "float64", "int32", "uint64"])
def test_bands_rise_with_the_values(dtype, falling):
    values = (np.random.default_rng(0).normal(1, 1e-4, 20000) * 1e8).astype(dtype)
    values[:2] = 0, values.max() * 3
    found, (_, counts, _) = bands(values, falling)
    order = np.argsort(values, kind="stable")
    steps = np.diff(found[order[::-1]] if falling else found[order])
    assert (steps >= 0).all()
    np.testing.assert_array_equal(counts, np.bincount(found, minlength=len(counts)))


def test_few_pixels_share_a_band_however_far_away_another_value_is():
    values = 1 + 1e-9 * np.random.default_rng(0).random(20000)
    values[0] = 1e300
    _, (_, counts, mixed) = bands(values)
    assert mixed
    assert counts.max() < 600
    assert len(counts) < 2**16 + 2000


@pytest.mark.parametrize(
    "values",
    [
        np.repeat(np.array([0.0, -0.0, 3.5, 7], np.float32), 300),
        np.arange(70000, dtype=np.int32) % 60000,
    ],
)
def test_few_values_have_a_band_each(values):
    found, (_, counts, mixed) = bands(values)
    assert not mixed
    own = np.unique(values, return_inverse=True)[1]
    assert len(set(zip(found.tolist(), own.tolist(), strict=True))) == own.max() + 1
    assert np.count_nonzero(counts) == own.max() + 1


def test_pixels_outside_have_no_say():
    values, labels = np.array([5, 2**30, 6], np.int32), np.array([-1, 0, 3], np.int32)
    counts = bands_of(bits_of(values), labels, key_rule(values.dtype)).counts
    assert counts.tolist() == [1, 1]


def test_nothing_inside_is_no_pixel():
    none = bands_of(np.ones(3, np.uint8), np.zeros(3, np.int32), key_rule(np.dtype("u1")))
    assert none.counts.sum() == 0
