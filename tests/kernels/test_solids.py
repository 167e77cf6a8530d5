"""Hulls, diameters, surfaces and Euler numbers in three dimensions."""

import numpy as np
import pytest
from kernels.objects import boxes, ragged
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import pdist
from skimage.measure import euler_number, marching_cubes, mesh_surface_area, regionprops

from napari_darkroom.kernels.octants import octants
from napari_darkroom.kernels.solid_ends import solid_ends
from napari_darkroom.kernels.solid_hulls import hull_voxels, solid_diameters, solid_hull
from napari_darkroom.kernels.surfaces import crofton_surfaces, mesh_areas

CUBES = (1.0, 1.0, 1.0)


def large(seed, share=0.3, shape=(16, 30, 31)):
    """Return ragged objects that are thick along every axis."""
    index, _ = ragged(seed, shape, share)
    kept = [part for part in regionprops(index) if min(part.image.shape) > 3]
    out = np.zeros_like(index)
    for k, part in enumerate(kept):
        out[tuple(part.coords.T)] = k + 1
    return out


def hull(index):
    return solid_hull(solid_ends(index, *boxes(index)))


@pytest.mark.parametrize("seed", range(4))
def test_hulls_and_diameters_are_those_of_scikit_image(seed):
    index, spacing = large(seed), (2.0, 0.5, 0.7)
    found, expected = hull(index), regionprops(index, spacing=spacing)
    voxel = np.prod(spacing)
    assert len(expected) > 0
    assert_allclose(hull_voxels(found) * voxel, [p.area_convex for p in expected], rtol=1e-12)
    diameters = [p.feret_diameter_max for p in expected]
    assert_allclose(solid_diameters(found, spacing), diameters, rtol=1e-6)


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 1, 5), (4, 1, 1), (1, 3, 4), (3, 3, 3)])
def test_points_lines_planes_and_blocks_fill_their_hull(shape):
    index = np.pad(np.ones(shape, int), 1)
    found = hull(index)
    assert hull_voxels(found)[0] == np.prod(shape)
    centres = np.argwhere(index)
    faces = np.concatenate([np.eye(3), -np.eye(3)]) / 2
    points = (centres[:, None] + faces).reshape(-1, 3)
    assert solid_diameters(found, CUBES)[0] == pytest.approx(pdist(points).max(), rel=1e-15)


def test_an_object_in_two_parts_has_one_hull():
    index = np.zeros((9, 9, 9), int)
    index[0, 0, 0] = index[8, 8, 8] = 1
    assert hull_voxels(hull(index))[0] == 9
    index[8, 8, 8] = 0
    index[8, 2, 0] = 1
    assert solid_diameters(hull(index), CUBES)[0] == pytest.approx(np.hypot(9, 2), rel=0.02)


@pytest.mark.parametrize("spacing", [CUBES, (2.0, 0.5, 0.7)])
@pytest.mark.parametrize("level", [0.5, 0.0])
def test_mesh_areas_are_those_of_scikit_image(spacing, level):
    index, count = ragged(2, (14, 20, 21))
    found = octants(index, count, mesh_areas(spacing, level)).area
    for k, part in enumerate(regionprops(index)):
        volume = np.pad(part.image, 1).astype(np.float32)
        points, faces, _, _ = marching_cubes(volume, level, spacing=spacing)
        assert found[k] == pytest.approx(mesh_surface_area(points, faces), rel=1e-5)


@pytest.mark.parametrize("seed", range(2))
def test_euler_numbers_are_those_of_scikit_image(seed):
    index, count = ragged(seed, (14, 20, 21), 0.5)
    found = octants(index, count, np.zeros(256))
    images = [part.image for part in regionprops(index)]
    assert_array_equal(found.euler, [euler_number(image, 3) for image in images])
    assert_array_equal(found.euler_strict, [euler_number(image, 1) for image in images])
    assert found.euler.min() < 0


def ball(radius, spacing):
    """Return a ball in the world and how many voxels around it are empty."""
    places = [np.arange(-int(radius / a) - 2, int(radius / a) + 3) * a for a in spacing]
    z, y, x = np.meshgrid(*places, indexing="ij")
    return (z**2 + y**2 + x**2 <= radius**2).astype(np.int32)


@pytest.mark.parametrize("spacing", [CUBES, (2.0, 1.0, 1.0), (3.0, 0.5, 0.5), (0.3, 1.0, 2.0)])
def test_croftons_surface_of_a_ball(spacing):
    found = octants(ball(20.0, spacing), 1, mesh_areas(spacing))
    sphere = 4 * np.pi * 20.0**2
    assert crofton_surfaces(found, spacing)[0] == pytest.approx(sphere, rel=0.006)
    # Steps of voxels make a mesh too large, however small they are.
    assert 1.07 < found.area[0] / sphere < 1.25


def test_croftons_weights_for_cubes():
    """A single voxel is crossed twice by each of the 13 lines through it."""
    found = octants(np.pad(np.ones((1, 1, 1), int), 1), 1, np.zeros(256))
    assert_array_equal(found.crossings, np.full((1, 13), 2))
    # J. Ohser and F. Mücklich, Statistical analysis of microstructures, 2000, table of weights.
    axis, face, corner = 0.04577789, 0.03698063, 0.03519564
    shares = 6 * axis / 1 + 12 * face / np.sqrt(2) + 8 * corner / np.sqrt(3)
    assert crofton_surfaces(found, CUBES)[0] == pytest.approx(4 * shares, rel=1e-6)


def test_touching_objects_and_the_border_are_outside():
    index = np.ones((3, 4, 6), np.int32)
    alone = octants(index, 1, mesh_areas(CUBES))
    both = octants(np.concatenate([index, 2 * index], axis=2), 2, mesh_areas(CUBES))
    for name, values in vars(alone).items():
        assert_allclose(getattr(both, name), values[[0, 0]], rtol=1e-14, err_msg=name)


def test_nothing_has_no_hulls_and_no_surface():
    index = np.zeros((3, 3, 3), int)
    found = hull(index)
    assert hull_voxels(found).shape == solid_diameters(found, CUBES).shape == (0,)
    assert crofton_surfaces(octants(index, 0, np.zeros(256)), CUBES).shape == (0,)


def test_objects_in_parts_have_the_same_hulls():
    index, _ = ragged(3, (16, 30, 31), 0.3)
    low, high = boxes(index)
    parts = [slice(0, 2), slice(2, None)]
    found = [hull_voxels(solid_hull(solid_ends(index, low, high, part))) for part in parts]
    assert_array_equal(np.concatenate(found), hull_voxels(hull(index)))
