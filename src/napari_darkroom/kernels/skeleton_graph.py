"""Skeletons as graphs: their length, ends, branch points, branches and longest ways."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.union_find import settle, unite


@dataclass(frozen=True)
class Skeletons:
    """What the skeletons of objects are like; an entry an object.

    Attributes
    ----------
    pixels, ends, branch_points, branches : array of int
        How many there are.
    length, longest : array of float
        Of all together, and of the longest of the shortest ways within one piece.
    """

    pixels: NDArray[np.int64]
    ends: NDArray[np.int64]
    branch_points: NDArray[np.int64]
    branches: NDArray[np.int64]
    length: NDArray[np.float64]
    longest: NDArray[np.float64]


def measure_skeletons(
    index: NDArray[np.intp], spacing: NDArray[np.float64], count: int
) -> Skeletons:
    """Return what the skeletons of objects 1 to `count` are like.

    Parameters
    ----------
    index : array of int, 3-D
        The object of each pixel of a skeleton, 0 elsewhere.
    spacing : array of float, (3)
        Pixel size along z, y, x.

    Notes
    -----
    Pixels of one object are joined that share a side or a corner, but not across a corner where a
    pixel of the skeleton between both makes the same way by shorter steps: so a bend is no
    triangle. A pixel with one neighbour is an end, one with more than two is a branching, and
    branchings that are joined are one branch point.
    """
    places = np.argwhere(index)
    owners = index[tuple(places.T)] - 1
    pairs, lengths = _edges(index, places, spacing)
    degree = np.bincount(pairs.ravel(), minlength=len(places))
    one, two = pairs.T
    branching = degree > 2
    within = branching[one] & branching[two]
    clusters = _joined(pairs[within], len(places))
    pieces = _joined(pairs, len(places))
    first_of_cluster = branching & (clusters == np.arange(len(places)))
    node = (degree == 1) | branching
    leaving = node[one].astype(np.int64) + node[two]
    halves = np.bincount(owners[one[~within]], weights=leaving[~within], minlength=count)
    return Skeletons(
        np.bincount(owners, minlength=count),
        np.bincount(owners[degree == 1], minlength=count),
        np.bincount(owners[first_of_cluster], minlength=count),
        halves.astype(np.int64) // 2 + _rings(owners, pieces, node, degree, count),
        np.bincount(owners[one], weights=lengths, minlength=count).astype(np.float64),
        _longest(owners, pieces, (pairs, lengths), node, count),
    )


def _rings(
    owners: NDArray[np.intp],
    pieces: NDArray[np.intp],
    node: NDArray[np.bool_],
    degree: NDArray[np.intp],
    count: int,
) -> NDArray[np.int64]:
    """Return how many pieces of each object are closed rings, without an end or branching."""
    having = np.zeros(len(pieces), dtype=bool)
    having[pieces[node]] = True
    ring = (pieces == np.arange(len(pieces))) & ~having & (degree > 0)
    return np.bincount(owners[ring], minlength=count)


def _edges(
    index: NDArray[np.intp], places: NDArray[np.intp], spacing: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return which pixels are joined, by their places in the list, and how long each step is."""
    number = np.full(np.array(index.shape) + 2, -1, dtype=np.intp)
    inner = number[1:-1, 1:-1, 1:-1]
    inner[index > 0] = np.arange(len(places))
    padded = np.pad(index, 1)
    pairs = np.empty((13 * len(places), 2), dtype=np.intp)
    lengths = np.empty(len(pairs))
    found = _find_edges(padded, number, places + 1, spacing, (pairs, lengths))
    return pairs[:found], lengths[:found]


@njit(nogil=True, cache=True)
def _find_edges(index: Any, number: Any, places: Any, spacing: Any, edges: Any) -> Any:
    pairs, lengths = edges
    found = 0
    for i in range(len(places)):
        z, y, x = places[i]
        for code in range(14, 27):
            dz, dy, dx = code // 9 - 1, code // 3 % 3 - 1, code % 3 - 1
            if index[z + dz, y + dy, x + dx] != index[z, y, x]:
                continue
            if _shorter_steps(index, (z, y, x), (dz, dy, dx)):
                continue
            pairs[found, 0], pairs[found, 1] = i, number[z + dz, y + dy, x + dx]
            way = (dz * spacing[0]) ** 2 + (dy * spacing[1]) ** 2 + (dx * spacing[2]) ** 2
            lengths[found] = np.sqrt(way)
            found += 1
    return found


@njit(nogil=True, cache=True)
def _shorter_steps(index: Any, place: Any, step: Any) -> Any:
    """Whether a pixel of the same object lies between two that share a corner."""
    z, y, x = place
    for part in range(1, 7):
        dz = step[0] * (part & 1)
        dy = step[1] * (part >> 1 & 1)
        dx = step[2] * (part >> 2 & 1)
        none = dz == 0 and dy == 0 and dx == 0
        whole = dz == step[0] and dy == step[1] and dx == step[2]
        if not none and not whole and index[z + dz, y + dy, x + dx] == index[z, y, x]:
            return True
    return False


def _joined(pairs: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Return for each pixel the first of those that it is joined to, directly or not."""
    first = np.arange(count)
    _join(pairs, first)
    return first


@njit(nogil=True, cache=True)
def _join(pairs: Any, first: Any) -> None:
    for k in range(len(pairs)):
        unite(first, pairs[k, 0], pairs[k, 1])
    settle(first)


def _longest(
    owners: NDArray[np.intp],
    pieces: NDArray[np.intp],
    joined: tuple[NDArray[np.intp], NDArray[np.float64]],
    node: NDArray[np.bool_],
    count: int,
) -> NDArray[np.float64]:
    """Return the longest of the shortest ways from an end or branching, an object each."""
    pairs, lengths = joined
    both = np.concatenate([pairs, pairs[:, ::-1]])
    order = np.argsort(both[:, 0], kind="stable")
    start = np.searchsorted(both[order, 0], np.arange(len(owners) + 1))
    graph = (start, both[order, 1], np.concatenate([lengths, lengths])[order])
    edges = np.bincount(pieces[pairs[:, 0]], minlength=len(owners))
    tree = edges == np.bincount(pieces, minlength=len(owners)) - 1
    # In a tree the way to the farthest end may begin anywhere, and in a ring all pixels are alike.
    having = np.zeros(len(pieces), dtype=bool)
    having[pieces[node]] = True
    begins = node | ((pieces == np.arange(len(pieces))) & (tree | ~having))
    longest = np.zeros(count)
    _walk(graph, begins, pieces, (owners, tree), longest)
    return longest


@njit(nogil=True, cache=True)
def _walk(graph: Any, begins: Any, pieces: Any, about: Any, longest: Any) -> None:
    owners, tree = about
    far = np.full(len(begins), np.inf)
    reached = np.empty(len(begins), np.int64)
    for i in range(len(begins)):
        piece = pieces[i]
        if not begins[i] or (tree[piece] and i != piece):
            continue
        last, length = _spread(graph, i, far, reached)
        if tree[piece]:
            # In a tree the pixel farthest from any is one end of the longest way.
            last, length = _spread(graph, last, far, reached)
        longest[owners[i]] = max(longest[owners[i]], length)


@njit(nogil=True, cache=True)
def _spread(graph: Any, begin: Any, far: Any, reached: Any) -> Any:
    """Return the pixel that is farthest along the graph, and how far; leave `far` as it was."""
    start, ends, lengths = graph
    far[begin] = 0.0
    reached[0] = begin
    number = 1
    last, length = begin, 0.0
    queue: Any = [(0.0, np.int64(begin))]
    while len(queue) > 0:
        way, at = heappop(queue)
        if way > far[at]:
            continue
        if way > length:
            last, length = at, way
        for k in range(start[at], start[at + 1]):
            further = way + lengths[k]
            if further < far[ends[k]]:
                if far[ends[k]] == np.inf:
                    reached[number] = ends[k]
                    number += 1
                far[ends[k]] = further
                heappush(queue, (further, np.int64(ends[k])))
    for k in range(number):
        far[reached[k]] = np.inf
    return last, length
