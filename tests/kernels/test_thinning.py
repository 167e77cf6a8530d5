"""Thinning against scikit-image."""

import numpy as np
import pytest
from skimage.morphology import thin

from napari_darkroom.kernels.thinning import thinned


@pytest.mark.parametrize("iterations", [1, 2, 7, 1000])
@pytest.mark.parametrize("shape", [(60, 71), (1, 40), (40, 1), (2, 2)])
def test_thinned_masks_are_those_of_scikit_image(shape, iterations):
    for seed, share in enumerate((0.0, 0.5, 0.8, 0.95, 1.0)):
        mask = np.random.default_rng(seed).random(shape) < share
        before = mask.copy()
        found = thinned(mask, iterations)
        np.testing.assert_array_equal(found, thin(mask, iterations))
        np.testing.assert_array_equal(mask, before)
