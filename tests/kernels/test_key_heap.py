"""A heap of keys gives them in order, equal ones by their turns."""

import numpy as np

from napari_darkroom.kernels.key_heap import put, take


def test_keys_come_in_order_and_equal_ones_by_their_turns():
    given = np.random.default_rng(0).integers(0, 20, 300)
    keys, turns = np.empty(300, np.uint64), np.empty(300, np.int64)
    for turn, key in enumerate(given):
        put.py_func(key, turn, keys, turns, turn)
    found = []
    for left in reversed(range(300)):
        found.append(turns[0])
        take.py_func(keys, turns, left)
    np.testing.assert_array_equal(found, np.argsort(given, kind="stable"))
