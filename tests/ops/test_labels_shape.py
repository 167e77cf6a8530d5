"""Holes, outlines and pieces of objects; objects merged, split, combined and subtracted."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage

import napari_darkroom as dr

HUGE = 2**40


def _drawn(*rows: str) -> np.ndarray:
    """Return a label image of digits; h is a huge number."""
    return np.array([[HUGE if c == "h" else int(c) for c in row] for row in rows])


def _blobs(shape, seed=5) -> np.ndarray:
    random = np.random.default_rng(seed)
    smooth = ndimage.gaussian_filter(random.normal(size=shape), 1.5)
    found = ndimage.label(smooth > 0)[0]
    # Cut into touching parts, with gaps in the numbers.
    halves = np.broadcast_to(np.arange(shape[-1]) // 7, shape)
    return np.where(found > 0, found * 1000 + halves, 0)


RINGS = _drawn(
    "111110hhhh",
    "100010h00h",
    "101010hhhh",
    "1000100000",
    "1111102220",
    "3333002020",
    "3004442220",
    "3334040000",
    "0004440005",
    "0000000050",
)


def test_a_hole_is_filled_and_a_gap_between_objects_stays():
    expected = RINGS.copy()
    expected[1, 7:9], expected[5, 7], expected[7, 4] = HUGE, 2, 4
    # Within the ring of ones lies another piece of the same object: all around is one object.
    expected[1:4, 1:4] = 1
    assert_array_equal(dr.labels.fill_holes(RINGS), expected)


@pytest.mark.parametrize(("most", "filled"), [(0, 0), (1, 2), (2, 4), (7, 4), (8, 12)])
def test_a_hole_of_just_the_size_is_filled(most, filled):
    result = dr.labels.fill_holes(RINGS, max_size=most)
    assert np.count_nonzero(result != RINGS) == filled


def test_a_hole_with_another_object_stays():
    labels = np.pad(np.full((5, 5), 8), 1)
    labels[2:5, 2:5] = 0
    assert (dr.labels.fill_holes(labels)[1:-1, 1:-1] == 8).all()
    labels[3, 3] = 2
    assert_array_equal(dr.labels.fill_holes(labels), labels)


def test_a_bubble_in_a_volume():
    ball = np.pad(np.full((3, 3, 3), 6, np.uint16), 1)
    ball[2, 2, 2] = 0
    assert dr.labels.fill_holes(ball)[2, 2, 2] == 6
    ball[1, 2, 2] = 0
    assert_array_equal(dr.labels.fill_holes(ball), ball)


def test_apart_from_one_another_holes_are_those_of_each_mask():
    labels = _blobs((60, 70))
    labels[np.random.default_rng(1).random(labels.shape) < 0.03] = 0
    result = dr.labels.fill_holes(labels)
    for k in np.unique(labels[labels > 0]):
        filled = ndimage.binary_fill_holes(labels == k)
        alone = np.isin(labels[filled], [0, k]).all()
        assert not alone or (result[filled] == k).all()
    assert (result != labels).any()


@pytest.mark.parametrize("radius", [1, 2.5, (1.5, 3)])
def test_smooth_is_the_median_of_each_object(radius):
    labels = _blobs((40, 50))
    result = dr.labels.smooth(labels, radius=radius)
    r = np.broadcast_to(radius, 2)
    grid = np.mgrid[tuple(slice(-int(a), int(a) + 1) for a in r)]
    disk = (((grid / r[:, None, None]) ** 2).sum(axis=0) <= 1 + 1e-9).astype(int)
    inside = ndimage.convolve(np.ones(labels.shape, int), disk, mode="constant")
    claimed = np.zeros(labels.shape, int)
    for k in np.unique(labels):
        many = 2 * ndimage.convolve((labels == k) * 1, disk, mode="constant") > inside
        assert (result[many] == k).all()
        claimed += many
    assert claimed.max() == 1
    assert_array_equal(result[claimed == 0], labels[claimed == 0])


def test_a_spur_goes_a_notch_is_filled_and_neighbours_stay_apart():
    labels = np.zeros((15, 30), np.int64)
    labels[3:12, 2:14], labels[3:12, 14:26] = 7, HUGE
    labels[1:3, 6], labels[3, 18] = 7, 0
    result = dr.labels.smooth(labels, radius=2)
    assert result[1, 6] == 0
    assert result[3, 18] == HUGE
    assert_array_equal(result[7], labels[7])


def test_smooth_in_a_volume_of_one_number_changes_nothing():
    full = np.full((3, 5, 6), 4, np.uint8)
    assert_array_equal(dr.labels.smooth(full, radius=2), full)


def test_cytoplasm_has_the_number_of_its_cell():
    cells = _drawn("0hhhh0", "0hhhh0", "022220")
    nuclei = _drawn("000000", "005500", "000000")
    expected = _drawn("0hhhh0", "0h00h0", "022220")
    assert_array_equal(dr.labels.subtract(cells, nuclei), expected)
    assert_array_equal(dr.labels.subtract(cells, nuclei > 0), expected)
    stack = dr.Labels.of(np.stack([cells, cells]), "tyx")
    assert_array_equal(dr.labels.subtract(stack, dr.Mask.of(nuclei > 0, "yx")).data, [expected] * 2)


@pytest.mark.parametrize(
    ("on_top", "expected"),
    [("second", ["0113", "0333", "2200"]), ("first", ["0111", "0113", "2200"])],
)
def test_two_label_images_in_one(on_top, expected):
    first, second = _drawn("0444", "0440", "hh00"), _drawn("0004", "0444", "0000")
    assert_array_equal(dr.labels.combine(first, second, on_top=on_top), _drawn(*expected))


def test_what_is_covered_leaves_no_gap_in_the_numbers():
    first, second = _drawn("1122", "1100"), _drawn("3300", "3300")
    assert_array_equal(dr.labels.combine(first, second), _drawn("2211", "2200"))


def test_pieces_of_one_number():
    labels = _drawn("hh0hh", "220h0", "02200", "00022")
    assert_array_equal(
        dr.labels.split_disconnected(labels), _drawn("11022", "33020", "03300", "00033")
    )
    apart = dr.labels.split_disconnected(labels, diagonal=False)
    assert_array_equal(apart, _drawn("11022", "33020", "03300", "00044"))


def test_touching_objects_become_the_lowest_of_them():
    labels = _drawn("hh0770", "0h0020", "h00000", "003005", "090055")
    # The piece of the huge one below touches nothing at an edge, but is the same object.
    assert_array_equal(
        dr.labels.merge_touching(labels), _drawn("hh0220", "0h0020", "h00000", "003005", "030055")
    )
    apart = dr.labels.merge_touching(labels, diagonal=False)
    assert_array_equal(apart, _drawn("hh0220", "0h0020", "h00000", "003005", "090055"))


def test_objects_are_merged_through_pieces_that_lie_apart():
    labels = _drawn("3500050220204", "0000000000000")
    assert_array_equal(dr.labels.merge_touching(labels)[0], _drawn("3300030220204")[0])


@pytest.mark.parametrize("shape", [(30, 40), (8, 12, 14)])
def test_outlines_are_the_inner_boundaries(shape):
    from skimage.segmentation import find_boundaries

    labels = _blobs(shape)
    expected = np.where(find_boundaries(labels, connectivity=1, mode="inner"), labels, 0)
    assert_array_equal(dr.labels.outlines(labels), expected)


@pytest.mark.parametrize("dtype", [np.uint8, ">u2", np.int32, np.uint64])
@pytest.mark.parametrize("name", ["fill_holes", "smooth", "merge_touching", "outlines"])
def test_the_type_of_the_input_is_kept(name, dtype):
    labels = np.zeros((7, 9), dtype)
    labels[1:6, 1:5], labels[2:4, 5:8] = 3, 90
    result = getattr(dr.labels, name)(labels)
    assert result.dtype == labels.dtype.newbyteorder("=")
    assert set(np.unique(result)) <= {0, 3, 90}
    empty = np.zeros((4, 5), dtype)
    assert_array_equal(getattr(dr.labels, name)(empty), empty)
