"""Holes, outlines, skeletons, hulls and distances of masks."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage
from skimage import morphology as skimage_morphology
from skimage.measure import label
from skimage.segmentation import find_boundaries

import napari_darkroom as dr
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.kernels.distance import squared_distance
from napari_darkroom.ops.morphology import (
    convex_hull,
    distance_map,
    fill_holes,
    hit_or_miss,
    medial_axis,
    outline,
    skeletonize,
    thin,
    ultimate_points,
)

SIZES = [(40, 43), (12, 15, 14)]
each_size = pytest.mark.parametrize("size", SIZES)


def blobs(size, seed=3):
    smooth = ndimage.gaussian_filter(np.random.default_rng(seed).random(size), 1.5)
    return smooth > np.median(smooth)


@each_size
def test_holes_up_to_a_size_are_filled(size):
    mask = np.random.default_rng(3).random(size) < 0.6
    enclosed = ndimage.binary_fill_holes(mask) & ~mask
    for limit in (0, 1, 2, 5, 10**6):
        expected = mask | (enclosed & ~skimage_morphology.remove_small_objects(
            enclosed, max_size=limit, connectivity=1
        ))  # fmt: skip
        assert_array_equal(fill_holes(mask, max_size=limit), expected)
    assert_array_equal(fill_holes(mask, max_size=10**6), fill_holes(mask))


def test_the_size_of_a_hole_may_be_physical():
    mask = np.ones((20, 20), bool)
    mask[2:4, 2:4] = mask[10:13, 10:13] = mask[0, 0] = False
    calibrated = dr.Mask.of(mask, "yx", scale=(0.5, 0.5), units=("um", "um"))
    filled = dr.morphology.fill_holes(calibrated, max_size="1 um^2")
    assert np.count_nonzero(~filled.data) == 10


@pytest.mark.parametrize("side", ["inner", "outer"])
@each_size
def test_outline_is_that_of_scikit_image(size, side):
    mask = blobs(size)
    expected = find_boundaries(mask, connectivity=1, mode=side)
    assert_array_equal(outline(mask, side=side), expected)


def test_outline_of_a_width_lies_within_it():
    mask = np.zeros((40, 40), bool)
    mask[10:30, 10:30] = True
    distance = distance_map(mask)
    assert_array_equal(outline(mask, width=3), mask & (distance <= 3))
    outside = distance_map(mask, where="outside")
    assert_array_equal(outline(mask, side="outer", width=3), ~mask & (outside <= 3))


@pytest.mark.parametrize("spacing", [None, (0.5, 0.5), (2.0, 0.3)])
def test_distance_is_that_of_scipy(spacing):
    mask = blobs((60, 71))
    inside = ndimage.distance_transform_edt(mask, sampling=spacing)
    outside = ndimage.distance_transform_edt(~mask, sampling=spacing)
    assert_allclose(distance_map(mask, spacing=spacing), inside, rtol=1e-6)
    assert_allclose(distance_map(mask, where="outside", spacing=spacing), outside, rtol=1e-6)
    signed = distance_map(mask, where="signed", spacing=spacing)
    assert_allclose(signed, inside - outside, rtol=1e-6)


@pytest.mark.parametrize("size", [(300, 280), (20, 60, 50)])
def test_squares_of_distances_are_exact(size):
    mask = np.ones(size, bool)
    mask.flat[np.random.default_rng(5).integers(0, mask.size, 6)] = False
    places = np.argwhere(~mask)
    index = np.moveaxis(np.indices(size), 0, -1)
    expected = np.min([((index - p) ** 2).sum(axis=-1) for p in places], axis=0)
    assert_array_equal(squared_distance(mask, None), expected)


def test_distance_is_physical_in_an_anisotropic_volume():
    mask = np.ones((5, 9, 9), bool)
    mask[0] = False
    given = dr.Mask.of(mask, "zyx", scale=(2.0, 0.5, 0.5), units=("um",) * 3)
    assert_allclose(dr.morphology.distance_map(given).data[:, 4, 4], [0, 2, 4, 6, 8])


def test_distance_to_nothing_is_missing():
    full = np.ones((5, 6), bool)
    assert np.isnan(distance_map(full)).all()
    assert np.isnan(distance_map(~full, where="outside")).all()
    assert np.isnan(distance_map(full, where="signed")).all()
    assert_array_equal(distance_map(~full), 0)


def test_ultimate_points_are_the_middles_of_touching_disks():
    y, x = np.mgrid[:40, :60]
    mask = ((y - 20) ** 2 + (x - 18) ** 2 <= 144) | ((y - 20) ** 2 + (x - 38) ** 2 <= 144)
    points = np.argwhere(ultimate_points(mask))
    assert {tuple(p) for p in points} == {(20, 18), (20, 38)}


@each_size
def test_skeleton_is_that_of_scikit_image(size):
    mask = blobs(size)
    assert_array_equal(skeletonize(mask), skimage_morphology.skeletonize(mask))


def test_skeleton_keeps_pieces_and_holes():
    mask = np.pad(blobs((60, 71)), 1)
    skeleton = skeletonize(mask)
    assert label(skeleton).max() == label(mask).max()
    assert label(~skeleton, connectivity=1).max() == label(~mask, connectivity=1).max()


@pytest.mark.parametrize("iterations", [1, 2, 50])
def test_thin_is_that_of_scikit_image(iterations):
    mask = blobs((40, 43))
    expected = skimage_morphology.thin(mask, iterations)
    assert_array_equal(thin(mask, iterations=iterations), expected)


@pytest.mark.parametrize("seed", [0, 7])
def test_medial_axis_is_that_of_scikit_image(seed):
    mask = blobs((60, 71))
    axis, distance = medial_axis(mask, seed=seed)
    expected, widths = skimage_morphology.medial_axis(mask, rng=seed, return_distance=True)
    assert_array_equal(axis, expected)
    assert_allclose(distance, expected * widths, rtol=1e-6)


def test_medial_axis_tells_the_width_of_a_bar():
    mask = np.zeros((21, 60), bool)
    mask[6:15, 5:55] = True
    axis, distance = medial_axis(mask, spacing=(0.5, 0.5))
    assert_allclose(distance[axis][10:-10].max(), 2.5)
    assert_array_equal(np.flatnonzero(axis[:, 30]), [10])


@each_size
def test_hull_of_everything_is_that_of_scikit_image(size):
    for seed in range(4):
        mask = np.random.default_rng(seed).random(size) < 0.01
        mask[tuple(n // 2 for n in size)] = True
        mask[tuple(n // 3 for n in size)] = mask[(-1,) * len(size)] = True
        mask[tuple(n // 4 if i else 1 for i, n in enumerate(size))] = True
        expected = skimage_morphology.convex_hull_image(mask)
        assert_array_equal(convex_hull(mask, of="everything"), expected)


def test_hulls_of_objects_are_those_of_scikit_image():
    mask = ndimage.binary_opening(blobs((80, 91), 5))
    expected = skimage_morphology.convex_hull_object(mask)
    assert_array_equal(convex_hull(mask), expected)


def test_hulls_of_flat_and_single_objects_are_themselves():
    """scikit-image 0.26 leaves them out of a volume."""
    mask = np.zeros((5, 9, 9), bool)
    mask[1, 2:5, 3:7] = mask[4, 8, 8] = mask[:, 0, 0] = True
    assert_array_equal(convex_hull(mask), mask)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("000/010/000", [(1, 8)]), ("000/010/...", [(1, 8), (4, 1), (4, 7)])],
)
def test_patterns_are_found(pattern, found):
    mask = np.zeros((9, 11), bool)
    mask[4, 1:8] = mask[1, 8] = True
    assert {tuple(p) for p in np.argwhere(hit_or_miss(mask, pattern=pattern))} == set(found)


def test_patterns_are_those_of_scipy_away_from_the_edge():
    mask = blobs((40, 43))
    rows = np.array([[0, 0, -1], [0, 1, 1], [-1, 1, -1]])
    expected = np.zeros(mask.shape, bool)
    for k in range(4):
        one = np.rot90(rows, k)
        expected |= ndimage.binary_hit_or_miss(mask, one == 1, one == 0)
    result = hit_or_miss(mask, pattern="00. / 011 / .1.")
    assert result.any()
    assert_array_equal(result[1:-1, 1:-1], expected[1:-1, 1:-1])


@pytest.mark.parametrize("pattern", ["", "01/01", "000/01/000", "0a0", "1 1"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern):
    with pytest.raises(ParameterError, match="hit_or_miss: pattern"):
        hit_or_miss(np.ones((3, 3), bool), pattern=pattern)
