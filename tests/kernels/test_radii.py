"""Distances to the outside, filled sizes and enclosing circles against SciPy and scikit-image."""

import numpy as np
import pytest
from kernels.objects import boxes, ends, ragged
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage
from skimage.measure import regionprops

from napari_darkroom.kernels.enclosing import enclosing_circles
from napari_darkroom.kernels.filling import filled_sizes
from napari_darkroom.kernels.radii import innermost, radii


@pytest.mark.parametrize("shape", [(60, 70), (14, 30, 31)])
@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (2.5, 2.5, 2.5), (0.3, 0.7, 0.5)])
def test_radii_are_those_of_each_object_alone(shape, spacing):
    index, count = ragged(1, shape)
    spacing = spacing[: len(shape)]
    found = radii(index, count, spacing)
    assert_array_equal(innermost(index, count, spacing), found.centre)
    tolerance = 1e-12 if len(set(spacing)) == 1 else 1e-6
    for k, part in enumerate(regionprops(index)):
        alone = ndimage.distance_transform_edt(np.pad(part.image, 1), sampling=spacing)
        inside = alone[alone > 0]
        assert found.largest[k] == pytest.approx(inside.max(), rel=tolerance)
        assert found.mean[k] == pytest.approx(inside.mean(), rel=tolerance)
        assert found.median[k] == pytest.approx(np.median(inside), rel=tolerance)
        first = np.argwhere(alone >= inside.max() * (1 - tolerance))[0] - 1
        assert_array_equal(found.centre[k], first + part.bbox[: len(shape)])


@pytest.mark.parametrize("shape", [(60, 70), (12, 30, 31)])
@pytest.mark.parametrize("seed", range(3))
def test_filled_sizes_are_those_of_scikit_image(shape, seed):
    smooth = ndimage.gaussian_filter(np.random.default_rng(seed).random(shape), 0.8)
    index, _ = ndimage.label(smooth > np.quantile(smooth, 0.5))
    expected = [part.area_filled for part in regionprops(index)]
    found = filled_sizes(index, *boxes(index))
    assert_array_equal(found, expected)
    sizes = np.bincount(index.ravel())[1:]
    assert (found > sizes).any() == (len(shape) == 2)


def test_a_closed_shell_is_filled_and_one_with_a_way_out_is_not():
    index = np.zeros((7, 7, 7), np.int32)
    index[1:6, 1:6, 1:6] = 1
    index[2:5, 2:5, 2:5] = 0
    assert filled_sizes(index, *boxes(index))[0] == 125
    index[1, 1, 1] = 0
    index[2, 2, 2] = 1
    assert filled_sizes(index, *boxes(index))[0] == 124
    index[2, 2, 2] = 0
    assert filled_sizes(index, *boxes(index))[0] == (index > 0).sum()


@pytest.mark.parametrize("seed", range(3))
def test_no_smaller_circle_holds_the_pixels(seed):
    index, _ = ragged(seed)
    circles = enclosing_circles(ends(index))
    for k, part in enumerate(regionprops(index)):
        centre, radius = np.array([circles.y[k], circles.x[k]]), circles.radius[k]
        offsets = part.coords - centre
        distance = np.hypot(*offsets.T)
        assert distance.max() == pytest.approx(radius, abs=1e-9)
        # The centre cannot move: what lies on the circle is not all on one side.
        on = offsets[distance > radius - 1e-9]
        if radius > 0:
            angles = np.sort(np.arctan2(*on.T))
            gaps = np.diff([*angles, angles[0] + 2 * np.pi])
            assert gaps.max() <= np.pi + 1e-9


def test_circles_of_one_and_of_two_pixels():
    index = np.array([[1, 0, 2, 0], [0, 0, 0, 2]])
    circles = enclosing_circles(ends(index))
    assert_allclose(circles.radius, [0, np.sqrt(0.5)])
    assert_allclose([circles.y, circles.x], [[0, 0.5], [0, 2.5]])


def test_nothing_has_no_radii():
    empty = np.zeros((5, 5), np.int32)
    assert radii(empty, 0, (1.0, 1.0)).centre.shape == (0, 2)
    assert filled_sizes(empty, *boxes(empty)).shape == (0,)
    assert enclosing_circles(ends(empty)).radius.shape == (0,)


def test_a_ring_in_a_volume_of_one_plane_is_open():
    index = np.ones((1, 3, 3), np.int32)
    index[0, 1, 1] = 0
    assert filled_sizes(index, *boxes(index))[0] == 8
    assert filled_sizes(index[0], *boxes(index[0]))[0] == 9


def test_some_objects_alone_are_filled():
    index, _ = ragged(3, (60, 70), 0.5)
    low, high = boxes(index)
    some = np.array([1, 4])
    expected = filled_sizes(index, low, high)[some]
    assert_array_equal(filled_sizes(index, low[some], high[some], some + 1), expected)
