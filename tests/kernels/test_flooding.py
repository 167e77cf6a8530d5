"""Flooding against scikit-image, pixel by pixel."""

from heapq import heappop, heappush
from itertools import count, product

import numpy as np
import pytest
from kernels.flooded import SHAPES, scene
from skimage.segmentation import watershed

from napari_darkroom.kernels.flooding import flood


@pytest.mark.parametrize("diagonal", [False, True])
@pytest.mark.parametrize("smooth", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_floods_are_those_of_scikit_image(shape, smooth, diagonal):
    image, markers, mask = scene(shape, smooth)
    near = len(shape) if diagonal else 1
    for inside in (mask, np.ones(shape, bool)):
        expected = watershed(image, markers, near, mask=inside)
        np.testing.assert_array_equal(flood(image, markers, inside, diagonal=diagonal), expected)
        whole = flood(image.astype(np.int32), markers, inside, diagonal=diagonal)
        np.testing.assert_array_equal(whole, expected)


def test_levels_far_apart_are_found_in_every_piece():
    # Blocks of empty levels are passed over; pieces come one after the other.
    image = np.array([[0, 70000, 5, 0, 9, 140000, 3, 0, 1, 2]], np.int32)
    inside = np.array([[1, 1, 1, 0, 1, 1, 1, 0, 1, 1]], bool)
    markers = np.array([[1, 0, 0, 0, 2, 0, 0, 0, 0, 3]])
    result = flood(image, markers, inside, diagonal=False)
    np.testing.assert_array_equal(result, [[1, 1, 1, 0, 2, 2, 2, 0, 3, 3]])


def test_nothing_inside_gives_nothing():
    image = np.zeros((3, 4))
    result = flood(image, np.ones((3, 4), int), np.zeros((3, 4), bool), diagonal=True)
    np.testing.assert_array_equal(result, 0)


def slow_flood(image, markers, inside, falling):
    """Return what a plain heap floods, over corners."""
    level = -image.astype(object) if falling else image.astype(object)
    labels, heap, turn = np.where(inside, markers, 0), [], count()
    for place in zip(*np.nonzero(labels), strict=True):
        heappush(heap, (level[place], next(turn), place))
    while heap:
        reached, _, place = heappop(heap)
        steps = sorted(product((-1, 0, 1), repeat=image.ndim), key=lambda step: np.dot(step, step))
        for near in (tuple(np.add(place, step)) for step in steps):
            there = all(0 <= at < length for at, length in zip(near, image.shape, strict=True))
            if there and inside[near] and labels[near] == 0:
                labels[near] = labels[place]
                heappush(heap, (max(level[near], reached), next(turn), near))
    return labels


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize(
    "dtype", ["uint8", "int16", "uint32", "int64", "uint64", "float16", "float32", "float64"]
)
@pytest.mark.parametrize("shape", [(40, 45), (5, 18, 19), (300,)])
def test_floods_are_those_of_a_plain_heap_in_every_type(shape, dtype, falling):
    random = np.random.default_rng(1)
    low = 0 if dtype.startswith("u") else -60
    image = random.uniform(low, 120, shape).astype(dtype)
    floats = image.dtype.kind == "f"
    odd = [0, -0.0, np.inf, -np.inf] if floats else [0, np.iinfo(dtype).max]
    image.flat[random.choice(image.size, 80, replace=False)] = np.resize(np.array(odd, dtype), 80)
    markers = np.where(random.random(shape) < 0.05, random.integers(1, 99, shape), 0)
    for inside in (np.ones(shape, bool), random.random(shape) < 0.6):
        found = flood(image, markers, inside, diagonal=True, falling=falling)
        np.testing.assert_array_equal(found, slow_flood(image, markers, inside, falling))


def test_pieces_of_a_mask_are_flooded_as_the_whole_is():
    image = np.random.default_rng(2).normal(0, 1, (60, 200)).astype(np.float32)
    inside = np.zeros(image.shape, bool)
    inside[2:28, 1:90] = inside[30:58, 5:180] = inside[3:20, 95:199] = True
    markers = np.zeros(image.shape, np.int32)
    markers[5:55:7, 4::9] = 1 + np.arange(8 * 22).reshape(8, 22)
    found = flood(image, markers, inside, diagonal=True)
    np.testing.assert_array_equal(found, slow_flood(image, markers, inside, False))
