"""Places that touch are those that are connected in an image of them."""

import numpy as np
import pytest
from scipy import ndimage

from napari_darkroom.kernels.touching_places import touching_places


@pytest.mark.parametrize("shape", [(1, 1), (40, 50), (1, 60), (7, 20, 11)])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.4, 1.0])
def test_places_are_joined_as_in_an_image(shape, share):
    mask = np.random.default_rng(0).random(shape) < share
    index = np.argwhere(mask)
    pieces = ndimage.label(mask, np.ones((3,) * len(shape)))[0][mask]
    first = np.array([np.flatnonzero(pieces == one)[0] for one in pieces], dtype=int)
    np.testing.assert_array_equal(touching_places(index, shape), first)
