"""Round spots of several sizes, as points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError, ParameterError
from napari_darkroom.core.values import Image
from napari_darkroom.engine.run import run

# Place and deviation of Gaussian spots; the filters answer most to a disc of 2 √2 deviations.
SPOTS = [(30.3, 40.7, 1.5), (60.1, 150.4, 2.0), (120.6, 60.2, 2.7), (150, 170.5, 3.5)]
RANGE = {"diameter": 3.0, "largest_diameter": 14.0, "sizes": 6}
METHODS = ("log", "dog", "doh")
each_method = pytest.mark.parametrize("method", METHODS)


def scene(noise: float = 1.0, shape: tuple[int, int] = (200, 220)) -> NDArray[np.float64]:
    y, x = np.ogrid[: shape[0], : shape[1]]
    image = np.linspace(50, 60, shape[1]) + np.zeros(shape)
    for v, u, s in SPOTS:
        image += 100 * np.exp(-((y - v) ** 2 + (x - u) ** 2) / 2 / s**2)
    return image + np.random.default_rng(0).normal(0, noise, shape)


@each_method
def test_places_and_diameters_are_those_of_the_spots(method: str) -> None:
    found = dr.segment.find_spots(scene(), method=method, **RANGE)
    np.testing.assert_allclose(found[["y", "x"]], [spot[:2] for spot in SPOTS], atol=0.15)
    wanted = [2 * 2**0.5 * s for *_, s in SPOTS]
    np.testing.assert_allclose(found["diameter"], wanted, rtol=0.05)
    assert (found["signal_to_noise"] > 50).all()


@each_method
@pytest.mark.parametrize("size", [5, 9, 17])
def test_a_disc_has_its_own_diameter(method: str, size: int) -> None:
    y, x = np.ogrid[:80, :80]
    disc = 100.0 * ((y - 40) ** 2 + (x - 40) ** 2 <= (size / 2) ** 2)
    disc += np.random.default_rng(0).normal(0, 0.1, disc.shape)
    found = dr.segment.find_spots(
        disc, diameter=3, largest_diameter=30, sizes=12, method=method, signal_to_noise=30
    )
    strongest = found.loc[found["response"].idxmax()]
    np.testing.assert_allclose(strongest[["y", "x"]], 40, atol=0.1)
    np.testing.assert_allclose(strongest["diameter"], size, rtol=0.08)


@each_method
def test_balls_in_anisotropic_voxels_are_measured_in_the_world(method: str) -> None:
    z, y, x = np.ogrid[:30, :60, :62]
    image = np.zeros((30, 60, 62))
    for (a, b, c), s in {(10, 20, 22): 0.6, (14, 42, 40): 0.9}.items():
        far = (z - a) ** 2 + (0.5 * (y - b)) ** 2 + (0.5 * (x - c)) ** 2
        image += 100 * np.exp(-far / 2 / (2 * s) ** 2)
    image += np.random.default_rng(0).normal(0, 0.5, image.shape)
    value = Image.of(image, "zyx", scale=(1, 0.5, 0.5), units="um")
    found = dr.segment.find_spots(
        value, diameter="2 um", largest_diameter="8 um", sizes=6, method=method, signal_to_noise=20
    )
    expected = [[10, 10, 11], [14, 21, 20]]
    np.testing.assert_allclose(found.data[["z", "y", "x"]], expected, atol=0.2)
    wanted = [2 * 2**0.5 * 1.2, 2 * 2**0.5 * 1.8]
    np.testing.assert_allclose(found.data["diameter"], wanted, rtol=0.12)
    assert found.columns["diameter"].unit == "um"


def test_spots_are_those_of_scikit_image() -> None:
    from skimage.feature import blob_log

    image = scene(noise=0.2)
    ours = dr.segment.find_spots(image, signal_to_noise=100, **RANGE)
    theirs = blob_log(
        image - np.median(image), 3 / 2**1.5, 14 / 2**1.5, 6, threshold=20, log_scale=True
    )
    theirs = theirs[np.lexsort(theirs[:, :2].T[::-1])]
    assert len(ours) == len(theirs) == len(SPOTS)
    np.testing.assert_allclose(ours[["y", "x"]], theirs[:, :2], atol=0.5)
    # They tell the size that was tried, which lies half a step away at most.
    np.testing.assert_allclose(ours["diameter"], theirs[:, 2] * 2**1.5, rtol=0.2)


def test_touching_spots_are_told_apart() -> None:
    y, x = np.ogrid[:60, :60]
    image = sum(np.exp(-((y - 30) ** 2 + (x - u) ** 2) / 2 / 1.5**2) for u in (26.0, 33.0))
    image = 1000 * image + np.random.default_rng(0).normal(0, 1, (60, 60))
    found = dr.segment.find_spots(image, largest_diameter=6, signal_to_noise=20)
    np.testing.assert_allclose(found[["y", "x"]], [[30, 26], [30, 33]], atol=0.5)


def test_spots_at_the_border_are_found() -> None:
    image = np.random.default_rng(0).normal(0, 1, (40, 40))
    image[0, 20] = image[39, 39] = 500
    found = dr.segment.find_spots(image, diameter=3, sizes=1, signal_to_noise=20)
    np.testing.assert_allclose(found[["y", "x"]], [[0, 20], [39, 39]], atol=0.5)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int32", "float32", ">f8"])
def test_each_pixel_type_gives_the_same_places(dtype: str) -> None:
    image = np.rint(scene(noise=2.0)).clip(0, 255)
    expected = dr.segment.find_spots(image, **RANGE)
    found = dr.segment.find_spots(image.astype(dtype), **RANGE)
    np.testing.assert_allclose(found[["y", "x"]], expected[["y", "x"]], atol=1e-3)


@each_method
@pytest.mark.parametrize("value", [0, 200])
def test_an_even_image_has_no_spots(value: int, method: str) -> None:
    for shape in ((30, 31), (1, 1), (5, 9, 8)):
        found = dr.segment.find_spots(np.full(shape, value, np.uint8), method=method)
        assert len(found) == 0
        assert list(found.columns)[-4:] == ["diameter", "intensity", "response", "signal_to_noise"]


@each_method
def test_missing_and_infinite_pixels_have_no_say(method: str) -> None:
    image = scene()
    expected = dr.segment.find_spots(image, method=method, **RANGE)
    image[100:104, 100:104] = np.nan
    image[10, 10] = np.inf
    found = dr.segment.find_spots(image, method=method, **RANGE)
    np.testing.assert_allclose(found[["y", "x"]], expected[["y", "x"]], atol=0.05)
    assert len(dr.segment.find_spots(np.full((20, 20), np.nan), method=method)) == 0


def test_noise_alone_has_few_spots() -> None:
    noise = np.random.default_rng(0).normal(100, 10, (512, 512))
    assert len(dr.segment.find_spots(noise, signal_to_noise=6)) == 0
    assert len(dr.segment.find_spots(noise, signal_to_noise=5)) <= 3


def test_each_frame_and_channel_has_its_own() -> None:
    stack = np.stack([scene(), scene()[::-1]])
    found = dr.segment.find_spots(Image.of(stack, "tyx"), **RANGE)
    alone = [len(dr.segment.find_spots(one, **RANGE)) for one in stack]
    assert found.data["t"].value_counts(sort=False).tolist() == alone


def test_a_lazy_image_gives_the_same() -> None:
    import dask.array as da

    image = Image.of(scene(), "yx", scale=0.2, units="um")
    lazy = image.with_data(da.from_array(image.data, chunks=64))
    parameters: dict[str, Any] = {"diameter": "0.6 um", "largest_diameter": "2.8 um"}
    one, two = (
        run("segment.find_spots", {"image": i}, parameters)["points"] for i in (image, lazy)
    )
    assert one.data.equals(two.data)
    assert len(one.data) == len(SPOTS)


def test_a_range_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(ParameterError, match="largest_diameter"):
        dr.segment.find_spots(scene(), diameter=8, largest_diameter=4)
    assert len(dr.segment.find_spots(scene(), diameter=14, largest_diameter=4, sizes=1)) > 0


def test_colours_are_refused() -> None:
    with pytest.raises(InputError, match="RGB"):
        dr.segment.find_spots(np.zeros((20, 20, 3), np.uint8))


def uneven(name: str) -> NDArray[np.float64]:
    """Return images over several bands in which the noise is not the same everywhere."""
    image = np.random.default_rng(1).normal(0, 1, (700, 150))
    image[300:306, 20:60] = 30
    if name == "missing":
        image[100:180, 40:90], image[400] = np.nan, np.inf
    elif name == "empty":
        image[:450] = 0
    elif name == "stripes":
        image[15::32] *= 500
    return image.reshape(7, 100, 150) if name == "volume" else image


@each_method
@pytest.mark.parametrize("name", ["even", "missing", "empty", "stripes", "volume"])
def test_bands_of_rows_give_the_same_as_all_at_once(
    name: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = uneven(name)
    found = {}
    for few in (2**20, 0):
        monkeypatch.setattr("napari_darkroom.kernels.scale_space._FEW", few)
        found[few] = dr.segment.find_spots(image, method=method, signal_to_noise=2)
    assert len(found[0]) > 10
    np.testing.assert_array_equal(found[0].to_numpy(), found[2**20].to_numpy())


@pytest.mark.parametrize("value", [np.nan, 5.0])
def test_large_images_of_nothing_have_no_spots(value: float) -> None:
    assert len(dr.segment.find_spots(np.full((1200, 1000), value))) == 0
