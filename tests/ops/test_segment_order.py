"""Objects are numbered in the order in which they are met row by row."""

import numpy as np
import pytest
from scipy import ndimage

import napari_darkroom as dr


@pytest.mark.parametrize("diagonal", [False, True])
@pytest.mark.parametrize("shape", [(200, 210), (12, 40, 41)])
def test_numbers_are_those_of_scipy_and_rise_row_by_row(shape, diagonal):
    noise = np.random.default_rng(0).random(shape)
    mask = ndimage.gaussian_filter(noise, 2) > 0.5
    ours = dr.segment.connected_components(mask, diagonal=diagonal)
    structure = ndimage.generate_binary_structure(len(shape), len(shape) if diagonal else 1)
    np.testing.assert_array_equal(ours, ndimage.label(mask, structure)[0])
    _, first = np.unique(ours[ours > 0], return_index=True)
    assert (np.diff(first) > 0).all()
    split = dr.segment.split_touching(mask, min_distance=3)
    _, first = np.unique(split[split > 0], return_index=True)
    assert (np.diff(first) > 0).all()


def test_pieces_that_meet_at_a_corner_are_flooded_together():
    mask = np.zeros((12, 12), dtype=bool)
    mask[2:7, 2:7] = True
    mask[7, 7] = True
    np.testing.assert_array_equal(dr.segment.split_touching(mask) > 0, mask)
