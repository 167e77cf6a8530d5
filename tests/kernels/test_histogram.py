"""Counted values are those that NumPy counts."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from napari_darkroom.kernels.finite import finite_range, finite_squares, finite_sum
from napari_darkroom.kernels.histogram import count_floats, count_integers
from napari_darkroom.kernels.level_sums import running_sums, sum_of_first
from napari_darkroom.kernels.ranked import ranked


@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "int16", "int32", "uint64"])
def test_integers(dtype):
    info = np.iinfo(dtype)
    low, high = max(info.min, -9000), min(info.max, 9000)
    values = np.random.default_rng(0).integers(low, high, (50, 60), endpoint=True).astype(dtype)
    values[0, :2] = low, high
    expected = np.bincount(values.ravel().astype(np.int64) - low, minlength=high - low + 1)
    assert_array_equal(count_integers(values, low, high), expected)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("bins", [2, 7, 256, 4096])
def test_floats(dtype, bins):
    values = np.random.default_rng(1).normal(3, 2, 5000).astype(dtype)
    edges = np.linspace(*finite_range(values)[:2], bins + 1)
    # On edges, where rounding decides.
    values[: len(edges) // 2] = edges[: len(edges) // 2].astype(dtype)
    low, high, count = finite_range(values)
    expected, edges = np.histogram(values.astype(float), bins)
    assert (low, high, count) == (values.min(), values.max(), values.size)
    assert_array_equal(count_floats(values, edges), expected)


@pytest.mark.parametrize("far", [0.0, 1e6, -1e15])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values_on_and_next_to_edges_are_those_of_numpy(dtype, far):
    edges = np.linspace(far, far + 100, 51)
    on = edges.astype(dtype)
    values = np.concatenate([on, np.nextafter(on, np.inf), np.nextafter(on, -np.inf), on[:7]])
    values = values.astype(dtype)
    expected, _ = np.histogram(values.astype(float), edges)
    assert_array_equal(count_floats(values, edges), expected)
    assert count_floats(values, edges).sum() == np.count_nonzero(
        (values >= far) & (values <= edges[-1])
    )


def test_blocks_are_counted_to_their_end():
    values = np.random.default_rng(2).random(2 * 2048 + 77)
    expected, edges = np.histogram(values, 9)
    assert_array_equal(count_floats(values, edges), expected)


def test_many_values_are_counted_in_pieces():
    values = np.random.default_rng(3).normal(0, 1, 2**18 + 77).astype(np.float32)
    values[::5] = np.nan
    known = values[np.isfinite(values)]
    low, high, count = finite_range(values)
    assert (low, high, count) == (known.min(), known.max(), known.size)
    expected, edges = np.histogram(known.astype(float), 9)
    assert_array_equal(count_floats(values, edges), expected)


def test_what_is_not_finite_is_left_out():
    values = np.array([np.nan, 1.0, np.inf, 3.0, -np.inf])
    assert finite_range(values) == (1.0, 3.0, 2)
    assert_array_equal(count_floats(values, np.array([1.0, 2.0, 3.0])), [1, 1])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_range_and_sums_are_those_of_the_finite_values(dtype):
    values = np.random.default_rng(3).normal(7, 3, 5000).astype(dtype)
    values[::7], values[3], values[4] = np.nan, np.inf, -np.inf
    some = values[np.isfinite(values)].astype(float)
    assert finite_range(values) == (some.min(), some.max(), len(some))
    assert finite_sum(values) == pytest.approx(some.sum(), rel=1e-14)
    assert finite_squares(values, 6.0) == pytest.approx(((some - 6) ** 2).sum(), rel=1e-14)
    assert finite_range(np.full(3, np.nan, dtype))[2] == 0


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("far", [0.0, 1e9])
def test_values_at_places_are_those_of_all_in_order(dtype, far):
    values = np.random.default_rng(4).normal(0, 1, 3001).astype(dtype)
    values[::5], values[0], values[1] = np.round(values[::5]), np.nan, far
    some = np.sort(values[np.isfinite(values)]).astype(float)
    for place in (0, 1, 700, 1500, 2998, 2999):
        places = (place, min(place + 1, 2999))
        assert_array_equal(ranked(values, (some[0], some[-1]), places), some[list(places)])


@pytest.mark.parametrize("number", [1, 5, 1024, 1025, 4096])
def test_sums_of_the_first_values_are_those_added_one_by_one(number):
    ordered = np.sort(np.random.default_rng(6).normal(5, 2, number).astype(np.float32))
    above = ordered.astype(float) - float(ordered[0])
    sums, step = running_sums(ordered)
    gaps = np.diff(above)
    assert step == gaps.min(initial=np.inf, where=gaps > 0)
    for first in {0, 1, number // 2, number - 1, number}:
        expected = np.cumsum(above)[first - 1] if first else 0.0
        assert sum_of_first(ordered, sums, first) == expected


@pytest.mark.parametrize("values", [
    [1.0, np.nextafter(1.0, 2)],
    [0.0, 5e-324],
    [0.0, 1e-310, 1.5e-310],
    [1e9, 1e9 + 2e-7, 1e9 + 4e-4],
    [-1.7e308, 0.0, 1.7e308],
])  # fmt: skip
def test_values_in_order_where_the_range_has_hardly_room_for_bins(values):
    many = np.tile(values, 200)
    ends, places = (min(values), max(values)), (len(many) // 2 - 1, len(many) // 2)
    assert_array_equal(ranked(many, ends, places), np.sort(many)[list(places)])
    last = (len(many) - 1, len(many) - 1)
    assert_array_equal(ranked(many, ends, last), [max(values)] * 2)


@pytest.mark.parametrize("values", [[0.0, 5e-324], [0.0, 1e-310, 1.5e-310]])
def test_a_range_without_a_scale_is_counted_by_its_edges(values):
    edges = np.linspace(min(values), max(values), 65)
    expected = np.zeros(64, np.int64)
    places = np.searchsorted(edges, values, side="right") - 1
    np.add.at(expected, np.minimum(places, 63), 1)
    assert_array_equal(count_floats(np.array(values), edges), expected)
