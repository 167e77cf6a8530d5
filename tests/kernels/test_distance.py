"""Exact distances against SciPy and by trying every pixel."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage

from napari_darkroom.kernels.distance import distance, squared_distance

SPACINGS = [(1.0, 1.0, 1.0), (3.0, 0.5, 0.7), (0.2, 0.2, 0.2)]


@pytest.mark.parametrize("ndim", [2, 3])
@pytest.mark.parametrize("spacing", SPACINGS)
def test_distances_are_those_of_scipy(ndim, spacing):
    spacing = spacing[:ndim]
    for seed in range(60):
        random = np.random.default_rng(seed)
        mask = random.random(random.integers(1, 60 if ndim == 2 else 20, ndim)) < random.random()
        mask.flat[random.integers(mask.size)] = False
        expected = ndimage.distance_transform_edt(mask, sampling=spacing)
        assert_allclose(distance(mask, spacing), expected, rtol=1e-6)


@pytest.mark.parametrize("shape", [(613, 702), (31, 153, 201)])
@pytest.mark.parametrize("share", [0.5, 0.999, 0.001])
def test_squares_in_pixels_are_exact_in_strips_side_by_side(shape, share):
    """So large that threads are used."""
    random = np.random.default_rng(1)
    smooth = ndimage.gaussian_filter(random.random(shape, np.float32), 2)
    for mask in (smooth < np.quantile(smooth, share), random.random(shape) < share):
        expected = np.rint(ndimage.distance_transform_edt(mask) ** 2)
        assert_array_equal(squared_distance(mask), expected)


@pytest.mark.parametrize("shape", [(19, 23), (7, 9, 8)])
@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("spacing", SPACINGS)
def test_distances_to_another_number(shape, closed, spacing):
    spacing = spacing[: len(shape)]
    for seed in range(8):
        numbers = np.kron(np.random.default_rng(seed).integers(0, 4, shape), np.ones((3, 2), int))
        numbers = numbers[tuple(slice(n) for n in shape)]
        alone = np.zeros(numbers.shape)
        inner = (slice(1, -1),) * len(shape)
        for k in np.unique(numbers[numbers > 0]):
            own = np.pad(numbers == k, 1, constant_values=not closed)
            far = ndimage.distance_transform_edt(own, sampling=spacing)[inner]
            alone[numbers == k] = far[numbers == k]
        assert_allclose(squared_distance(numbers, spacing, closed=closed), alone**2, rtol=1e-6)


def test_nothing_to_measure_to_is_infinitely_far():
    assert np.isinf(squared_distance(np.ones((5, 6), bool))).all()
    assert squared_distance(np.ones((5, 6), bool), closed=True).max() == 9
    assert not squared_distance(np.zeros((5, 6), bool)).any()
    assert squared_distance(np.zeros((0, 6), bool)).shape == (0, 6)


def test_far_distances_are_exact_as_long_as_32_bits_can_tell():
    mask = np.ones((3, 9001), bool)
    mask[0, 0] = False
    x = np.arange(4096)
    assert_array_equal(squared_distance(mask)[2, :4095], (x**2 + 4)[:4095])
    assert_allclose(squared_distance(mask)[2], np.arange(9001.0) ** 2 + 4, rtol=2e-7)
