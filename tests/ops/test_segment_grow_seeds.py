"""From nuclei to cells."""

import heapq

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage
from skimage.segmentation import expand_labels, watershed

from napari_darkroom.kernels.propagation import propagate
from napari_darkroom.ops.segment import grow_seeds

METHODS = ["watershed", "propagation", "voronoi"]


def scene(shape=(40, 50), count=6, seed=3):
    random = np.random.default_rng(seed)
    image = ndimage.gaussian_filter(random.random(shape), 2)
    seeds = np.zeros(shape, np.uint16)
    for number in range(1, count + 1):
        place = tuple(random.integers(2, n - 2) for n in shape)
        seeds[place] = 10 * number
    return np.rint(image / image.max() * 60000).astype(np.uint16), seeds


def literally(image, seeds, mask, weight):
    """Propagate as it is defined, over dictionaries and with padded surroundings."""
    padded = np.pad(image, 1, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    labels, best = {}, {}
    queue = [(0.0, seeds[p], p) for p in map(tuple, np.argwhere((seeds > 0) & mask))]
    heapq.heapify(queue)
    while queue:
        length, seed, (y, x) = heapq.heappop(queue)
        if (y, x) in labels:
            continue
        labels[y, x] = seed
        for v in range(max(y - 1, 0), min(y + 2, image.shape[0])):
            for u in range(max(x - 1, 0), min(x + 2, image.shape[1])):
                if not mask[v, u] or (v, u) in labels:
                    continue
                change = np.abs(around[y, x] - around[v, u]).sum()
                steps = abs(v - y) + abs(u - x)
                further = length + np.sqrt(change**2 + steps * weight**2)
                if further < best.get((v, u), np.inf):
                    best[v, u] = further
                    heapq.heappush(queue, (further, seed, (v, u)))
    result = np.zeros(image.shape, int)
    for place, seed in labels.items():
        result[place] = seed
    return result


@pytest.mark.parametrize("weight", [0.0, 0.05, 2.0])
def test_propagation_is_that_of_its_definition(weight):
    image, seeds = scene()
    mask = image > 15000
    values = (image - image.min()) / np.ptp(image)
    result = propagate(values, seeds, mask, weight, [1, 1])
    assert_array_equal(result, literally(values, seeds, mask, weight))
    assert (result > 0).sum() > 500


def test_propagation_stops_at_an_edge_and_not_halfway():
    image = np.zeros((15, 60), np.uint8)
    image[:, 40:] = 200
    seeds = np.zeros(image.shape, int)
    seeds[7, 3], seeds[7, 56] = 1, 2
    result = grow_seeds(seeds, image, method="propagation", max_distance=100)
    assert_array_equal(result[:, :37], 1)
    assert_array_equal(result[:, 43:], 2)
    far = grow_seeds(seeds, image, method="propagation", max_distance=100, regularization=1000)
    assert abs(np.flatnonzero(np.diff(far[7]))[0] - 29) <= 1


def test_propagation_of_an_even_image_knows_the_size_of_a_voxel():
    seeds = np.zeros((21, 21), int)
    seeds[2, 2], seeds[18, 10] = 1, 2
    even = np.zeros(seeds.shape, np.uint8)
    result = grow_seeds(
        seeds, even, method="propagation", max_distance=100, regularization=1, spacing=(1, 4)
    )
    # The column counts four times as much as the row.
    assert result[10, 4] == 1
    assert result[10, 9] == 2
    assert result[3, 10] == 2


@pytest.mark.parametrize("shape", [(40, 50), (9, 20, 22)])
def test_watershed_is_that_of_scikit_image(shape):
    image, seeds = scene(shape)
    near = expand_labels(seeds, 8) > 0
    expected = watershed(-image.astype(float), seeds, len(shape), mask=near)
    assert_array_equal(grow_seeds(seeds, image, max_distance=8), expected)


@pytest.mark.parametrize("steps", [(1, 1, 1), (3, 1, 1)])
def test_voronoi_is_the_nearest_seed_within_the_distance(steps):
    image, seeds = scene((9, 20, 22))
    result = grow_seeds(
        seeds, image, method="voronoi", max_distance=tuple(6 / s for s in steps), spacing=steps
    )
    places = np.argwhere(seeds)
    offsets = np.indices(seeds.shape)[:, None] - places.T[:, :, None, None, None]
    squares = ((offsets.T * steps) ** 2).sum(-1).T
    least = squares.min(axis=0)
    assert_array_equal(result > 0, least <= 36 + 1e-6)
    for number, place in enumerate(places):
        assert (squares[number] <= least + 1e-6)[result == seeds[tuple(place)]].all()


@pytest.mark.parametrize("method", METHODS)
def test_seeds_stay_whole_and_cells_in_the_mask(method):
    image, points = scene()
    seeds = expand_labels(points, 2)
    mask = image > 30000
    result = grow_seeds(seeds, image, mask, method=method)
    assert result.dtype == seeds.dtype
    assert_array_equal(result[seeds > 0], seeds[seeds > 0])
    assert not result[~mask & (seeds == 0)].any()


@pytest.mark.parametrize("method", METHODS)
def test_missing_pixels_belong_to_no_cell(method):
    image, seeds = scene()
    floats = image.astype(np.float32)
    floats[5:9, 5:20] = np.nan
    result = grow_seeds(seeds, floats, method=method, max_distance=100)
    assert not result[np.isnan(floats)].any()
    assert result[~np.isnan(floats)].all()


@pytest.mark.parametrize("method", METHODS)
def test_no_seeds_give_no_cells_and_huge_numbers_are_kept(method):
    image, seeds = scene()
    assert not grow_seeds(seeds * 0, image, method=method).any()
    huge = np.where(seeds == 10, 2**40, seeds.astype(np.int64))
    assert 2**40 in grow_seeds(huge, image, method=method)


@pytest.mark.parametrize("method", METHODS)
def test_an_even_image_is_shared_out(method):
    _, seeds = scene()
    result = grow_seeds(seeds, np.full(seeds.shape, 7, np.uint8), method=method, max_distance=100)
    assert set(np.unique(result)) == set(np.unique(seeds[seeds > 0]))
