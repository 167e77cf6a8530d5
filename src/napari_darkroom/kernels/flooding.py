"""Flooding from markers: the watershed, level by level or compact."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.ordering import order_of
from napari_darkroom.kernels.pieces import connected_pieces

_WALL = -1
# Up to this range whole numbers are levels as they are; others are ranked.
_MOST_LEVELS = 2**24
# Blocks of levels that are passed over at once where they are empty.
_NEAR, _FAR = 64, 4096


def flood(
    image: NDArray[Any], markers: NDArray[Any], inside: NDArray[np.bool_], *, diagonal: bool
) -> NDArray[np.int32]:
    """Return what each marker floods when the water rises from the lowest values.

    Of two floods that could take a pixel at the same level, the one takes it whose neighbouring
    pixel was flooded first; markers of equal values begin in the order of their pixels.

    Parameters
    ----------
    image : array, not NaN where it is inside
        The landscape.
    markers : array of int
        Where floods begin, from 1; 0 elsewhere.
    inside : array of bool
        Where the water may go.
    diagonal : bool
        Whether it flows over corners of pixels (in 3-D also edges).
    """
    labels = _walled(markers, inside)
    _flood_levels(labels, image, inside, diagonal)
    return _unwalled(labels)


def _flood_levels(
    labels: NDArray[np.int32], image: NDArray[Any], inside: NDArray[np.bool_], diagonal: bool
) -> None:
    """Flood labels with a wall around them; what it takes is free again."""
    starts = _by_piece(labels, inside, diagonal)
    levels, count = levels_of(image, inside)
    place = np.int32 if labels.size < 2**31 else np.int64
    queues = (np.full(count, -1, place), np.full(count, -1, place), np.full(labels.size, -1, place))
    filled = (np.zeros(count // _NEAR + 1, np.bool_), np.zeros(count // _FAR + 1, np.bool_))
    steps = neighbour_steps(labels.shape, diagonal=diagonal)
    landscape = (levels.reshape(-1), steps)
    _rise_in_pieces(labels.reshape(-1), landscape, (queues, filled), starts)


def flood_compactly(
    image: NDArray[Any],
    markers: NDArray[Any],
    inside: NDArray[np.bool_],
    compactness: float,
    spacing: Sequence[float],
    *,
    diagonal: bool,
) -> NDArray[np.int32]:
    """Return what each marker floods when the way from it counts too.

    Parameters
    ----------
    compactness : float
        What a distance of 1 from the pixel where a flood began adds to the image.
    spacing : sequence of float
        Pixel size along each axis.
    """
    labels = _walled(markers, inside)
    values = np.zeros(labels.shape)
    values[(slice(1, -1),) * image.ndim] = image
    strides = np.array(values.strides, dtype=np.int64) // values.itemsize
    steps = neighbour_steps(labels.shape, diagonal=diagonal)
    ways = (strides, np.asarray(spacing, dtype=np.float64), float(compactness))
    _rise_compactly(labels.reshape(-1), values.reshape(-1), steps, ways)
    return _unwalled(labels)


def levels_of(image: NDArray[Any], inside: NDArray[np.bool_]) -> tuple[NDArray[np.int32], int]:
    """Return whole numbers from 0 that are ordered as the values inside are, and one more.

    They have a margin of one pixel.
    """
    levels = np.zeros([n + 2 for n in image.shape], np.int32)
    within = levels[(slice(1, -1),) * image.ndim]
    if not inside.any():
        return levels, 1
    if image.dtype.kind in "iub":
        values = image[inside]
        low, high = int(values.min()), int(values.max())
        if high - low < _MOST_LEVELS:
            wide = values if values.dtype.itemsize >= 4 else values.astype(np.int32)
            within[inside] = wide - wide.dtype.type(low)
            return levels, high - low + 1
    within[inside], count = _ranked(image[inside])
    return levels, count


def neighbour_steps(shape: Sequence[int], *, diagonal: bool) -> NDArray[np.int64]:
    """Return the steps to the neighbours in a flattened array, the nearest first."""
    grid = np.indices((3,) * len(shape)).reshape(len(shape), -1).T - 1
    squared = (grid**2).sum(axis=1)
    order = np.argsort(squared, kind="stable")
    kept = order[(squared[order] > 0) & (squared[order] <= (len(shape) if diagonal else 1))]
    strides = np.cumprod([1, *shape[:0:-1]])[::-1]
    return np.asarray(grid[kept] @ strides, dtype=np.int64)


def _ranked(values: NDArray[Any]) -> tuple[NDArray[np.int32], int]:
    ranks = np.empty(len(values), dtype=np.int32)
    if values.dtype.kind in "iu" and values.dtype.itemsize == 8:
        # As floats, neighbouring ones would be one.
        found, ranks[:] = np.unique(values, return_inverse=True)
        return ranks, len(found)
    small = values.dtype.kind == "f" and values.dtype.itemsize <= 4
    exact = values.astype(np.float32 if small else np.float64, copy=False)
    return ranks, int(_rank(exact, order_of(exact), ranks))


def _walled(markers: NDArray[Any], inside: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the markers inside, with a wall around them over which no step leads."""
    walled = np.full([n + 2 for n in markers.shape], _WALL, np.int32)
    np.copyto(walled[(slice(1, -1),) * markers.ndim], markers, where=inside, casting="same_kind")
    return walled


def _unwalled(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.maximum(labels[(slice(1, -1),) * labels.ndim], 0)


def _by_piece(
    labels: NDArray[np.int32], inside: NDArray[np.bool_], diagonal: bool
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the places of the markers, piece of the mask by piece, and where each piece ends.

    Floods of different pieces never meet; one after the other they stay in fast memory.
    """
    places = np.flatnonzero(labels.reshape(-1) > 0)
    if inside.all():
        return places, np.array([len(places)])
    within = tuple(at - 1 for at in np.unravel_index(places, labels.shape))
    piece = connected_pieces(inside, diagonal=diagonal)[within]
    order = np.argsort(piece, kind="stable")
    return places[order], np.append(np.flatnonzero(np.diff(piece[order])) + 1, len(places))


@njit(nogil=True, cache=True)
def _rank(values: Any, order: Any, ranks: Any) -> Any:
    rank = 0
    for i in range(len(order)):
        if i > 0 and values[order[i]] != values[order[i - 1]]:
            rank += 1
        ranks[order[i]] = rank
    return rank + 1


@njit(nogil=True, cache=True)
def _rise_in_pieces(labels: Any, landscape: Any, waiting: Any, starts: Any) -> None:
    levels, steps = landscape
    queues, filled = waiting
    places, ends = starts
    begin = 0
    for end in ends:
        for i in range(begin, end):
            _enter(places[i], levels[places[i]], queues, filled)
        _rise(labels, levels, steps, queues, filled)
        begin = end


@njit(nogil=True, cache=True)
def _rise(labels: Any, levels: Any, steps: Any, queues: Any, filled: Any) -> None:
    # Each level has a queue of its own, and each pixel is in one queue once: it is labelled as
    # it enters, so that the flood that came first has it. No pixel enters below the level.
    first, _, following = queues
    level = _next_filled(0, first, filled)
    while level < len(first):
        at = first[level]
        while at >= 0:
            for step in steps:
                near = at + step
                if labels[near] == 0:
                    labels[near] = labels[at]
                    _enter(near, max(levels[near], level), queues, filled)
            at = following[at]
        first[level] = -1
        level = _next_filled(level + 1, first, filled)


@njit(nogil=True, cache=True)
def _next_filled(level: Any, first: Any, filled: Any) -> Any:
    """Return the next level with a pixel in its queue, passing over empty blocks of levels."""
    near, far = filled
    while level < len(first):
        if level % _FAR == 0 and not far[level // _FAR]:
            level += _FAR
        elif level % _NEAR == 0 and not near[level // _NEAR]:
            level += _NEAR
        elif first[level] >= 0:
            return level
        else:
            level += 1
            if level % _NEAR == 0:
                near[level // _NEAR - 1] = False
            if level % _FAR == 0:
                far[level // _FAR - 1] = False
    near[-1] = far[-1] = False
    return level


@njit(nogil=True, cache=True)
def _enter(at: Any, level: Any, queues: Any, filled: Any) -> None:
    first, last, following = queues
    if first[level] < 0:
        first[level] = at
        filled[0][level // _NEAR] = filled[1][level // _FAR] = True
    else:
        following[last[level]] = at
    last[level] = at


@njit(nogil=True, cache=True)
def _rise_compactly(labels: Any, values: Any, steps: Any, ways: Any) -> None:
    queue: Any = [(0.0, np.int64(0), np.int64(0), np.int64(0))]
    queue.pop()
    age = 0
    for at in range(len(labels)):
        if labels[at] > 0:
            heappush(queue, (values[at], np.int64(age), np.int64(at), np.int64(at)))
            age += 1
    while len(queue) > 0:
        value, _, at, source = heappop(queue)
        if at != source and labels[at] != 0:
            continue
        labels[at] = labels[source]
        for step in steps:
            near = at + step
            if labels[near] == 0:
                further = values[near] + ways[2] * _way(near, source, ways[0], ways[1])
                heappush(queue, (max(further, value), np.int64(age), np.int64(near), source))
                age += 1


@njit(nogil=True, cache=True)
def _way(at: Any, source: Any, strides: Any, spacing: Any) -> float:
    squared = 0.0
    for axis in range(len(strides)):
        apart = (at // strides[axis] - source // strides[axis]) * spacing[axis]
        squared += apart * apart
        at, source = at % strides[axis], source % strides[axis]
    return np.sqrt(squared)
