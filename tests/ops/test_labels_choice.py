"""Objects are kept by their size, and numbered anew."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError, ParameterError

HUGE = 2**40


def _sizes() -> np.ndarray:
    """Return objects of 1, 2, 3 and 3 pixels, the last with a huge number."""
    labels = np.zeros((6, 7), np.int64)
    labels[0, 0], labels[2, :2], labels[4, :3], labels[:3, 6] = 9, 4, 70, HUGE
    return labels


def _numbers(labels) -> list[int]:
    return np.unique(labels[labels > 0]).tolist()


@pytest.mark.parametrize(
    ("low", "high", "left"),
    [
        (0, None, [4, 9, 70, HUGE]),
        (2, None, [4, 70, HUGE]),
        (2, 2, [4]),
        (0, 2, [4, 9]),
        (3.5, None, []),
    ],
)
def test_both_ends_of_a_range_of_sizes_belong_to_it(low, high, left):
    result = dr.labels.filter_by_size(_sizes(), min_size=low, max_size=high)
    assert _numbers(result) == left
    assert_array_equal(result, np.where(np.isin(_sizes(), left), _sizes(), 0))
    assert result.dtype == np.int64


def test_a_physical_size_in_anisotropic_voxels():
    labels = dr.Labels.of(np.zeros((3, 8, 8), np.uint8), "zyx", scale=(2, 0.5, 0.5), units="um")
    labels.data[0, 0, :4], labels.data[1, 3, :5] = 1, 2
    result = dr.labels.filter_by_size(labels, min_size="2.1 um^3")
    assert _numbers(result.data) == [2]
    result = dr.labels.filter_by_size(labels, min_size="2 um^3", max_size="2 um^3")
    assert _numbers(result.data) == [1]


def test_a_range_that_holds_nothing_is_refused():
    with pytest.raises(ParameterError, match="nothing lies between"):
        dr.labels.filter_by_size(_sizes(), min_size=9, max_size=3)


@pytest.mark.parametrize(
    ("n", "left"), [(1, [70]), (2, [70, HUGE]), (3, [4, 70, HUGE]), (9, [4, 9, 70, HUGE])]
)
def test_of_equally_large_objects_the_lower_number_is_kept(n, left):
    assert _numbers(dr.labels.keep_largest(_sizes(), n=n)) == left


def test_the_largest_of_each_frame():
    frames = np.stack([_sizes(), np.where(_sizes() == 4, 4, 0)])
    result = dr.labels.keep_largest(dr.Labels.of(frames, "tyx"))
    assert [_numbers(one) for one in result.data] == [[70], [4]]


def test_the_largest_of_nothing_is_nothing():
    assert not dr.labels.keep_largest(np.zeros((3, 4), np.uint8)).any()


def test_numbers_without_gaps_in_the_same_order():
    result = dr.labels.relabel(_sizes())
    assert result.dtype == np.int32
    for old, new in [(0, 0), (4, 1), (9, 2), (70, 3), (HUGE, 4)]:
        assert_array_equal(result == new, _sizes() == old)


@pytest.mark.parametrize("dtype", [np.uint8, ">u2", np.int16, np.uint64])
def test_numbers_of_every_type(dtype):
    labels = np.array([[0, 7, 7], [3, 0, 120]], dtype)
    assert_array_equal(dr.labels.relabel(labels), [[0, 2, 2], [1, 0, 3]])


def test_planes_are_numbered_on():
    volume = dr.Labels.of(np.array([[[5, 9]], [[5, 0]]]), "zyx")
    assert_array_equal(dr.labels.relabel(volume).data, [[[1, 2]], [[1, 0]]])
    assert_array_equal(dr.labels.relabel(volume, axes="planes").data, [[[1, 2]], [[3, 0]]])


@pytest.mark.parametrize("name", ["filter_by_size", "keep_largest", "relabel"])
def test_a_negative_number_is_no_object(name):
    with pytest.raises(InputError, match="negative"):
        getattr(dr.labels, name)(np.array([[0, -1]]))
