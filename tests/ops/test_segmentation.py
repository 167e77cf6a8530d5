"""Thresholds, components and objects against SciPy and scikit-image."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage
from skimage import filters as skimage_filters
from skimage import segmentation

from napari_darkroom.core.errors import InputError
from napari_darkroom.ops.labels import clear_border, remove_small
from napari_darkroom.ops.segment import connected_components, split_touching
from napari_darkroom.ops.threshold import manual, otsu, otsu_threshold

SIZES = [(40, 43), (10, 17, 15)]


def speckle(size, share=0.4):
    return np.random.default_rng(5).random(size) < share


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
@pytest.mark.parametrize("size", SIZES)
def test_otsu_is_that_of_scikit_image(size, dtype):
    random = np.random.default_rng(1)
    two = np.where(
        random.random(size) < 0.3, random.normal(180, 9, size), random.normal(60, 9, size)
    )
    image = np.clip(two, 0, 255).astype(dtype)
    if dtype == "int16":
        image = image * 250 - 32000
    expected = skimage_filters.threshold_otsu(image)
    assert otsu_threshold(image) == pytest.approx(float(expected), rel=1e-6)
    assert_array_equal(otsu(image), image > otsu_threshold(image))
    assert_array_equal(otsu(image, dark_objects=True), image <= otsu_threshold(image))


def test_otsu_of_the_whole_range_of_a_signed_type():
    image = np.repeat(np.array([-32768, 32767], np.int16), 50).reshape(10, 10)
    assert_array_equal(otsu(image), image > 0)


def test_otsu_leaves_what_is_not_finite_out():
    image = np.array([[1.0, 2.0, 9.0, 10.0, np.nan, np.inf]])
    assert_array_equal(otsu(image), [[False, False, True, True, False, True]])


def test_otsu_of_nothing_finite_is_refused():
    with pytest.raises(InputError, match="no pixel has a finite value"):
        otsu(np.full((3, 3), np.nan))


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint32", "int64", "float64"])
@pytest.mark.parametrize("lower", [None, -1e30, -300.0, 16.5, 17.0, 255.0])
@pytest.mark.parametrize("upper", [None, 1e30, np.inf])
def test_manual_compares_as_numpy_does(dtype, lower, upper):
    image = np.array([[0, 16, 17, 18, 99, 100, 127]]).astype(dtype)
    low, high = -np.inf if lower is None else lower, np.inf if upper is None else upper
    expected = (image.astype(float) >= low) & (image.astype(float) <= high)
    assert_array_equal(manual(image, lower=lower, upper=upper), expected)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint32", "int64", "float64"])
@pytest.mark.parametrize("upper", [17.0, 99.9, 255.0, 70_000.0])
def test_manual_compares_the_upper_end_too(dtype, upper):
    image = np.array([[0, 16, 17, 18, 99, 100, 127]]).astype(dtype)
    expected = (image >= 16) & (image.astype(float) <= upper)
    assert_array_equal(manual(image, lower=16.0, upper=upper), expected)


def test_manual_takes_both_ends():
    image = np.array([[1, 2, 3, 4]], np.uint8)
    assert_array_equal(manual(image, lower=2, upper=3), [[False, True, True, False]])
    assert_array_equal(manual(image), np.ones((1, 4), bool))
    assert_array_equal(manual(np.array([[np.nan, 1.0]])), [[False, True]])


@pytest.mark.parametrize("diagonal", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_components_are_those_of_scipy(size, diagonal):
    mask = speckle(size, 0.3)
    structure = ndimage.generate_binary_structure(len(size), len(size) if diagonal else 1)
    expected, _ = ndimage.label(mask, structure)
    result = connected_components(mask, diagonal=diagonal)
    assert result.dtype == np.int32
    assert_array_equal(result, expected)


def test_more_components_than_a_small_integer_holds():
    mask = np.zeros((600, 600), bool)
    mask[::2, ::2] = True
    assert connected_components(mask, diagonal=False).max() == 90000


def two_disks(distance, radius=10):
    y, x = np.mgrid[:40, :70]
    first = (y - 20) ** 2 + (x - 20) ** 2 <= radius**2
    return first | ((y - 20) ** 2 + (x - 20 - distance) ** 2 <= radius**2)


def test_touching_disks_are_split_in_the_middle():
    mask = two_disks(16)
    result = split_touching(mask, min_distance=5)
    assert result.max() == 2
    assert_array_equal(result > 0, mask)
    assert result[20, 20] == 1
    assert result[20, 36] == 2
    # Each gets its half, up to the row of pixels in the middle.
    assert abs((result == 1).sum() - (result == 2).sum()) <= 25


def test_disks_nearer_than_the_distance_stay_one():
    assert split_touching(two_disks(6), min_distance=20).max() == 1


def test_a_ball_in_anisotropic_voxels_is_one_object():
    z, y, x = np.mgrid[:9, :33, :33]
    ball = ((z - 4) * 4) ** 2 + (y - 16) ** 2 + (x - 16) ** 2 <= 14**2
    result = split_touching(ball, min_distance=(1, 4, 4), spacing=(4, 1, 1))
    assert result.max() == 1


def test_every_piece_holds_an_object():
    mask = speckle((60, 61), 0.5)
    pieces = connected_components(mask)
    result = split_touching(mask, min_distance=6)
    assert_array_equal(result > 0, mask)
    assert set(np.unique(pieces[result > 0])) == set(range(1, pieces.max() + 1))


def test_numbers_follow_the_rows():
    result = split_touching(two_disks(30), min_distance=5)
    flat = result[result > 0]
    _, first = np.unique(flat, return_index=True)
    assert_array_equal(np.sort(first), first)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int32", "int64", "uint64"])
@pytest.mark.parametrize("size", SIZES)
def test_clear_border_is_that_of_scikit_image(size, dtype):
    labels = connected_components(speckle(size, 0.2)).clip(0, 200).astype(dtype)
    result = clear_border(labels)
    expected = labels.copy()
    touched = {
        int(n)
        for axis in range(labels.ndim)
        for e in (0, -1)
        for n in np.unique(labels.take(e, axis))
    }
    expected[np.isin(labels, list(touched))] = 0
    assert_array_equal(result, expected)
    assert result.dtype == labels.dtype


def test_clear_border_of_whole_pieces_is_that_of_scikit_image():
    labels = connected_components(speckle((40, 40), 0.25))
    assert_array_equal(clear_border(labels), segmentation.clear_border(labels))


def test_remove_small_keeps_an_object_of_exactly_that_size():
    labels = np.array([[1, 1, 0, 7, 7, 7, 0, 9]], np.uint16)
    assert_array_equal(remove_small(labels, min_size=3), [[0, 0, 0, 7, 7, 7, 0, 0]])
    assert_array_equal(remove_small(labels, min_size=0), labels)
    assert_array_equal(remove_small(labels, min_size=2.5), [[0, 0, 0, 7, 7, 7, 0, 0]])


def test_huge_numbers_are_labels_too():
    labels = np.array([[2**40, 2**40, 0, 5]], np.int64)
    assert_array_equal(remove_small(labels, min_size=2), [[2**40, 2**40, 0, 0]])


def test_a_negative_number_is_refused():
    with pytest.raises(InputError, match="negative number -3"):
        remove_small(np.array([[1, -3]]), min_size=2)
