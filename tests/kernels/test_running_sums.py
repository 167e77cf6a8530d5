"""Sums that go along with a box, and when they may."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage

from napari_darkroom.kernels.running_sums import added_exactly, running_sums
from napari_darkroom.kernels.tree_sums import tree_sums

RANDOM = np.random.default_rng(3)
WHOLE = RANDOM.integers(-4000, 4000, (4, 70, 90))


def _gathered(parts, shape):
    result = np.empty(shape)
    for part, sums in parts:
        result[part] = sums
    return result


@pytest.mark.parametrize("dtype", ["int16", "int64", "float32", "float64"])
@pytest.mark.parametrize("reach", [(0, 0, 0), (1, 2, 7), (2, 30, 200)])
@pytest.mark.parametrize("high", [1, 6, 64])
def test_sums_are_those_of_scipy_and_of_the_tree(dtype, reach, high):
    image = WHOLE.astype(dtype)
    box = np.ones([2 * r + 1 for r in reach])
    expected = WHOLE.astype(np.int64)
    for axis, count in enumerate(box.shape):
        expected = ndimage.correlate1d(expected, np.ones(count), axis)
    rows = (0, image.shape[-2])
    assert_array_equal(_gathered(running_sums(image, reach, high, rows), image.shape), expected)
    assert_array_equal(_gathered(tree_sums(image, reach, high, rows), image.shape), expected)


@pytest.mark.parametrize(
    ("values", "exactly"),
    [
        ([0.0, 0.0], True),
        ([np.nan, 3.0, -4.5], True),
        ([np.inf, 1.0], False),
        ([1.0, 2.0**-41], True),
        ([1.0, 2.0**-42], False),
        ([2.0**-41, 2.0**-81], True),
        ([1e-300, 2e-300], False),
        ([2**42, 1], False),
        ([2**40, -(2**40)], True),
        ([-(2**63), 0], False),
    ],
)
def test_a_thousand_values_are_added_exactly_where_few_bits_tell_them(values, exactly):
    assert added_exactly(np.repeat(values, 100), 1000) == exactly


def test_floats_far_from_zero_are_added_exactly_and_those_about_it_are_not():
    away = RANDOM.normal(1000, 50, (50, 50)).astype(np.float32)
    about = RANDOM.normal(0, 1, (50, 50)).astype(np.float32)
    assert added_exactly(away, 961)
    assert not added_exactly(np.append(about, np.float32(1e-9)), 961)
    sums = _gathered(running_sums(away, (15, 15), 8, (0, 50)), away.shape)
    tree = _gathered(tree_sums(away, (15, 15), 8, (0, 50)), away.shape)
    assert_array_equal(sums, tree)
