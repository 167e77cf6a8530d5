"""Propagation against the shortest ways found by the plainest search."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from napari_darkroom.kernels.propagation import propagate

RANDOM = np.random.default_rng(0)


def searched(
    image: NDArray[np.float64], seeds: NDArray[np.int32], inside: NDArray[np.bool_], weight: float
) -> NDArray[np.int32]:
    finite = image[np.isfinite(image)]
    low, span = finite.min(), np.ptp(finite)
    scaled = np.clip((image - low) / span, 0, 1) if span else np.where(np.isnan(image), np.nan, 0)
    padded = np.pad(scaled, 1, mode="edge")
    near = np.stack([padded[i : i + image.shape[0], j : j + image.shape[1]] for i, j in BOX])
    result = np.zeros_like(seeds)
    ways = [
        (0.0, int(seeds[at]), at) for at in np.ndindex(*seeds.shape) if seeds[at] and inside[at]
    ]
    ways.sort()
    while ways:
        length, seed, (y, x) = heappop(ways)
        if result[y, x]:
            continue
        result[y, x] = seed
        for i, j in BOX:
            v, u = y + i - 1, x + j - 1
            if 0 <= v < image.shape[0] and 0 <= u < image.shape[1] and inside[v, u]:
                change = sum(np.nan_to_num(np.abs(near[:, y, x] - near[:, v, u])))
                step = np.sqrt(change**2 + ((y - v) ** 2 + (x - u) ** 2) * weight * weight)
                heappush(ways, (length + step, seed, (v, u)))
    return result


BOX = list(product(range(3), repeat=2))


@pytest.mark.parametrize("weight", [0.0, 0.05, 10.0])
@pytest.mark.parametrize("values", ["random", "even", "steps", "missing"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (25, 31)])
def test_every_pixel_has_the_seed_of_its_shortest_way(
    shape: tuple[int, int], values: str, weight: float
) -> None:
    image = RANDOM.integers(0, 200, shape).astype(float)
    if values == "even":
        image[:] = 7
    elif values == "steps":
        image = (np.indices(shape).sum(axis=0) // 6 % 3).astype(float)
    elif values == "missing":
        image[RANDOM.random(shape) < 0.2] = np.nan
        image[0, 0] = 3
    seeds = np.where(RANDOM.random(shape) < 0.1, RANDOM.integers(1, 9, shape), 0).astype(np.int32)
    inside = RANDOM.random(shape) < 0.9
    expected = searched(image, seeds, inside, weight)
    found = propagate(image, seeds, inside, weight, (1, 1))
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("dtype", ["u1", "i2", "u2", "i8", "f2", "f4"])
def test_each_pixel_type_gives_the_same(dtype: str) -> None:
    image = RANDOM.integers(0, 100, (5, 20, 21))
    seeds = np.where(
        RANDOM.random(image.shape) < 0.02, 1 + np.arange(image.size).reshape(5, 20, 21), 0
    )
    inside = np.ones(image.shape, bool)
    expected = propagate(image.astype(float), seeds, inside, 0.05, (2, 1, 1))
    found = propagate(image.astype(dtype), seeds, inside, 0.05, (2, 1, 1))
    np.testing.assert_array_equal(found, expected)


def test_an_empty_image_has_no_ways() -> None:
    none = np.zeros((0, 4))
    assert propagate(none, none.astype(int), none.astype(bool), 1, (1, 1)).shape == (0, 4)
