"""Sums over objects: places and intensities."""

import numpy as np
import pytest
from kernels.objects import ragged
from numpy.testing import assert_allclose, assert_array_equal

from napari_darkroom.kernels.regions import intensity_sums, region_sums


def test_sums_do_not_depend_on_the_place():
    index, count = ragged(9)
    near = region_sums(index[None].astype(np.intp), count)
    far = region_sums(np.pad(index[None], ((30, 0), (50, 0), (70, 0))).astype(np.intp), count)
    assert_array_equal(near.covariance, far.covariance)
    assert_allclose(far.centroid - near.centroid, [[30, 50, 70]] * count)


def test_intensities_far_from_zero_keep_their_deviation():
    index = np.ones((1, 50, 50), np.intp)
    values = 1e9 + np.random.default_rng(0).normal(0, 1, index.shape)
    found = intensity_sums(index, values, 1)
    assert found["intensity_std"][0] == pytest.approx(values.std(), rel=1e-6)
