"""Channels read in pieces give what arrays of all of their values give, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from napari_darkroom.kernels.scaled_channels import (
    PIECE,
    ScaledChannel,
    ScaledChannels,
    mean,
    scaled,
)

random = np.random.default_rng(8)


@pytest.mark.parametrize("count", [1, 7, 1000, PIECE, PIECE + 1, 3 * PIECE + 77, 700_001])
@pytest.mark.parametrize("type_", ["u1", ">u2", "f4", "f8"])
def test_values_are_over_the_deviation_that_numpy_finds(count: int, type_: str) -> None:
    pixels = (random.normal(size=count) * 40 + 100).astype(type_)
    values = ScaledChannels([scaled(pixels)])
    floats = pixels.astype(np.float64)
    deviation = floats.std()
    expected = floats / deviation if deviation > 0 else floats - floats.min()
    assert_array_equal(values.read(0, count)[0], expected)
    assert mean(values) == expected.mean()


def test_missing_values_have_no_say_and_infinite_ones_are_the_last_finite() -> None:
    pixels = random.normal(size=PIECE + 500).astype(np.float32)
    pixels[::7], pixels[3], pixels[4] = np.nan, np.inf, -np.inf
    finite = pixels[np.isfinite(pixels)].astype(np.float64)
    within = np.clip(pixels.astype(np.float64), finite.min(), finite.max())
    deviation = within[~np.isnan(within)].std()
    found = ScaledChannels([scaled(pixels)]).read(0, len(pixels))[0]
    assert_array_equal(found, within / deviation)
    assert np.isnan(ScaledChannels([scaled(np.full(9, np.inf))]).read(0, 9)).all()


def test_marked_pixels_are_counted_in_their_order() -> None:
    pixels = random.integers(0, 5000, 3 * PIECE).astype(np.uint16)
    inside = random.random(len(pixels)) < 0.6
    channels = [ScaledChannel(pixels), ScaledChannel(pixels, scale=2.0)]
    values = ScaledChannels(channels).within(inside)
    expected = pixels[inside].astype(np.float64)
    assert values.count == len(expected)
    for low, high in ((0, 10), (17, 17 + PIECE), (len(expected) - 3, len(expected))):
        assert_array_equal(values.read(low, high), [expected[low:high], expected[low:high] / 2])
    pieces = np.concatenate([some[0].copy() for _, some in values.pieces()])
    assert_array_equal(pieces, expected)
    assert mean(values) == expected.mean()


def test_of_marked_pixels_some_can_be_marked() -> None:
    pixels = random.normal(size=20_000)
    first = random.random(len(pixels)) < 0.6
    second = random.random(np.count_nonzero(first)) < 0.3
    values = ScaledChannels([ScaledChannel(pixels)]).within(first).within(second)
    assert values.count == np.count_nonzero(second)
    assert_array_equal(values.read(0, values.count)[0], pixels[first][second])
