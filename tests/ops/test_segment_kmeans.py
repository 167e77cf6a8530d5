"""Classes of pixels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import napari_darkroom as dr
from napari_darkroom.core.errors import Cancelled, InputError
from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.ops.segment import kmeans

random = np.random.default_rng(4)
TRUTH = random.integers(1, 4, (40, 50))


def noisy(levels: list[float], spread: float) -> np.ndarray:
    return np.take(levels, TRUTH - 1) + random.normal(0, spread, TRUTH.shape)


@pytest.mark.parametrize("type_", ["u1", ">u2", "f4", ">f8"])
def test_classes_are_in_the_order_of_brightness(type_: str) -> None:
    image = noisy([60, 100, 200], 4).astype(type_)
    found = dr.segment.kmeans(image)
    assert found.dtype == np.uint8
    assert_array_equal(found, TRUTH)


def test_of_one_channel_they_are_about_those_of_multi_otsu() -> None:
    image = random.integers(0, 256, (60, 70)).astype(np.uint8)
    for classes in (2, 4, 7):
        found = dr.segment.kmeans(image, classes=classes)
        best = dr.threshold.multi_otsu(image, classes=classes) + 1
        assert np.mean(found != best) < 0.05


def test_channels_count_alike_whatever_their_scale() -> None:
    dim = noisy([0.2, 0.7, 0.7], 0.02)
    bright = noisy([5000, 5000, 9000], 300)
    for images in ([dim, bright], [bright, dim * 1e4]):
        assert_array_equal(dr.segment.kmeans(images), TRUTH)
    stack = Image.of(np.stack([dim, bright]), "cyx")
    found = dr.segment.kmeans(stack)
    assert found.calibration == stack.calibration
    assert_array_equal(found.data, [TRUTH, TRUTH])


def test_colours_of_one_lightness_are_told_apart() -> None:
    palette = np.array([[90, 60, 60], [200, 60, 60], [60, 128, 60]], np.uint8)
    palette[2] = [40, 125, 50]
    image = palette[TRUTH - 1]
    found = dr.segment.kmeans(np.asarray(image))
    pairs = {(int(a), int(b)) for a, b in zip(TRUTH.flat, np.asarray(found).flat, strict=True)}
    assert len(pairs) == 3
    assert (1, 1) in pairs
    clear = np.dstack([image, random.integers(0, 255, TRUTH.shape).astype(np.uint8)])
    assert_array_equal(dr.segment.kmeans(clear), found)


def test_a_number_means_the_same_at_every_time() -> None:
    movie = np.zeros((2, 6, 6), np.uint8)
    movie[0, 2], movie[1, 2], movie[1, 4] = 100, 100, 200
    found = dr.segment.kmeans(Image.of(movie, "tyx")).data
    assert_array_equal(found, np.select([movie == 100, movie == 200], [2, 3], 1))


def test_missing_infinite_and_masked_pixels() -> None:
    image = noisy([60, 100, 200], 4)
    image[0, 0], image[0, 1], image[0, 2] = np.nan, np.inf, -np.inf
    mask = np.ones(TRUTH.shape, bool)
    mask[:, 30:] = False
    found = np.asarray(dr.segment.kmeans(image, mask))
    assert found[0, :3].tolist() == [0, 3, 1]
    assert not found[:, 30:].any()
    assert_array_equal(found[1:, :30], TRUTH[1:, :30])
    other = np.zeros(TRUTH.shape)
    other[5, 5] = np.nan
    assert np.argwhere(
        np.asarray(dr.segment.kmeans([noisy([1, 5, 9], 0), other])) == 0
    ).tolist() == [[5, 5]]
    assert not np.asarray(dr.segment.kmeans(np.full((3, 4), np.nan))).any()
    assert not np.asarray(dr.segment.kmeans(image, ~mask & mask)).any()


def test_fewer_values_than_classes() -> None:
    assert_array_equal(dr.segment.kmeans(np.full((3, 4), 7, np.uint16)), 1)
    assert dr.segment.kmeans(np.array([[5, 9, 5]]), classes=9).tolist() == [[1, 2, 1]]
    assert dr.segment.kmeans(np.array([[2**62, 2**62 + 1]]), classes=3).tolist() == [[1, 1]]


def test_what_does_not_fit_is_refused() -> None:
    image = Image.of(TRUTH.astype(float), "yx", scale=0.5, units="um")
    with pytest.raises(InputError, match=r"segment.kmeans: the shape .*\(40, 49\)"):
        dr.segment.kmeans([image, Image.of(np.zeros((40, 49)))])
    with pytest.raises(InputError, match="the pixel size along y"):
        dr.segment.kmeans([image, Image.of(TRUTH, "yx", scale=0.6, units="um")])
    with pytest.raises(InputError, match="the shape"):
        dr.segment.kmeans(image, Mask.of(np.ones((40, 40), bool)))


def test_many_pixels_in_threads_have_the_classes_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    from napari_darkroom.kernels import side_by_side

    values = [random.normal(size=(300, 400)) for _ in range(2)]
    alone = dr.segment.kmeans(values, classes=5)
    monkeypatch.setattr(side_by_side, "_WORTHWHILE", 1)
    assert_array_equal(dr.segment.kmeans(values, classes=5), alone)
    monkeypatch.setattr(side_by_side, "_MOST", 1)
    assert_array_equal(dr.segment.kmeans(values, classes=5), alone)
    assert isinstance(dr.segment.kmeans(Image.of(values[0], "yx")), Labels)


def test_it_is_asked_in_every_round_whether_it_goes_on() -> None:
    rounds = []

    def poll() -> None:
        rounds.append(1)
        if len(rounds) == 3:
            raise Cancelled("Enough.")

    channels = [Image.of(random.normal(size=(60, 70))) for _ in range(2)]
    with pytest.raises(Cancelled, match="Enough"):
        kmeans(channels, classes=6, poll=poll)
    assert len(rounds) == 3


@pytest.mark.parametrize("seed", range(8))
def test_fewer_pairs_of_values_than_classes(seed: int) -> None:
    pairs = np.array([[1411, 3837], [439, 2200]], np.uint16)
    chosen = np.random.default_rng(seed).integers(0, 2, (57, 61))
    channels = [Image.of(pairs[chosen, k]) for k in range(2)]
    # The darker ones are the first class.
    assert_array_equal(np.asarray(dr.segment.kmeans(channels, classes=4)), 2 - chosen)
