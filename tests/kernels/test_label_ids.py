"""Numbers of label images of every type, of few pixels and of many."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from napari_darkroom.kernels import label_ids
from napari_darkroom.kernels.label_ids import counts, dense, keep, look_up, named, short

NUMBERS = {
    "dense": ([0, 1, 2, 3], "u1 u2 i4 u4 i8 u8"),
    "gaps": ([0, 5, 9, 200], "u1 u2 i4 u4 i8 u8 >i4"),
    "sparse": ([0, 5, 2**31 - 2, 2**31 - 1], "i4 u4 i8 u8"),
    "large": ([7, 2**31, 2**32 - 1], "u4 i8 u8"),
    "huge": ([0, 3, 2**40, 2**63 - 1], "i8 u8"),
    "beyond": ([0, 2**64 - 2, 2**64 - 1], "u8"),
}
CASES = [(numbers, dtype) for numbers, types in NUMBERS.values() for dtype in types.split()]


@pytest.fixture(params=["few", "many"])
def _many(request, monkeypatch):
    monkeypatch.setattr(label_ids, "_MANY", 0 if request.param == "many" else 2**20)


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize(("numbers", "dtype"), CASES)
def test_few_pixels_and_many_of_every_type_are_told_apart(numbers, dtype):
    labels = np.random.default_rng(0).choice(np.array(numbers, dtype), (4, 30, 20))[:, ::2]
    before = labels.copy()
    expected = np.union1d(np.zeros(1, "u8"), labels.astype("u8"))
    ids, index = dense(labels)
    assert index.dtype == np.int32
    assert_array_equal(ids.astype("u8"), expected)
    assert_array_equal(look_up(ids, index), labels)
    assert_array_equal(counts(index, len(ids)), [(labels == k).sum() for k in ids])
    kept = np.arange(len(ids)) % 2 == 0
    assert_array_equal(keep(labels, ids, index, kept), np.where(kept[index], labels, 0))
    shorter, names = short(labels)
    assert_array_equal(named(shorter, names, labels.dtype), labels)
    assert_array_equal(
        np.argsort(shorter.ravel(), kind="stable"), np.argsort(labels.ravel(), kind="stable")
    )
    assert_array_equal(labels, before)


def test_what_is_dense_is_not_copied():
    labels = np.random.default_rng(0).choice(np.arange(5, dtype=np.int32), (30, 20))
    assert np.shares_memory(dense(labels)[1], labels)
    assert np.shares_memory(short(labels)[0], labels)
