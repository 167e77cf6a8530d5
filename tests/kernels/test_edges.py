"""Steps to neighbours leave those out that lie outside of the image."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from napari_darkroom.kernels.edges import edge_at, row_steps, steps_of

SHAPES = [(5,), (1, 1), (1, 5), (5, 1), (2, 2), (4, 5), (1, 3, 4), (3, 1, 4), (3, 4, 1), (3, 4, 5)]
both = pytest.mark.parametrize("diagonal", [False, True])


def beside(place: tuple[int, ...], shape: tuple[int, ...], diagonal: bool) -> list[tuple[int, ...]]:
    near = product(
        *(range(max(at - 1, 0), min(at + 2, n)) for at, n in zip(place, shape, strict=True))
    )
    apart = [(one, sum(abs(a - b) for a, b in zip(one, place, strict=True))) for one in near]
    near = [(far, one) for one, far in apart if 0 < far <= (len(shape) if diagonal else 1)]
    return [one for _, one in sorted(near)]


@both
@pytest.mark.parametrize("shape", SHAPES)
def test_steps_lead_to_the_neighbours_in_the_image(shape: tuple[int, ...], diagonal: bool) -> None:
    width, rows, steps, counts = steps_of(shape, diagonal=diagonal)
    for flat, place in enumerate(np.ndindex(shape)):
        edge = edge_at(rows[flat // width], flat % width, width)
        found = flat + steps[edge, : counts[edge]]
        expected = [np.ravel_multi_index(one, shape) for one in beside(place, shape, diagonal)]
        assert found.tolist() == expected


def test_rows_may_lie_apart() -> None:
    width, rows, steps, counts = steps_of((3, 4), diagonal=True, row=100)
    edge = edge_at(rows[1], 0, width)
    assert steps[edge, : counts[edge]].tolist() == [-100, 1, 100, -99, 101]


@both
@pytest.mark.parametrize("shape", SHAPES)
def test_rows_that_touch_come_before_or_behind(shape: tuple[int, ...], diagonal: bool) -> None:
    rows, (before, fewer), (behind, more) = row_steps(shape, diagonal=diagonal)
    for row, place in enumerate(np.ndindex(shape[:-1])):
        expected = [
            np.ravel_multi_index(one, shape[:-1]) for one in beside(place, shape[:-1], diagonal)
        ]
        edge = rows[row]
        assert (row + before[edge, : fewer[edge]]).tolist() == [r for r in expected if r < row]
        assert (row + behind[edge, : more[edge]]).tolist() == [r for r in expected if r > row]
