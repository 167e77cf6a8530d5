"""Global thresholds against other programs, and against their papers written plainly."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from skimage import filters

import napari_darkroom as dr
from napari_darkroom.core.errors import InputError
from napari_darkroom.ops.threshold.methods import METHODS, find_threshold

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SAME = ("isodata", "li", "mean", "minimum", "otsu", "triangle", "yen")
on_real_images = pytest.mark.skipif(not DATA.is_dir(), reason="the real images are not here")


def two_classes(dtype, shape=(80, 90)):
    random = np.random.default_rng(3)
    bright = random.random(shape) < 0.25
    image = np.where(bright, random.normal(170, 22, shape), random.normal(60, 12, shape))
    image = np.clip(image, 1, 255)
    if dtype == "int16":
        return (image.astype(np.int16) - 128).astype(dtype)
    return (image * 9).astype(dtype) if dtype == "uint16" else image.astype(dtype)


def threshold(method, image, bins=256):
    return find_threshold(method, image, bins, "test")


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16"])
@pytest.mark.parametrize("method", SAME)
def test_integers_as_scikit_image(method, dtype):
    image = two_classes(dtype)
    assert threshold(method, image) == getattr(filters, f"threshold_{method}")(image)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("method", SAME)
def test_floats_as_scikit_image(method, dtype):
    image = two_classes(dtype)
    expected = float(getattr(filters, f"threshold_{method}")(image))
    assert threshold(method, image) == pytest.approx(
        expected, rel=1e-6 if dtype == "float32" else 1e-12
    )


def split_sums(image):
    """Yield each level but the highest, and the shares of the levels of both classes."""
    values, counts = np.unique(image, return_counts=True)
    share = counts / counts.sum()
    for k in range(len(values) - 1):
        yield (
            values[k],
            values[: k + 1].astype(float),
            share[: k + 1],
            values[k + 1 :].astype(float),
            share[k + 1 :],
        )


def entropy(share, order=1.0):
    part = share / share.sum()
    if order == 1:
        return -(part * np.log(part)).sum()
    return np.log((part**order).sum()) / (1 - order)


def best(image, criterion):
    """Return the level with the smallest criterion, found the long way round."""
    found = [(criterion(*classes), level) for level, *classes in split_sums(image)]
    return float(min(found, key=lambda one: one[0])[1])


def entropy_of_order(order):
    return lambda x0, p0, x1, p1: -(entropy(p0, order) + entropy(p1, order))


def kittler(x0, p0, x1, p1):
    if len(x0) < 2 or len(x1) < 2:
        return math.inf
    error = 1.0
    for x, p in ((x0, p0), (x1, p1)):
        mean = np.average(x, weights=p)
        deviation = math.sqrt(np.average((x - mean) ** 2, weights=p))
        error += 2 * p.sum() * (math.log(deviation) - math.log(p.sum()))
    return error


def shanbhag(x0, p0, x1, p1):
    information = []
    for p in (p0, p1[::-1]):
        share = p / p.sum()
        membership = 1 - (np.cumsum(share) - share) / 2
        information.append(-(share * np.log(membership)).sum())
    return abs(information[0] - information[1])


def fuzzy(span):
    def criterion(x0, p0, x1, p1):
        total = 0.0
        for x, p in ((x0, p0), (x1, p1)):
            mean = np.rint(np.average(x, weights=p))
            for value, share in zip(x, p, strict=True):
                m = 1 / (1 + abs(value - mean) / span)
                total += share * (-m * math.log(m) - ((1 - m) * math.log(1 - m) if m < 1 else 0))
        return total

    return criterion


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_those_that_are_best_of_all_levels_are_best_when_tried_one_by_one(dtype):
    image = two_classes(dtype, (40, 50))
    image[0, 0] = 0
    assert threshold("max_entropy", image) == best(image, entropy_of_order(1.0))
    assert threshold("min_error", image) == best(image, kittler)
    assert threshold("shanbhag", image) == best(image, shanbhag)
    assert threshold("huang", image) == best(image, fuzzy(float(np.ptp(image))))


def test_renyi_weighs_three_levels():
    image = two_classes("uint8")
    levels = sorted(best(image, entropy_of_order(order)) for order in (0.5, 1.0, 2.0))
    near = [b - a <= 5 for a, b in pairwise(levels)]
    weights = {(True, False): (0, 1, 3), (False, True): (3, 1, 0)}.get(tuple(near), (1, 2, 1))
    below = [np.mean(image <= level) for level in levels]
    quarter = (below[2] - below[0]) / 4
    parts = [below[0] + quarter * weights[0], quarter * weights[1]]
    parts += [1 - below[2] + quarter * weights[2]]
    expected = sum(level * part for level, part in zip(levels, parts, strict=True))
    assert threshold("renyi_entropy", image) == math.floor(expected)


def test_moments_are_kept():
    image = two_classes("uint16")
    t = threshold("moments", image)
    m1, m2, m3 = (np.mean(image.astype(float) ** k) for k in (1, 2, 3))
    # Tsai's equations: two levels z with the shares p and 1 - p have the same moments.
    c0, c1 = np.linalg.solve([[1, m1], [m1, m2]], [-m2, -m3])
    low, high = np.sort(np.roots([1, c1, c0]))
    share = (high - m1) / (high - low)
    assert np.mean(image < t) < share <= np.mean(image <= t)


def test_percentile_halves_the_pixels():
    image = np.repeat([1, 2, 3, 4], [10, 35, 15, 40]).reshape(10, 10).astype(np.uint8)
    assert threshold("percentile", image) == 2


def test_intermodes_lies_between_the_peaks():
    image = two_classes("uint8")
    assert 105 < threshold("intermodes", image) < 125
    with pytest.raises(InputError, match="one peak"):
        threshold("minimum", np.repeat(np.arange(9), [1, 2, 4, 8, 9, 7, 5, 2, 1]).astype(np.uint8))


def test_smoothing_comes_to_an_end_on_all_16_bits():
    random = np.random.default_rng(0)
    parts = [random.normal(12000, 3000, 3000), random.normal(45000, 5000, 2000)]
    image = np.concatenate(parts).clip(0, 65535).astype(np.uint16)
    assert 15_000 < threshold("minimum", image) < 40_000


def test_default_is_isodata_without_a_tower():
    image = two_classes("uint8")
    assert abs(threshold("default", image) - threshold("isodata", image)) <= 1
    # Half of the image at one value draws the mean of the dark class; cut, it does so less.
    towered = np.concatenate([image.ravel(), np.full(5000, 20, np.uint8)])
    assert threshold("default", towered) > threshold("isodata", towered)


@pytest.mark.parametrize("method", METHODS)
def test_one_value_is_its_own_threshold(method):
    assert threshold(method, np.full((4, 4), 7, np.uint16)) == 7
    assert threshold(method, np.full((4, 4), 0.5, np.float32)) == 0.5


@pytest.mark.parametrize("method", METHODS)
def test_a_scale_of_other_units_moves_the_threshold_with_it(method):
    image = two_classes("uint8")
    shifted = image.astype(np.uint16) + 1000
    # Li measures from the smallest value, so all are free to move.
    assert threshold(method, shifted) == pytest.approx(threshold(method, image) + 1000, abs=1e-9)


@on_real_images
@pytest.mark.parametrize("method", SAME)
@pytest.mark.parametrize(
    "name",
    ["blobs/blobs.tif", "nuclei/img2d.tif", "human_cells/AS_09125_050116030001_D03f00d1.tif"],
)
def test_real_images_as_scikit_image(name, method):
    image = dr.read(DATA / name).data
    assert threshold(method, image) == getattr(filters, f"threshold_{method}")(image)


@on_real_images
def test_blobs_as_imagej_thresholds_them():
    blobs = dr.read(DATA / "blobs" / "blobs.tif")
    mask = dr.threshold.automatic(blobs, method="default")
    # ImageJ shows 126-255.
    np.testing.assert_array_equal(mask.data, blobs.data >= 126)
    objects = dr.segment.connected_components(mask)
    assert objects.data.max() == 64
    assert len(np.unique(dr.labels.clear_border(objects).data)) - 1 == 46


@on_real_images
def test_nuclei_as_cellprofiler_thresholds_them():
    image = dr.read(DATA / "human_cells" / "AS_09125_050116030001_D03f00d0.tif")
    assert threshold("li", image.data) / 255 == pytest.approx(0.0986016, abs=5e-8)
    share = image.data.astype(np.float32) / 255
    assert threshold("li", share) == pytest.approx(0.0986016, abs=5e-8)
