"""Hulls as pixels against scikit-image."""

import numpy as np
import pytest
from scipy import ndimage
from skimage.morphology import convex_hull_image

from napari_darkroom.kernels import hull_fill
from napari_darkroom.kernels.hull_fill import hull_of_all, hulls_of_pieces


def _blobs(seed, shape):
    noise = np.random.default_rng(seed).normal(size=shape)
    return ndimage.gaussian_filter(noise, 1.5) > 0.15


def _hulls(mask):
    pieces, count = ndimage.label(mask, np.ones((3,) * mask.ndim))
    return np.any([convex_hull_image(pieces == k) for k in range(1, count + 1)], axis=0)


@pytest.mark.parametrize("seed", range(6))
def test_hulls_of_pieces_are_those_of_scikit_image(seed):
    mask = _blobs(seed, (40, 60))
    np.testing.assert_array_equal(hulls_of_pieces(mask), _hulls(mask))


@pytest.mark.parametrize("seed", range(6))
def test_the_hull_of_all_is_that_of_scikit_image(seed):
    mask = _blobs(seed, (30, 50)) & (np.random.default_rng(seed).random((30, 50)) < 0.02)
    np.testing.assert_array_equal(hull_of_all(mask), convex_hull_image(mask))


def test_a_plane_of_a_volume_has_the_hulls_of_the_plane():
    mask = _blobs(1, (20, 30))
    np.testing.assert_array_equal(hulls_of_pieces(mask[None])[0], hulls_of_pieces(mask))
    np.testing.assert_array_equal(hull_of_all(mask[None])[0], hull_of_all(mask))


def test_many_rows_are_taken_in_parts(monkeypatch):
    mask = _blobs(2, (60, 60))
    whole = hulls_of_pieces(mask)
    monkeypatch.setattr(hull_fill, "_ROWS", 7)
    np.testing.assert_array_equal(hulls_of_pieces(mask), whole)


@pytest.mark.parametrize("find", [hulls_of_pieces, hull_of_all])
@pytest.mark.parametrize("value", [False, True])
@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (4, 3), (1, 1, 1), (2, 3, 4)])
def test_an_even_mask_is_its_own_hull(find, value, shape):
    mask = np.full(shape, value)
    np.testing.assert_array_equal(find(mask), mask)
