"""Squares of distances from local means, in strips of rows."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage

from napari_darkroom.kernels.spread import squares_in_strips

WHOLE = np.random.default_rng(5).integers(0, 4000, (70, 90))
STRIPS = [(0, 16), (20, 36), (63, 70)]


def _with(image, value):
    image[30, 40] = value
    return image


@pytest.mark.parametrize(
    "image",
    [
        WHOLE.astype(np.uint16),
        WHOLE.astype(np.int32),
        WHOLE.astype(np.float32) / 8,
        np.asfortranarray(WHOLE.astype(float)),
        # Their sums are rounded.
        WHOLE.astype(np.float32) * 1e-3 - 1.7,
        _with(WHOLE.astype(float), 2.0**60),
    ],
    ids=["uint16", "int32", "eighths", "columns", "rounded", "large"],
)
@pytest.mark.parametrize("reach", [(0, 0), (3, 7), (100, 5)])
def test_squares_are_those_of_scipy(image, reach):
    means = image.astype(float)
    for axis, side in enumerate(reach):
        means = ndimage.correlate1d(means, np.full(2 * side + 1, 1 / (2 * side + 1)), axis)
    found = squares_in_strips(image, reach, STRIPS, 10)
    blocks = [(0, 10), (10, 16), (20, 30), (30, 36), (63, 70)]
    assert [number for _, number in found] == [(b - a) * 90 for a, b in blocks]
    expected = [((image[a:b] - means[a:b]) ** 2).sum() for a, b in blocks]
    assert [total for total, _ in found] == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_missing_pixels_have_no_say_and_infinite_ones_reach_as_far_as_the_box():
    missing = _with(WHOLE.astype(float), np.nan)
    (first, _), (_, number), _ = squares_in_strips(missing, (3, 7), STRIPS, 16)
    assert number == 16 * 90 - 1
    assert first == squares_in_strips(WHOLE.astype(float), (3, 7), STRIPS[:1], 16)[0][0]
    infinite = _with(WHOLE.astype(float), np.inf)
    assert squares_in_strips(infinite, (3, 7), STRIPS, 16)[1][1] == 16 * 90 - 7 * 15


@pytest.mark.parametrize("high", [10, 48])
def test_sums_are_of_as_many_rows_whatever_is_in_the_image(high):
    image = np.resize(WHOLE, (300, 90))
    blocks = [(a, min(a + high, 290)) for a in range(5, 290, high)]
    for one in (image.astype(np.uint16), image * 0.37, image[None] * 0.37):
        reach = (0, 3, 7)[-one.ndim :]
        found = squares_in_strips(one, reach, [(5, 290)], high)
        assert [number for _, number in found] == [(b - a) * 90 for a, b in blocks]


@pytest.mark.parametrize("factor", [1.0, 0.37])
@pytest.mark.parametrize("reach", [(3, 7), (4, 0), (40, 7), (200, 100)])
@pytest.mark.parametrize("high", [16, 3])
def test_bits_do_not_depend_on_what_is_looked_at_at_once(factor, reach, high):
    image = WHOLE * factor
    together = squares_in_strips(image, reach, STRIPS, high)
    alone = [found for one in STRIPS for found in squares_in_strips(image, reach, [one], high)]
    assert_array_equal(together, alone)
    volume = squares_in_strips(image[None], (0, *reach), STRIPS, high)
    assert_array_equal(together, volume)
