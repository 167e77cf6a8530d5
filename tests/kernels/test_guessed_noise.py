"""The noise of values in parts is that of all at once, or not told."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from napari_darkroom.kernels.guessed_noise import GuessedNoise
from napari_darkroom.kernels.middle import noise

RANDOM = np.random.default_rng(0)


def told(values: NDArray[np.float32], sample: NDArray[np.float32], doubt: float) -> float | None:
    guess = GuessedNoise.of(sample, doubt, 0.0)
    for part in np.array_split(values, 7):
        guess.take(part)
    return guess.noise()


@pytest.mark.parametrize("count", [1, 2, 999, 20_000])
@pytest.mark.parametrize("doubt", [0.02, 0.2, 0.5])
def test_what_is_told_is_the_noise_of_all(count: int, doubt: float) -> None:
    values = RANDOM.normal(3, 2, count).astype(np.float32)
    assert told(values, values, doubt) == noise(values)


def test_an_even_ground_is_kept_as_runs() -> None:
    values = np.where(np.arange(9000) < 7000, 0, RANDOM.normal(0, 1, 9000)).astype(np.float32)
    assert told(values, values[::9], 0.05) == noise(values) == 0
    mixed = np.where(np.arange(9000) < 4000, 0.5, values[::-1]).astype(np.float32)
    assert told(mixed, mixed[::9], 0.05) == noise(mixed)


@pytest.mark.parametrize(("shift", "scale"), [(50, 1), (0, 30), (0, 0.01)])
def test_a_sample_of_something_else_tells_nothing(shift: float, scale: float) -> None:
    values = RANDOM.normal(0, 1, 5000).astype(np.float32)
    assert told(values, shift + scale * values, 0.01) is None


def test_what_is_told_in_spite_of_a_poor_sample_is_right() -> None:
    values = RANDOM.normal(0, 1, 4000).astype(np.float32)
    answers = [told(values, values[k : k + 50], 0.05) for k in range(0, 4000, 50)]
    assert {one for one in answers if one is not None} == {noise(values)}
    assert None in answers


def test_values_that_are_none_are_not_passed_over() -> None:
    assert told(np.full(9, np.nan, np.float32), np.ones(3, np.float32), 0.1) is None
    assert told(np.empty(0, np.float32), np.ones(3, np.float32), 0.1) is None
