"""Pixels that objects share, against counting them all."""

import numpy as np
import pytest

from napari_darkroom.kernels.overlap import shared_pixels
from napari_darkroom.kernels.runs import runs_of_index


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 30, 31), (4, 9, 8)])
@pytest.mark.parametrize("count", [1, 4])
def test_every_pair_is_counted(shape, count):
    random = np.random.default_rng(2)
    one = np.repeat(random.integers(0, 6, shape), 3, axis=-1)
    other = np.repeat(random.integers(0, count + 1, shape), 3, axis=-1)
    first, second, shared = shared_pixels(runs_of_index(one, 5), runs_of_index(other, count))
    inside = (one > 0) & (other > 0)
    pairs, counts = np.unique(np.stack([one[inside], other[inside]]), axis=1, return_counts=True)
    np.testing.assert_array_equal(np.stack([first, second]), pairs)
    np.testing.assert_array_equal(shared, counts)


def test_nothing_shares_nothing():
    one = np.array([[[1, 0, 0, 2]]])
    some, none = runs_of_index(one, 2), runs_of_index(one * 0, 0)
    assert [len(part) for part in shared_pixels(some, none)] == [0, 0, 0]
