"""Numbers looked up in a table."""

from __future__ import annotations

import numpy as np
import pytest

from napari_darkroom.kernels.number_table import NumberTable


@pytest.mark.parametrize("largest", [50, 2**40])
@pytest.mark.parametrize("dtype", [np.int32, np.uint32, np.int64, np.uint64])
def test_what_is_looked_up_is_what_a_dictionary_gives(largest: int, dtype: type) -> None:
    random = np.random.default_rng(0)
    numbers = np.unique(random.integers(0, largest, 40))
    numbers = numbers[numbers <= np.iinfo(dtype).max].astype(dtype)
    entries = random.integers(1, 9, len(numbers)).astype(np.uint8)
    values = random.integers(0, 60, (7, 9)).astype(dtype)
    values[:5, 1:6] = (
        random.permutation(np.resize(numbers, 25)).reshape(5, 5) if len(numbers) else 0
    )
    known = dict(zip(numbers.tolist(), entries.tolist(), strict=True))
    expected = np.vectorize(lambda one: known.get(int(one), 0))(values)
    found = NumberTable(numbers, entries).look_up(values)
    assert found.dtype == np.uint8
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("far", [9, 2**40])
def test_negative_numbers_are_not_listed_and_the_last_of_equal_ones_counts(far: int) -> None:
    table = NumberTable(np.array([3, -1, 3, far]), np.array([1, 2, 7, 4], np.uint16))
    assert table.look_up(np.array([-1, 3, far, far + 1, -far])).tolist() == [0, 7, 4, 0, 0]


def test_a_table_without_numbers_has_nothing_but_zero() -> None:
    empty = NumberTable(np.zeros(0, np.int64), np.zeros(0, np.uint8))
    assert empty.look_up(np.array([0, 1, 5])).tolist() == [0, 0, 0]
    assert int(empty.look_up(np.int64(5))) == 0
