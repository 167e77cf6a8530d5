"""Masks combined, inverted, grown, shrunk, bordered, cropped to, and made of points."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError

A = np.array([[0, 0, 1, 1]], bool)
B = np.array([[0, 1, 0, 1]], bool)


@pytest.mark.parametrize(
    ("how", "expected"),
    [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("xor", [0, 1, 1, 0]), ("minus", [0, 0, 1, 0])],
)
def test_combine(how, expected):
    assert_array_equal(dr.mask.combine(A, B, how=how), [np.array(expected, bool)])


def test_a_plane_is_combined_with_every_plane_of_a_stack():
    stack = dr.Mask.of(np.stack([A, ~A]), "tyx")
    result = dr.mask.combine(stack, dr.Mask.of(B, "yx"), how="minus")
    assert_array_equal(result.data, np.stack([A & ~B, ~A & ~B]))


def test_invert():
    assert_array_equal(dr.mask.invert(A), ~A)


def test_union_through_two_inversions_is_or():
    twice = dr.mask.invert(dr.mask.combine(dr.mask.invert(A), dr.mask.invert(B)))
    assert_array_equal(twice, dr.mask.combine(A, B, how="or"))


def test_apply_keeps_the_outside_on_request():
    image = np.array([[5, 6, 7, 8]], np.uint8)
    assert_array_equal(dr.mask.apply(image, A, outside=1, keep="outside"), [[5, 6, 1, 1]])
    floats = dr.mask.apply(image.astype(float), A, outside=np.nan, keep="outside")
    assert_array_equal(np.isnan(floats), A)


def speckle(shape, share=0.02):
    return np.random.default_rng(8).random(shape) < share


@pytest.mark.parametrize("shape", [(60, 71), (12, 23, 21)])
@pytest.mark.parametrize("distance", [1, 2.5, 5, np.sqrt(8)])
def test_grown_to_the_exact_distance(shape, distance):
    mask = speckle(shape)
    far = ndimage.distance_transform_edt(~mask)
    assert_array_equal(dr.mask.grow(mask, distance=distance), far**2 <= distance**2 * (1 + 1e-9))
    inner = ndimage.distance_transform_edt(np.pad(~mask, 30, constant_values=True))
    inner = inner[(slice(30, -30),) * mask.ndim]
    expected = inner**2 > distance**2 * (1 + 1e-9)
    assert_array_equal(dr.mask.shrink(~mask, distance=distance), expected)


@pytest.mark.parametrize("spacing", [(1.0, 0.3, 0.3), (0.7, 0.2, 0.25), (2.0, 0.5, 0.5)])
def test_anisotropic_voxels_and_distances_that_are_met_exactly(spacing):
    mask = speckle((9, 31, 29), 0.005)
    # Each is the distance of some pixels to the last digit.
    for steps in [(1, 0, 0), (0, 3, 4), (1, 2, 2), (2, 5, 1)]:
        distance = float(np.sqrt(sum((k * s) ** 2 for k, s in zip(steps, spacing, strict=True))))
        image = dr.Mask.of(mask, "zyx", scale=spacing, units="um")
        grown = dr.mask.grow(image, distance=f"{distance!r} um").data
        far = ndimage.distance_transform_edt(~mask, sampling=spacing)
        assert_array_equal(grown, far <= distance * (1 + 1e-9))


def test_a_length_for_each_axis_and_none_along_one():
    mask = np.zeros((5, 7, 7), bool)
    mask[2, 3, 3] = True
    grown = dr.mask.grow(mask, distance=(0, 1, 2))
    assert_array_equal(np.unique(np.argwhere(grown)[:, 0]), [2])
    assert grown[2].sum() == 7
    assert_array_equal(dr.mask.grow(mask, distance=0), mask)
    assert_array_equal(dr.mask.grow(mask, distance=0.9), mask)


def test_nothing_and_everything_stay():
    nothing = np.zeros((6, 7), bool)
    assert not dr.mask.grow(nothing, distance=3).any()
    assert dr.mask.shrink(~nothing, distance=3).all()
    assert not dr.mask.border(nothing, side="both").any()
    assert not dr.mask.border(~nothing, side="both").any()


def test_border_bands():
    y, x = np.mgrid[:41, :41]
    radius = np.hypot(y - 20, x - 20)
    disk = radius <= 12
    inside = dr.mask.border(disk, width=3)
    outside = dr.mask.border(disk, width=3, side="outside")
    assert_array_equal(inside, disk & ~dr.mask.shrink(disk, distance=3))
    assert_array_equal(outside, dr.mask.grow(disk, distance=3) & ~disk)
    assert_array_equal(dr.mask.border(disk, width=3, side="both"), inside | outside)
    assert radius[inside].min() > 8.5
    assert radius[outside].max() < 15.1


def test_crop_keeps_every_place_in_the_world():
    image = dr.Image.of(np.arange(120).reshape(2, 6, 10), "tyx", scale=(1, 0.5, 0.5))
    inside = np.zeros((6, 10), bool)
    inside[2:4, 3:8] = True
    part = dr.mask.crop(image, dr.Mask.of(inside, "yx", scale=0.5))
    assert_array_equal(part.data, image.data[:, 2:4, 3:8])
    assert part.calibration.translate == (0.0, 1.0, 1.5)
    wide = dr.mask.crop(image, dr.Mask.of(inside, "yx", scale=0.5), margin=3)
    assert_array_equal(wide.data, image.data[:, 0:7, 0:11])


def test_crop_to_an_empty_mask_is_the_whole_and_to_another_shape_refused():
    image = dr.Image.of(np.zeros((6, 10)))
    assert dr.mask.crop(image, dr.Mask.of(np.zeros((6, 10), bool))).shape == (6, 10)
    with pytest.raises(InputError, match="along x the mask has 9 and the image 10"):
        dr.mask.crop(image, dr.Mask.of(np.zeros((6, 9), bool)))


def test_from_points_is_where_their_labels_are():
    image = dr.Image.of(np.zeros((20, 30)), scale=0.5, units="um")
    points = dr.Points.of([(2.0, 3.0), (5.0, 9.0), (50.0, 1.0)], image.calibration)
    mask = dr.mask.from_points(image, points, radius="1 um")
    labels = dr.labels.from_points(image, points, radius="1 um")
    assert_array_equal(mask.data, labels.data > 0)
    assert mask.data.sum() == 2 * 13
