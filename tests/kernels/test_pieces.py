"""Connected pieces against SciPy."""

import numpy as np
import pytest
from scipy import ndimage

from napari_darkroom.kernels.pieces import connected_pieces


@pytest.mark.parametrize("ndim", [2, 3])
@pytest.mark.parametrize("diagonal", [False, True])
def test_pieces_are_those_of_scipy_in_rows_of_any_length(ndim, diagonal):
    """cc3d 4.1 itself numbers background pixels of masks of bool whose rows are of odd length."""
    for seed in range(60):
        random = np.random.default_rng(seed)
        mask = random.random(random.integers(1, 24 if ndim == 2 else 10, ndim)) < 0.5
        near = ndimage.generate_binary_structure(ndim, ndim if diagonal else 1)
        expected, count = ndimage.label(mask, near)
        found = connected_pieces(mask, diagonal=diagonal)
        np.testing.assert_array_equal(found > 0, mask)
        pairs = np.unique(np.stack([expected[mask], found[mask]]), axis=1)
        assert pairs.shape[1] == count == len(np.unique(found[mask]))
