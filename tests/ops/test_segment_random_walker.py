"""The random walker."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from napari_darkroom.core.errors import Cancelled, InputError
from napari_darkroom.core.values import Image, Labels
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.run import run
from napari_darkroom.ops.segment import random_walker

STEP = np.where(np.arange(15) < 9, 20, 180).astype(np.uint8) * np.ones((11, 1), np.uint8)


def seeds_at(*places: tuple[int, ...], shape: tuple[int, ...] = STEP.shape) -> np.ndarray:
    seeds = np.zeros(shape, np.int32)
    for number, place in enumerate(places, start=1):
        seeds[place] = number
    return seeds


def test_the_border_is_where_the_image_changes() -> None:
    seeds = seeds_at((5, 0), (2, 14))
    assert_array_equal(random_walker(seeds, STEP), np.where(STEP < 100, 1, 2))
    # Without the image it lies halfway; what is as near to both goes to the lower number.
    even = random_walker(seeds_at((0, 0), (0, 8), shape=(1, 9)), np.zeros((1, 9)))
    assert even.tolist() == [[1, 1, 1, 1, 1, 2, 2, 2, 2]]


def test_probabilities_on_a_line_are_those_of_a_chain_of_resistors() -> None:
    row = np.array([[0.0, 0, 0, 1, 1, 1, 1, 1, 1, 0]])
    beta = 3.0
    resistance = np.exp(beta / (10 * row.std()) * np.diff(row[0]) ** 2)
    way = np.concatenate([[0], np.cumsum(resistance)])
    expected = np.where(way <= way[-1] / 2, 1, 2)
    assert 1 < np.count_nonzero(expected == 1) < 9
    found = random_walker(seeds_at((0, 0), (0, 9), shape=(1, 10)), row, beta=beta)
    assert found[0].tolist() == expected.tolist()


@pytest.mark.parametrize("type_", ["u1", ">u2", "i8", ">f4", "f8"])
def test_numbers_and_types_of_seeds_are_kept_and_beta_means_the_same(type_: str) -> None:
    seeds = np.where(seeds_at((5, 0), (2, 14)) == 2, 2**40, seeds_at((5, 0)).astype(np.int64))
    found = random_walker(seeds, (STEP.astype(float) / 2 + 3).astype(type_))
    assert found.dtype == np.int64
    assert_array_equal(found, np.where(STEP < 100, 1, 2**40))


def test_nobody_walks_over_what_is_missing_or_outside() -> None:
    image = STEP.astype(float)
    image[:, 6] = np.nan
    seeds = seeds_at((5, 0))
    assert_array_equal(random_walker(seeds, image), (np.arange(15) < 6) * np.ones((11, 1), int))
    mask = STEP > 100
    mask[0, 0] = True
    found = random_walker(seeds_at((5, 0), (2, 14)), STEP, mask)
    assert_array_equal(found, np.where(STEP > 100, 2, 0))


def test_no_seeds_and_nothing_but_seeds() -> None:
    assert not random_walker(seeds_at(), STEP).any()
    assert_array_equal(random_walker(np.full(STEP.shape, 7, np.uint8), STEP), 7)
    assert not random_walker(seeds_at((1, 1)), np.full(STEP.shape, np.nan)).any()
    assert random_walker(np.array([[3]]), np.array([[True]])).tolist() == [[3]]
    assert_array_equal(random_walker(seeds_at((3, 3)), np.full(STEP.shape, np.inf)), 1)


def test_a_thick_slice_is_far_away() -> None:
    seeds = np.zeros((2, 1, 4), int)
    seeds[0, 0, 0], seeds[1, 0, 3] = 1, 2
    even = np.zeros(seeds.shape)
    flat = random_walker(seeds, even)
    assert (flat[0, 0] == 1).sum() == 2
    image = np.array([[[0.0, 0, 0, 0]], [[1, 1, 1, 1]]])
    # The step between the planes is lower where they are far apart.
    found = random_walker(seeds, image, beta=30, spacing=(1, 1, 1))
    assert_array_equal(found[:, 0], [[1] * 4, [2] * 4])
    leaky = random_walker(seeds, image, beta=30, spacing=(9, 1, 1))
    assert_array_equal(leaky, flat)


NOISE = np.random.default_rng(0).random((40, 40))
LONE = np.zeros(NOISE.shape, np.int32)
LONE[10, 10], LONE[30, 30] = 4, 7


def test_noise_that_no_walk_passes_is_told() -> None:
    """At this contrast the probabilities never settle."""
    with pytest.raises(InputError, match=r"object [47] .* after 21600 rounds: with beta = 10000"):
        random_walker(LONE, NOISE, beta=1e4)
    # Where the advice is followed they do.
    assert set(np.unique(random_walker(LONE, NOISE, beta=100))) == {4, 7}


def test_a_walk_is_asked_in_every_round_whether_it_goes_on() -> None:
    rounds = []

    def poll() -> None:
        rounds.append(1)
        if len(rounds) == 5:
            raise Cancelled("Enough.")

    with pytest.raises(Cancelled, match="Enough"):
        random_walker(LONE, NOISE, poll=poll)
    assert len(rounds) == 5


def test_a_run_is_stopped_while_it_walks() -> None:
    job = Job(progress=lambda done, total: job.stop.set())
    inputs = {"seeds": Labels.of(LONE), "image": Image.of(NOISE)}
    # Not stopped it would end with an error.
    with pytest.raises(Cancelled):
        run("segment.random_walker", inputs, {"beta": 1e4}, job=job)
