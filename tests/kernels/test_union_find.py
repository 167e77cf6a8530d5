"""Union–find against SciPy's connected components."""

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from napari_darkroom.kernels.union_find import settle, unite


@pytest.mark.parametrize("pairs", [0, 5, 60, 400])
@pytest.mark.parametrize("dtype", [np.int32, np.int64])
def test_each_gets_the_first_of_all_that_it_is_joined_with(pairs: int, dtype: type) -> None:
    count = 200
    ends = np.random.default_rng(pairs).integers(0, count, (2, pairs))
    first = np.arange(count, dtype=dtype)
    for a, b in ends.T:
        unite(first, a, b)
    settle(first)
    graph = coo_array((np.ones(pairs), tuple(ends)), (count, count))
    parts = connected_components(graph, directed=False)[1]
    lowest = np.array([np.flatnonzero(parts == k)[0] for k in range(parts.max() + 1)])
    np.testing.assert_array_equal(first, lowest[parts])
