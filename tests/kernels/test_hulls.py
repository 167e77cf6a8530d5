"""Hulls and calipers against scikit-image, SciPy and simple shapes."""

import numpy as np
import pytest
from kernels.objects import ends, ragged
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial import ConvexHull
from scipy.spatial.distance import pdist
from skimage.measure import regionprops

from napari_darkroom.kernels.calipers import center_calipers, corner_calipers, hull_diameters
from napari_darkroom.kernels.hulls import hull_pixels, hull_rows, polygon_areas

CORNERS = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]]) / 2


@pytest.mark.parametrize("seed", range(4))
def test_hulls_are_those_of_scikit_image(seed):
    index, _ = ragged(seed)
    assert_array_equal(hull_pixels(ends(index)), [p.area_convex for p in regionprops(index)])


@pytest.mark.parametrize("spacing", [(1.0, 1.0), (0.4, 0.7)])
def test_the_largest_diameter_is_that_of_scikit_image(spacing):
    index, _ = ragged(5)
    expected = [p.feret_diameter_max for p in regionprops(index, spacing=spacing)]
    assert_allclose(hull_diameters(hull_rows(ends(index)), spacing), expected, rtol=1e-13)


@pytest.mark.parametrize("spacing", [(1.0, 1.0), (2.0, 0.7)])
def test_polygons_and_calipers_of_the_corners(spacing):
    index, _ = ragged(6)
    rows = ends(index)
    areas, found = polygon_areas(rows), corner_calipers(rows, spacing)
    for k, part in enumerate(regionprops(index)):
        points = (part.coords[:, None, :] + CORNERS).reshape(-1, 2)
        assert areas[k] == pytest.approx(ConvexHull(points).volume, rel=1e-13)
        assert found.largest[k] == pytest.approx(pdist(points * spacing).max(), rel=1e-13)
        assert found.smallest[k] == pytest.approx(narrowest(points * spacing), rel=1e-12)


def test_calipers_of_the_centres():
    index, _ = ragged(7)
    found = center_calipers(ends(index), (1.0, 1.0))
    for k, part in enumerate(regionprops(index)):
        if part.solidity > 0 and min(part.image.shape) > 2:
            assert found.largest[k] == pytest.approx(pdist(part.coords).max(), rel=1e-13)
            assert found.smallest[k] == pytest.approx(narrowest(part.coords), rel=1e-12)


def narrowest(points):
    """Return the smallest of the widths across the sides of the hull."""
    normals = ConvexHull(points).equations[:, :2]
    return np.ptp(points @ normals.T, axis=0).min()


@pytest.mark.parametrize("shape", [(1, 1), (1, 6), (5, 1), (2, 2)])
def test_the_smallest_objects_fill_their_hull(shape):
    rows = ends(np.pad(np.ones(shape, int), 2))
    assert hull_pixels(rows)[0] == polygon_areas(rows)[0] == np.prod(shape)
    centers, corners = center_calipers(rows, (1.0, 1.0)), corner_calipers(rows, (1.0, 1.0))
    assert centers.smallest[0] == min(shape) - 1
    assert centers.largest[0] == np.hypot(shape[0] - 1, shape[1] - 1)
    assert corners.smallest[0] == min(shape)
    assert corners.largest[0] == np.hypot(*shape)


def test_a_diagonal_line_of_pixels_has_no_width_between_its_centres():
    rows = ends(np.eye(6, dtype=int))
    found = center_calipers(rows, (1.0, 1.0))
    assert (found.smallest[0], found.angle[0]) == (0, 135)
    assert found.largest[0] == pytest.approx(5 * np.sqrt(2), rel=1e-15)
    assert hull_pixels(rows)[0] == 6


def test_the_diameter_is_named_by_its_angle_and_its_left_end():
    index = np.zeros((30, 40), int)
    index[20, 5:26] = 1
    index[2, 5:26] = 2
    index[4:19, 33] = 3
    found = corner_calipers(ends(index), (1.0, 1.0))
    tilt = np.degrees(np.arctan2(1, 21))
    assert_allclose(found.angle, [180 - tilt, 180 - tilt, 90 + np.degrees(np.arctan2(1, 15))])
    assert_allclose(found.x, [4.5, 4.5, 32.5])
    assert_allclose(found.y, [19.5, 1.5, 3.5])


def test_an_object_in_two_parts_has_one_hull():
    index = np.zeros((9, 9), int)
    index[0, 0] = index[8, 8] = 1
    rows = ends(index)
    assert hull_pixels(rows)[0] == regionprops(index)[0].area_convex
    assert center_calipers(rows, (1.0, 1.0)).largest[0] == pytest.approx(8 * np.sqrt(2))


def test_nothing_has_no_hulls():
    rows = ends(np.zeros((4, 4), int))
    assert hull_pixels(rows).shape == polygon_areas(rows).shape == (0,)
    assert hull_diameters(hull_rows(rows), (1.0, 1.0)).shape == (0,)
