"""Objects are expanded and shrunk by exact distances."""

from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import napari_darkroom as dr


def _scattered(shape, share=0.03, seed=3) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.where(random.random(shape) < share, random.integers(1, 9, shape) * 10**9, 0)


def _nearest(labels, radius):
    """Return the nearest object of every pixel by looking at all of them."""
    pixels = np.argwhere(labels > 0)
    owners = labels[labels > 0]
    result = np.zeros_like(labels)
    for place in product(*map(range, labels.shape)):
        # In whole numbers where the radius is the same along all axes.
        same = len(set(radius)) == 1
        squares = (pixels - place) ** 2
        far = squares.sum(axis=1) if same else (squares / np.square(radius)).sum(axis=1)
        limit = (radius[0] ** 2 if same else 1) * (1 + 1e-9)
        near = far <= min(limit, far.min() * (1 + 1e-12))
        result[place] = owners[near].min(initial=2**62) if near.any() else 0
    return result


@pytest.mark.parametrize("shape", [(31, 27), (7, 13, 11), (1, 40)])
@pytest.mark.parametrize("distance", [1, 2.5, np.sqrt(8), 100])
def test_expanded_to_the_nearest_and_lowest(shape, distance):
    labels = _scattered(shape)
    result = dr.labels.expand(labels, distance=distance)
    assert_array_equal(result, _nearest(labels, (distance,) * labels.ndim))


@pytest.mark.parametrize("radius", [(1.5, 3, 2), (0.5, 4, 4), (2, 0, 3)])
def test_expanded_in_anisotropic_voxels(radius):
    labels = _scattered((6, 12, 14), 0.02)
    near = tuple(r if r >= 1 else 1e-6 for r in radius)
    assert_array_equal(dr.labels.expand(labels, distance=radius), _nearest(labels, near))


def test_a_physical_distance_reaches_fewer_planes_than_rows():
    data = np.zeros((5, 9, 9), np.int32)
    data[2, 4, 4] = 3
    labels = dr.Labels.of(data, "zyx", scale=(2, 1, 1), units="um")
    grown = dr.labels.expand(labels, distance="2.5 um").data > 0
    far = np.sqrt(sum((s * (g - c)) ** 2 for s, g, c in zip(
        (2, 1, 1), np.indices(data.shape), (2, 4, 4), strict=True)))  # fmt: skip
    assert_array_equal(grown, far <= 2.5)


def test_a_tie_goes_to_the_lowest_number():
    for numbers in [(7, 2), (2, 7)]:
        labels = np.array([[numbers[0], 0, 0, 0, numbers[1]]])
        assert dr.labels.expand(labels, distance=2)[0, 2] == 2


def test_objects_keep_their_pixels_and_nothing_grows_from_nothing():
    labels = _scattered((20, 30), 0.3)
    result = dr.labels.expand(labels, distance=3)
    assert_array_equal(result[labels > 0], labels[labels > 0])
    assert_array_equal(dr.labels.expand(labels, distance=0), labels)
    assert not dr.labels.expand(np.zeros((5, 6), np.uint8), distance=3).any()


@pytest.mark.parametrize("radius", [1, 2.5, (3, 1.5), (0.5, 2)])
def test_a_shrunk_object_keeps_its_distance_to_all_else(radius):
    labels = dr.labels.expand(_scattered((40, 50), 0.01), distance=7)
    radius = np.broadcast_to(radius, 2)
    result = dr.labels.shrink(labels, distance=tuple(map(float, radius)))
    expected = np.zeros_like(labels)
    for y, x in np.argwhere(labels > 0):
        others = np.argwhere(labels != labels[y, x]) - (y, x)
        scaled = others / np.where(radius >= 1, radius, 1e-6)
        if ((scaled**2).sum(axis=1) > 1 + 1e-9).all():
            expected[y, x] = labels[y, x]
    assert_array_equal(result, expected)
    assert result.any()


def test_the_edge_of_the_image_shrinks_nothing():
    full = np.full((4, 6, 5), 9, np.uint16)
    assert_array_equal(dr.labels.shrink(full, distance=3), full)


def test_touching_objects_come_apart():
    labels = np.repeat([[4] * 5 + [2**40] * 5], 3, axis=0)
    assert_array_equal(
        dr.labels.shrink(labels, distance=1), np.where(np.isin(np.arange(10), [4, 5]), 0, labels)
    )
