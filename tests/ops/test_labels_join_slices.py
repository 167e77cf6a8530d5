"""Objects of planes that become objects of the volume."""

from __future__ import annotations

import numpy as np
import pytest

import napari_darkroom as dr
from napari_darkroom.ops.labels import join_slices


def column(*planes: list[int]) -> np.ndarray:
    """Return a volume whose planes are one row each."""
    return np.array(planes, np.int32)[:, None, :]


def rows(labels: np.ndarray) -> list[list[int]]:
    return labels[:, 0].tolist()


def test_what_overlaps_is_one_object() -> None:
    volume = column([1, 1, 1, 0, 2, 2], [7, 7, 7, 0, 0, 0], [0, 3, 3, 0, 4, 4])
    assert rows(join_slices(volume)) == [
        [1, 1, 1, 0, 2, 2], [1, 1, 1, 0, 0, 0], [0, 1, 1, 0, 3, 3],
    ]  # fmt: skip


def test_one_number_in_two_planes_is_two_objects() -> None:
    assert rows(join_slices(column([5, 5, 0, 0], [0, 0, 5, 5]))) == [[1, 1, 0, 0], [0, 0, 2, 2]]


@pytest.mark.parametrize(("least", "same"), [(0.5, True), (0.51, False)])
def test_the_overlap_is_a_share_of_the_union(least: float, same: bool) -> None:
    found = rows(join_slices(column([1, 1, 0], [2, 0, 0]), min_overlap=least))
    assert (found[0][0] == found[1][0]) is same


def test_the_overlap_of_the_smaller_one() -> None:
    volume = column([1, 1, 1, 1, 1, 1], [0, 0, 2, 0, 0, 0])
    assert rows(join_slices(volume))[1][2] == 2
    assert rows(join_slices(volume, of="smaller"))[1][2] == 1


def test_an_object_goes_on_as_one() -> None:
    split = column([1, 1, 1, 1, 1], [2, 2, 0, 3, 3])
    assert rows(join_slices(split)) == [[1, 1, 1, 1, 1], [1, 1, 0, 2, 2]]
    merged = column([2, 2, 0, 3, 3], [1, 1, 1, 1, 1])
    assert rows(join_slices(merged)) == [[1, 1, 0, 2, 2], [1, 1, 1, 1, 1]]


def test_ties_go_to_the_lowest_number_wherever_it_lies() -> None:
    assert rows(join_slices(column([9, 9, 9, 9], [8, 8, 3, 3])))[1] == [2, 2, 1, 1]


def test_balls_cut_into_planes_are_balls_again() -> None:
    z, y, x = np.ogrid[:15, :40, :40]
    balls = np.zeros((15, 40, 40), np.int32)
    for number, (a, b, c) in enumerate([(7, 10, 10), (6, 28, 12), (8, 20, 30)], 1):
        balls[(z - a) ** 2 + (y - b) ** 2 + (x - c) ** 2 <= 36] = number
    planes = dr.segment.connected_components(balls > 0, axes="planes")
    assert planes.max() > 30
    joined = dr.labels.join_slices(planes, min_overlap=0.5, of="smaller")
    assert joined.max() == 3
    pairs = np.unique(np.stack([joined, balls]).reshape(2, -1), axis=1)
    assert pairs.shape[1] == 4


def test_each_time_is_joined_alone() -> None:
    volume = column([1, 1, 1], [2, 2, 2])
    movie = dr.Labels.of(np.stack([volume, 5 * volume]), "tzyx")
    joined = dr.labels.join_slices(movie).data
    assert joined.max() == 1
    assert joined.min() == 1
