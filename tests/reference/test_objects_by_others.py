"""Objects chosen, numbered, grown and joined, against scikit-image and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy import ndimage
from scipy.optimize import linear_sum_assignment
from skimage import data, measure, metrics, morphology, segmentation

import napari_darkroom as dr
from napari_darkroom.core.values import Labels
from napari_darkroom.engine.corrections import make_corrections


def _coins() -> NDArray[np.int32]:
    """Return coins and the debris that a threshold finds with them, with gaps in the numbers."""
    pieces = ndimage.label(data.coins()[150:300, 20:220] > 120)[0]
    return (7 * pieces).astype(np.int32)


def _volume() -> NDArray[np.int32]:
    noise = np.random.default_rng(3).random((9, 40, 50))
    return ndimage.label(ndimage.gaussian_filter(noise, 1.5) > 0.52)[0].astype(np.int32)


each = pytest.mark.parametrize("labels", [_coins(), _volume()], ids=["coins", "volume"])


def _sizes(labels: NDArray[np.int32]) -> dict[int, int]:
    numbers = np.unique(labels[labels > 0])
    counted = ndimage.sum_labels(np.ones(labels.shape), labels, numbers)
    return dict(zip(numbers.tolist(), counted.astype(int).tolist(), strict=True))


@each
@pytest.mark.parametrize("least", [0, 1, 9, 64, 1500])
def test_small_objects_are_those_of_scikit_image(labels: NDArray[np.int32], least: int) -> None:
    expected = morphology.remove_small_objects(labels, max_size=least - 1)
    assert_array_equal(dr.labels.remove_small(labels, min_size=least), expected)
    assert_array_equal(dr.labels.filter_by_size(labels, min_size=least), expected)
    # What is not too large is what is left when the large ones are taken away.
    small = dr.labels.filter_by_size(labels, min_size=0, max_size=max(least - 1, 0))
    assert_array_equal(small, np.where(expected == 0, labels, 0))


@each
@pytest.mark.parametrize("n", [1, 3, 20])
def test_the_largest_are_those_by_the_sizes_of_scipy(labels: NDArray[np.int32], n: int) -> None:
    sizes = _sizes(labels)
    kept = sorted(sizes, key=lambda number: (-sizes[number], number))[:n]
    expected = np.where(np.isin(labels, kept), labels, 0)
    assert_array_equal(dr.labels.keep_largest(labels, n=n), expected)


@each
@pytest.mark.parametrize(("column", "low", "high"), [("solidity", 0.9, 1.0), ("area", 5, 1200)])
def test_objects_in_a_range_are_those_of_the_table_of_scikit_image(
    labels: NDArray[np.int32], column: str, low: float, high: float
) -> None:
    plane = labels if labels.ndim == 2 else labels[4]
    table = measure.regionprops_table(plane, properties=("label", column))
    kept = table["label"][(table[column] >= low) & (table[column] <= high)]
    assert 0 < len(kept) < len(table["label"])
    ours = dr.measure.regions(plane)
    found = dr.labels.filter(plane, ours, column=column, lower=low, upper=high)
    assert_array_equal(found, np.where(np.isin(plane, kept), plane, 0))


@each
def test_numbers_are_those_of_scikit_image(labels: NDArray[np.int32]) -> None:
    expected, _, _ = segmentation.relabel_sequential(labels)
    assert_array_equal(dr.labels.relabel(labels), expected)


@each
def test_pieces_are_those_of_scikit_image(labels: NDArray[np.int32]) -> None:
    halves = np.where(labels > 0, 1 + labels % 2, 0)
    for diagonal, connectivity in ((True, labels.ndim), (False, 1)):
        found = dr.labels.split_disconnected(halves, diagonal=diagonal)
        expected = measure.label(halves, connectivity=connectivity)
        pairs = np.unique(np.stack([found, expected]).reshape(2, -1), axis=1)
        assert pairs.shape[1] == found.max() + 1 == expected.max() + 1


@each
@pytest.mark.parametrize("distance", [1, 3.5, 12])
def test_objects_grow_as_in_scikit_image(labels: NDArray[np.int32], distance: float) -> None:
    expected = segmentation.expand_labels(labels, distance)
    found = dr.labels.expand(labels, distance=distance)
    assert_array_equal(found > 0, expected > 0)
    other = found != expected
    # Only a pixel as near to two objects may differ, and it goes to the lower number.
    assert (found[other] < expected[other]).all()
    near = ndimage.distance_transform_edt(labels == 0)
    for number in np.unique(found[other]):
        mine = other & (found == number)
        own = ndimage.distance_transform_edt(labels != number)
        assert_allclose(own[mine], near[mine], rtol=1e-12)


@each
@pytest.mark.parametrize("distance", [1, 2.5])
def test_objects_shrink_by_the_distances_of_scipy(
    labels: NDArray[np.int32], distance: float
) -> None:
    touching = segmentation.expand_labels(labels, 4)
    expected = np.zeros_like(touching)
    for number in np.unique(touching[touching > 0]):
        inside = touching == number
        expected[ndimage.distance_transform_edt(inside) > distance] = number
    assert_array_equal(dr.labels.shrink(touching, distance=distance), expected)


def test_touching_objects_are_joined_as_by_scipy() -> None:
    labels = segmentation.expand_labels(_coins(), 6)
    together = ndimage.label(labels > 0, np.ones((3, 3)))[0]
    pieces = np.arange(1, together.max() + 1)
    lowest = np.r_[0, ndimage.minimum(labels, together, pieces).astype(int)]
    assert len(pieces) < len(np.unique(labels)) - 1
    assert_array_equal(dr.labels.merge_touching(labels), lowest[together])


@pytest.mark.parametrize("least", [0.51, 0.7])
def test_slices_are_joined_as_by_the_best_assignment(least: float) -> None:
    """Above one half the overlap of the union leaves an object one partner at most."""
    planes = np.stack([ndimage.label(plane)[0] for plane in _volume() > 0])
    joined = dr.labels.join_slices(planes, min_overlap=least)
    pairs = 0
    for z in range(len(planes) - 1):
        counted = metrics.contingency_table(planes[z], planes[z + 1]).toarray()
        either = counted.sum(axis=1, keepdims=True) + counted.sum(axis=0) - counted
        overlap = (counted / np.maximum(either, 1))[1:, 1:]
        first, second = linear_sum_assignment(overlap, maximize=True)
        good = overlap[first, second] >= least
        expected = {
            (int(a) + 1, int(b) + 1) for a, b in zip(first[good], second[good], strict=True)
        }
        here = np.stack([joined[z], joined[z + 1], planes[z], planes[z + 1]]).reshape(4, -1)
        own = [dict(zip(here[2 + i], here[i], strict=True)) for i in (0, 1)]
        found = {
            (int(a), int(b)) for a in own[0] for b in own[1] if a and b and own[0][a] == own[1][b]
        }
        assert found == expected
        pairs += len(expected)
    assert pairs > 10


def test_combined_objects_are_drawn_over_one_another_as_in_scikit_image() -> None:
    coins = _coins()
    moved = np.roll(coins, (11, 17), axis=(0, 1))
    for top, (low, high) in {"second": (coins, moved), "first": (moved, coins)}.items():
        joined = segmentation.join_segmentations(
            np.where(high > 0, 0, low), np.where(high > 0, high, 0)
        )
        found = dr.labels.combine(coins, moved, on_top=top)
        pairs = np.unique(np.stack([found, joined]).reshape(2, -1), axis=1)
        assert pairs.shape[1] == found.max() + 1 == len(np.unique(joined))
        first = (coins > 0) & ((moved == 0) | (top == "first"))
        assert found[first].max() < found[(found > 0) & ~first].min()


@pytest.mark.parametrize("shift", [(0, 1), (2, 3), (4, 5), (7, 2)])
def test_corrections_find_the_objects_that_overlap_by_half(shift: tuple[int, int]) -> None:
    """What is removed by hand is removed where half of the union is shared, and nothing else."""
    before = _coins()
    now = np.where(np.roll(before, shift, axis=(0, 1)) > 0, 1, 0)
    now = (3 * ndimage.label(now)[0]).astype(np.int32)
    removed = make_corrections(Labels.of(before), Labels.of(np.zeros_like(before)))
    assert removed is not None
    corrected, changes = dr.labels.correct(Labels.of(now), removed)
    counted = metrics.contingency_table(before, now).toarray()
    either = counted.sum(axis=1, keepdims=True) + counted.sum(axis=0) - counted
    same = (2 * counted >= either) & (counted > 0)
    rows = changes.set_index("label_before")["applied"]
    for number in np.unique(before[before > 0]):
        assert rows[number] == same[number, 1:].any()
    gone = np.flatnonzero(same[1:, :].any(axis=0))
    assert 0 < len(gone) < now.max()
    assert_array_equal(corrected.data, np.where(np.isin(now, gone[gone > 0]), 0, now))
