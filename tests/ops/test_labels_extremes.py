"""Every operation on labels with huge numbers, anisotropic steps, no object, one pixel."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import napari_darkroom as dr

STEPS = (1.3, 3.2, 2.5)
GIVEN = {
    "expand": {"distance": STEPS},
    "shrink": {"distance": STEPS},
    "smooth": {"radius": STEPS},
    "fill_holes": {},
    "clear_border": {},
    "keep_largest": {"n": 5},
    "merge_touching": {"diagonal": False},
    "outlines": {},
    "remove_small": {"min_size": 20},
    "filter_by_size": {"min_size": 10, "max_size": 60},
    "relabel": {},
    "split_disconnected": {},
    "join_slices": {},
}
LEAVES_NO_PIXEL = {"clear_border", "remove_small", "filter_by_size", "outlines"}
HUGE = {"int64": 2**62, "uint64": 2**63, "uint32": 2**31}


def objects() -> np.ndarray:
    """Return 39 objects of many pieces, which touch, with holes and gaps, in a volume."""
    random = np.random.default_rng(2)
    blocks = random.integers(0, 40, (4, 7, 8)) * (random.random((4, 7, 8)) < 0.6)
    whole = blocks.repeat(2, 0).repeat(4, 1).repeat(3, 2)
    return np.where(random.random(whole.shape) < 0.03, 0, whole).astype(np.int32)


@pytest.mark.parametrize("dtype", HUGE)
@pytest.mark.parametrize("name", GIVEN)
def test_huge_numbers_are_numbers_like_others(name, dtype):
    operation = getattr(dr.labels, name)
    numbers = (HUGE[dtype] + 3 * np.arange(40, dtype=np.uint64)).astype(dtype)
    numbers[0] = 0
    expected = operation(objects(), **GIVEN[name])
    result = operation(numbers[objects()], **GIVEN[name])
    new = name in {"relabel", "split_disconnected", "join_slices"}
    assert expected.any()
    assert_array_equal(result, expected if new else numbers[expected])


@pytest.mark.parametrize("name", GIVEN)
def test_no_object_and_one_pixel(name):
    operation = getattr(dr.labels, name)
    assert not operation(np.zeros((3, 4), np.uint16)).any()
    assert int(operation(np.ones((1, 1), np.int32))[0, 0]) == (name not in LEAVES_NO_PIXEL)


def test_points_tell_the_largest_numbers_and_outlines_refuse_them():
    largest = np.array([[0, 2**64 - 1], [2**63, 0]], np.uint64)
    assert dr.labels.to_points(largest)["label"].tolist() == [2**63, 2**64 - 1]
    with pytest.raises(dr.DarkroomError, match="Number them anew"):
        dr.labels.to_shapes(largest)


def test_two_of_the_largest_are_combined_and_subtracted():
    one = np.array([[2**64 - 1, 2**63, 0, 5]], np.uint64)
    assert_array_equal(dr.labels.combine(one, one[:, ::-1]), [[2, 1, 3, 4]])
    assert_array_equal(dr.labels.subtract(one, one[:, ::-1]), [[0, 2**63, 0, 0]])
