"""Connected pieces against SciPy and scikit-image."""

import numpy as np
import pytest
from scipy import ndimage
from skimage import measure

from napari_darkroom.kernels.numbering import in_order
from napari_darkroom.kernels.pieces import connected_pieces


@pytest.mark.parametrize("ndim", [2, 3])
@pytest.mark.parametrize("diagonal", [False, True])
def test_numbers_are_those_of_scipy_in_rows_of_any_length(ndim, diagonal):
    near = ndimage.generate_binary_structure(ndim, ndim if diagonal else 1)
    for seed in range(150):
        random = np.random.default_rng(seed)
        shape = random.integers(1, 40 if ndim == 2 else 14, ndim)
        mask = random.random(shape) < random.random()
        found = connected_pieces(mask, diagonal=diagonal)
        assert found.dtype == np.int32
        np.testing.assert_array_equal(found, ndimage.label(mask, near)[0])


@pytest.mark.parametrize("ndim", [2, 3])
@pytest.mark.parametrize("diagonal", [False, True])
def test_pieces_of_numbers_are_those_of_scikit_image(ndim, diagonal):
    """Which numbers them along the longest axis first."""
    for seed in range(60):
        random = np.random.default_rng(seed)
        numbers = random.integers(0, 4, random.integers(1, 24 if ndim == 2 else 12, ndim))
        found = connected_pieces(numbers, diagonal=diagonal)
        expected = measure.label(numbers, connectivity=ndim if diagonal else 1)
        np.testing.assert_array_equal(found, in_order(np.ascontiguousarray(expected)))


@pytest.mark.parametrize("shape", [(1100, 603), (11, 213, 251), (3, 700, 301)])
@pytest.mark.parametrize("diagonal", [False, True])
def test_strips_side_by_side_are_joined(shape, diagonal):
    """Smooth and noisy, whole, empty, a checkerboard and a comb, so large that threads are used."""
    random = np.random.default_rng(0)
    near = ndimage.generate_binary_structure(len(shape), len(shape) if diagonal else 1)
    smooth = ndimage.gaussian_filter(random.random(shape), 3)
    masks = [smooth > np.median(smooth), random.random(shape) < 0.4, np.ones(shape, bool)]
    masks += [np.zeros(shape, bool), np.indices(shape).sum(axis=0) % 2 == 0, _comb(shape)]
    for mask in masks:
        expected = ndimage.label(mask, near)[0]
        np.testing.assert_array_equal(connected_pieces(mask, diagonal=diagonal), expected)


def _comb(shape):
    """Return teeth that only the last row joins."""
    mask = np.zeros(shape, bool)
    mask[..., ::2] = True
    mask[..., -1, :] = True
    return mask


def test_views_of_any_layout_and_empty_images():
    mask = np.random.default_rng(0).random((40, 60)) < 0.5
    for view in (mask.T, mask[::2, ::-1], mask[:, 3:50]):
        expected = ndimage.label(view, np.ones((3, 3)))[0]
        np.testing.assert_array_equal(connected_pieces(view, diagonal=True), expected)
    assert connected_pieces(np.zeros((0, 4), bool), diagonal=True).shape == (0, 4)
