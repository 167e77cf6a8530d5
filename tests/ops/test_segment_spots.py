"""Small round spots of a known size."""

import numpy as np
import pytest
from scipy import ndimage
from skimage.feature import blob_log

from napari_darkroom.ops.segment import spots

PLACES = [(12, 14), (14, 40), (33, 21), (40, 50), (52, 12)]


def scene(sigma=2.0, noise=20.0, shape=(64, 64), places=PLACES):
    image = np.zeros(shape)
    for place in places:
        image[place] = 1
    image = ndimage.gaussian_filter(image, sigma)
    ground = np.linspace(500, 1500, shape[-1])
    random = np.random.default_rng(0)
    return ground + 1500 * image / image.max() + random.normal(0, noise, shape)


def centres(labels):
    found = ndimage.center_of_mass(labels > 0, labels, range(1, labels.max() + 1))
    return np.array(sorted(found))


@pytest.mark.parametrize("dtype", ["uint16", "int32", "float32", "float64", ">u2"])
def test_spots_are_found_on_an_uneven_noisy_ground(dtype):
    result = spots(scene().astype(dtype), radius=2 * 2**0.5)
    np.testing.assert_allclose(centres(result), PLACES, atol=1.0)
    assert result.dtype == np.int32


@pytest.mark.parametrize(
    ("shape", "places"),
    [((64, 64), PLACES), ((20, 40, 42), [(9, 12, 14), (10, 28, 30), (12, 30, 12)])],
)
def test_spots_are_those_of_scikit_image_at_one_size(shape, places):
    image = scene(noise=0, shape=shape, places=places)
    found = blob_log(image, min_sigma=2, max_sigma=2, num_sigma=1, threshold=300)
    ours = centres(spots(image, radius=2 * len(shape) ** 0.5))
    assert len(found) == len(places)
    np.testing.assert_allclose(ours, sorted(found[:, :-1].tolist()), atol=1e-9)


def test_touching_spots_are_told_apart():
    image = scene(sigma=1.5, places=[(30, 30), (30, 37)])
    result = spots(image, radius=2)
    assert result.max() == 2
    assert result[30, 30] != result[30, 37]


def test_balls_in_anisotropic_voxels():
    image = np.zeros((11, 40, 40))
    image[5, 20, 20] = 1
    image = 1000 * ndimage.gaussian_filter(image, (0.8, 2.4, 2.4))
    image += np.random.default_rng(1).normal(0, 0.1, image.shape)
    radius = (0.8 * 3**0.5, 2.4 * 3**0.5, 2.4 * 3**0.5)
    result = spots(image, radius=radius, signal_to_noise=20)
    assert result.max() == 1
    assert result[5, 20, 20] == 1
    z, y, x = np.nonzero(result)
    assert (np.ptp(z), np.ptp(y), np.ptp(x)) == (2, 8, 8)


@pytest.mark.parametrize("value", [0, 255])
def test_an_even_image_and_a_single_pixel_have_no_spots(value):
    for shape in ((30, 31), (1, 1), (5, 9, 8)):
        assert not spots(np.full(shape, value, np.uint8)).any()


def test_missing_and_infinite_pixels_have_no_say():
    image = scene()
    expected = spots(image)
    image[12, 40:44] = np.nan
    image[60, 60] = np.inf
    result = spots(image)
    assert result.max() == expected.max()
    assert not result[~np.isfinite(image)].any()


def test_fainter_spots_need_a_lower_limit():
    image = scene(noise=200)
    assert spots(image, signal_to_noise=2).max() > spots(image, signal_to_noise=8).max()
