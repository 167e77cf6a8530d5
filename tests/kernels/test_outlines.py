"""Perimeters and hulls against scikit-image."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage
from skimage.measure import regionprops

from napari_darkroom.kernels.outlines import convex_sizes, perimeters
from napari_darkroom.kernels.regions import intensity_sums, region_sums


def objects(seed, shape=(70, 75), share=0.35):
    smooth = ndimage.gaussian_filter(np.random.default_rng(seed).random(shape), 1.5)
    return ndimage.label(smooth > np.quantile(smooth, 1 - share))


@pytest.mark.parametrize("seed", range(4))
def test_perimeters_and_hulls_are_those_of_scikit_image(seed):
    index, count = objects(seed)
    sums = region_sums(index[None].astype(np.intp), count)
    expected = regionprops(index)
    assert_allclose(perimeters(index, count), [p.perimeter for p in expected], rtol=1e-12)
    hulls = convex_sizes(index.astype(np.intp), sums.low[:, 1:], sums.high[:, 1:])
    assert_array_equal(hulls, [p.area_convex for p in expected])


@pytest.mark.parametrize("shape", [(1, 1), (1, 6), (5, 1), (2, 2)])
def test_the_smallest_objects_fill_their_hull(shape):
    index = np.pad(np.ones(shape, np.intp), 2)
    sums = region_sums(index[None], 1)
    assert convex_sizes(index, sums.low[:, 1:], sums.high[:, 1:])[0] == np.prod(shape)


def test_touching_objects_do_not_see_each_other():
    index = np.zeros((8, 12), np.intp)
    index[2:6, 2:6] = 1
    alone = perimeters(index, 1)[0]
    index[2:6, 6:10] = 2
    assert_array_equal(perimeters(index, 2), [alone, alone])


def test_sums_do_not_depend_on_the_place():
    index, count = objects(9)
    near = region_sums(index[None].astype(np.intp), count)
    far = region_sums(np.pad(index[None], ((30, 0), (50, 0), (70, 0))).astype(np.intp), count)
    assert_array_equal(near.covariance, far.covariance)
    assert_allclose(far.centroid - near.centroid, [[30, 50, 70]] * count)


def test_intensities_far_from_zero_keep_their_deviation():
    index = np.ones((1, 50, 50), np.intp)
    values = 1e9 + np.random.default_rng(0).normal(0, 1, index.shape)
    found = intensity_sums(index, values, 1)
    assert found["intensity_std"][0] == pytest.approx(values.std(), rel=1e-6)
