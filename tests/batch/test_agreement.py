import numpy as np
import pytest

from napari_darkroom.batch.agreement import compare
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Labels


def labels(*rows: list[int]) -> Labels:
    return Labels.of(np.array(rows, np.int32))


def test_objects_match_where_they_share_more_than_half_of_their_union():
    truth = labels([1, 1, 1, 1, 0, 2, 2, 0])
    found = labels([7, 7, 7, 0, 0, 0, 9, 9])
    result = compare(truth, found)
    assert (result.known, result.found, result.matched) == (2, 2, 1)
    assert result.f1 == 0.5


def test_exactly_half_is_no_match():
    assert compare(labels([1, 1]), labels([1, 0])).matched == 0


def test_nothing_found_where_nothing_is_agrees():
    assert compare(labels([0, 0]), labels([0, 0])).f1 == 1


def test_all_missed_is_zero():
    assert compare(labels([1, 0]), labels([0, 0])).f1 == 0


def test_shapes_must_be_equal():
    with pytest.raises(InputError, match="compare those of the same image"):
        compare(labels([1]), labels([1, 0]))
