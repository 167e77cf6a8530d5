"""Neighbours of pixels in an image that has no margin: at its edges there are fewer of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Along each axis there may be a pixel before, one behind, both or none.
_SIDES = 4


class Steps(NamedTuple):
    """Steps to neighbours, for every edge of the image that a pixel may lie at.

    Attributes
    ----------
    width : int
        Of a row.
    rows : array of uint8
        At which edges a row lies.
    steps : array of int (edges, neighbours)
        For each number that `edge_at` gives how far the neighbours lie, the nearest first.
    counts : array of int
        How many of these there are.
    """

    width: int
    rows: NDArray[np.uint8]
    steps: NDArray[np.int64]
    counts: NDArray[np.int64]


class RowSteps(NamedTuple):
    """How far the rows lie that touch a row, for every edge that it may lie at.

    Attributes
    ----------
    rows : array of uint8
        At which edges a row lies.
    before, behind : (array of int (edges, rows), array of int)
        Those that come before a row and after it, and how many there are.
    """

    rows: NDArray[np.uint8]
    before: tuple[NDArray[np.int64], NDArray[np.int64]]
    behind: tuple[NDArray[np.int64], NDArray[np.int64]]


def steps_of(shape: Sequence[int], *, diagonal: bool, row: int | None = None) -> Steps:
    """Return the steps to neighbours in the flattened pixels of a line, plane or volume.

    Parameters
    ----------
    diagonal : bool
        Whether pixels that meet at a corner or an edge alone are neighbours too.
    row : int, optional
        How far a row lies from the next one; None where there is nothing between them.
    """
    _, height, width = _volume(shape)
    apart = width if row is None else row
    near, counts = _by_edge(3, diagonal, (-1, 1))
    strides = np.array([height * apart, apart, 1], np.int64)
    return Steps(width, _edges_of_rows(shape), near @ strides, counts)


def row_steps(shape: Sequence[int], *, diagonal: bool) -> RowSteps:
    """Return how far the rows of a plane or volume lie that touch a row."""
    strides = np.array([_volume(shape)[1], 1], np.int64)
    sides = [_by_edge(2, diagonal, (way,)) for way in (-1, 1)]
    before, behind = ((near @ strides, counts) for near, counts in sides)
    return RowSteps(_edges_of_rows(shape), before, behind)


def _volume(shape: Sequence[int]) -> tuple[int, int, int]:
    depth, height, width = (1,) * (3 - len(shape)) + tuple(shape)
    return depth, height, width


def _edges_of_rows(shape: Sequence[int]) -> NDArray[np.uint8]:
    depth, height, _ = _volume(shape)
    edges = _SIDES * _sides(depth)[:, None] + _sides(height)
    return edges.astype(np.uint8).reshape(-1)


def _sides(length: int) -> NDArray[np.int64]:
    places = np.arange(length)
    return (places > 0) + 2 * (places < length - 1)


@lru_cache
def _by_edge(
    ndim: int, diagonal: bool, ways: tuple[int, ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each edge the neighbours that it leaves, as steps along the axes, and how many.

    Parameters
    ----------
    ways : tuple of int
        -1 for those that come before a place, 1 for those that come behind it.
    """
    nothing, far = (0,) * ndim, ndim if diagonal else 1
    near = [s for s in product((-1, 0, 1), repeat=ndim) if 0 < sum(map(abs, s)) <= far]
    near = [s for s in near if (1 if s > nothing else -1) in ways]
    near.sort(key=lambda step: sum(map(abs, step)))
    edges = list(product(range(_SIDES), repeat=ndim))
    steps = np.zeros((len(edges), len(near), ndim), np.int64)
    counts = np.zeros(len(edges), np.int64)
    for edge, sides in enumerate(edges):
        own = [s for s in near if all(map(_is_there, s, sides))]
        counts[edge] = len(own)
        steps[edge, : len(own)] = np.reshape(own, (-1, ndim))
    return steps, counts


def _is_there(step: int, sides: int) -> bool:
    return step == 0 or bool(sides & (1 if step < 0 else 2))


@njit(nogil=True, cache=True)
def edge_at(of_row: Any, x: Any, width: Any) -> Any:
    """Return a number that tells along which axes there are pixels before and behind a place.

    `of_row` tells it of its row, see `Steps`.
    """
    return np.int64(of_row) * _SIDES + np.int64(x > 0) + 2 * np.int64(x < width - 1)
