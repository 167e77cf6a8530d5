"""Neighbourhoods and what lies outside of an image."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage
from skimage import morphology

from napari_darkroom.core.errors import InputError
from napari_darkroom.kernels.boundary import NUMPY_MODES, pad, trim
from napari_darkroom.kernels.correlate import gaussian_halo, gaussian_weights
from napari_darkroom.kernels.footprints import footprint, reach
from napari_darkroom.kernels.label_ids import dense, keep


@pytest.mark.parametrize("radius", range(12))
def test_disk_and_ball_are_those_of_scikit_image(radius):
    assert_array_equal(footprint((radius, radius), "disk"), morphology.disk(radius, bool))
    assert_array_equal(footprint((radius,) * 3, "disk"), morphology.ball(radius, dtype=bool))


@pytest.mark.parametrize("radius", [(1, 2.5, 0), (0.2, 3), (7.9, 7.9)])
def test_footprints_are_symmetric_and_reach_as_far_as_said(radius):
    for shape in ("disk", "square"):
        window = footprint(radius, shape)
        assert [n // 2 for n in window.shape] == reach(radius)
        assert_array_equal(window, window[(slice(None, None, -1),) * window.ndim])
        assert window[tuple(n // 2 for n in window.shape)]


@pytest.mark.parametrize("mode", NUMPY_MODES)
@pytest.mark.parametrize("width", [1, 4, 11])
def test_padding_is_what_scipy_sees(mode, width):
    line = np.arange(5.0)
    shifted = ndimage.correlate1d(line, np.eye(1, 2 * width + 1, 0)[0], mode=mode)
    assert_array_equal(pad(line, [width], mode)[:5], shifted)
    assert_array_equal(trim(pad(line, [width], mode), [width]), line)


def test_weights_are_symmetric_and_of_sum_one():
    for sigma in (0, 0.1, 1, 12.3):
        weights = gaussian_weights(sigma)
        assert weights.sum() == pytest.approx(1)
        assert_array_equal(weights, weights[::-1])
        assert len(weights) // 2 == gaussian_halo([sigma])[0]


@pytest.mark.parametrize("numbers", [[0, 1, 2], [0, 5, 1000], [3, 2**40], [0], [7]])
def test_dense_numbers_name_every_pixel(numbers):
    labels = np.random.default_rng(0).choice(np.array(numbers, np.int64), (9, 10))
    ids, index = dense(labels)
    assert ids[0] == 0
    assert_array_equal(ids[index], labels)
    assert_array_equal(ids[1:], sorted(set(np.unique(labels)) - {0}))
    assert_array_equal(keep(labels, ids, index, np.zeros(len(ids), bool)), np.zeros_like(labels))


def test_dense_refuses_negative_numbers():
    with pytest.raises(InputError, match="negative number -4"):
        dense(np.array([[1, -4]]))
