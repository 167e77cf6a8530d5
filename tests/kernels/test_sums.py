"""Sums over the places of objects."""

import numpy as np
from kernels.objects import ragged
from numpy.testing import assert_allclose, assert_array_equal

from napari_darkroom.kernels.regions import region_sums


def test_sums_do_not_depend_on_the_place():
    index, count = ragged(9)
    near = region_sums(index[None].astype(np.intp), count)
    far = region_sums(np.pad(index[None], ((30, 0), (50, 0), (70, 0))).astype(np.intp), count)
    assert_array_equal(near.covariance, far.covariance)
    assert_allclose(far.centroid - near.centroid, [[30, 50, 70]] * count)
