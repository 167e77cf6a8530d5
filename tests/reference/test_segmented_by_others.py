"""Segmentations against those of scikit-image."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray
from scipy import ndimage
from skimage import data, segmentation

import napari_darkroom as dr
from napari_darkroom.core.values import Image, Labels, Points


def _volume() -> NDArray[np.uint16]:
    noise = np.random.default_rng(2).random((12, 40, 50))
    smooth = ndimage.gaussian_filter(noise, 2)
    return np.rint(60000 * (smooth - smooth.min()) / np.ptp(smooth)).astype(np.uint16)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int32", "float32", "float64"])
@pytest.mark.parametrize("diagonal", [True, False])
@pytest.mark.parametrize("tolerance", [0, 20, 1e9])
def test_floods_have_the_bits_of_scikit_image(dtype: str, diagonal: bool, tolerance: float) -> None:
    for image in (data.coins(), _volume() // 256):
        pixels = (image * 1.1 if dtype.startswith("f") else image).astype(dtype)
        near = pixels.ndim if diagonal else 1
        for share in (0.2, 0.5, 0.9):
            place = tuple(int(share * n) for n in pixels.shape)
            found = dr.segment.flood(
                pixels, Points.of([place]), tolerance=tolerance, diagonal=diagonal
            )
            expected = segmentation.flood(pixels, place, connectivity=near, tolerance=tolerance)
            assert_array_equal(found, expected.astype(np.int32))


@pytest.mark.parametrize("beta", [20.0, 130.0])
@pytest.mark.parametrize("spacing", [(1.0, 1.0), (3.0, 1.0, 1.0)])
def test_walks_end_where_those_of_scikit_image_do(beta: float, spacing: tuple[float, ...]) -> None:
    image = data.coins()[165:225, 95:155] if len(spacing) == 2 else _volume()[:6, :20, :20]
    values = (image - float(image.min())) / np.ptp(image.astype(float))
    seeds = np.where(values > 0.8, 2, np.where(values < 0.1, 1, 0))
    # Solved exactly.
    expected = segmentation.random_walker(values, seeds, beta, "bf", spacing=np.array(spacing))
    found = dr.segment.random_walker(
        Labels.of(seeds, scale=spacing, units="um"),
        Image.of(image, scale=spacing, units="um"),
        beta=beta,
    )
    assert np.mean(found.data != expected) < 1e-3


def test_patches_follow_edges_as_well_as_those_of_scikit_image() -> None:
    image = data.coins()[140:300, 20:220]
    ours = np.asarray(dr.segment.superpixels(image, size=10))
    theirs = segmentation.slic(image, 400, compactness=0.2, channel_axis=None)
    spread = [
        np.sqrt(np.mean((image - _means(image, found)[found]) ** 2)) for found in (ours, theirs)
    ]
    assert ours.max() < theirs.max()
    assert spread[0] < spread[1]


def _means(image: NDArray[np.uint8], found: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return the mean value of each patch by its number."""
    return np.bincount(found.ravel(), image.ravel()) / np.maximum(np.bincount(found.ravel()), 1)
