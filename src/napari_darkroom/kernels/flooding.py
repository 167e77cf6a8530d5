"""Flooding from markers: the watershed, level by level or compact."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.components import joined_runs
from napari_darkroom.kernels.value_ranks import parts_of, rank_into

_WALL = -1
# Whole numbers within the first range, or the second if they are no more than the pixels, are
# levels as they are; others are ranked.
_FEW_LEVELS, _MOST_LEVELS = 2**16, 2**24
_LARGEST_SHORT = 2**31
# Blocks of levels that are passed over at once where they are empty.
_NEAR, _FAR = 64, 4096


def flood(
    image: NDArray[Any],
    markers: NDArray[Any],
    inside: NDArray[np.bool_] | None,
    *,
    diagonal: bool,
    falling: bool = False,
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
    inside : array of bool, or None
        Where the water may go; None for everywhere.
    diagonal : bool
        Whether it flows over corners of pixels (in 3-D also edges).
    falling : bool
        Whether the landscape is upside down: the highest values are flooded first.
    """
    levels, count = levels_of(image, inside, falling=falling)
    labels = walled(markers, inside)
    flood_levels(labels, levels, count, inside, diagonal=diagonal)
    del levels
    return without_wall(labels)


def flood_from(
    markers: tuple[tuple[NDArray[np.intp], ...], NDArray[Any]],
    levels: tuple[NDArray[np.int32], int],
    inside: NDArray[np.bool_],
) -> NDArray[np.int32]:
    """Return what markers at some places flood, also over corners, with a wall around; see `flood`.

    Parameters
    ----------
    markers : (tuple of array, array of int)
        Places along each axis, and the number of each.
    levels : (array of int32, int)
        The landscape as `levels_of` gives it; written to.
    """
    labels = walled(np.zeros((1,) * inside.ndim, np.int32), inside)
    places, numbers = markers
    labels[tuple(at + 1 for at in places)] = numbers
    flood_levels(labels, *levels, inside, diagonal=True)
    return labels


def flood_levels(
    labels: NDArray[np.int32],
    levels: NDArray[Any],
    count: int,
    inside: NDArray[np.bool_] | None,
    *,
    diagonal: bool,
) -> None:
    """Flood labels with a wall around them, which are written to, as are the levels.

    The level of a pixel is read when it enters the queue of that level; from then on its place
    holds the next one in the queue. So a flood takes no more than labels and levels.
    """
    place = np.int32 if labels.size < _LARGEST_SHORT else np.int64
    slots = levels.astype(place, copy=False).reshape(-1)
    queues = (np.full(count, -1, place), slots)
    filled = (np.zeros(count // _NEAR + 1, np.bool_), np.zeros(count // _FAR + 1, np.bool_))
    steps = neighbour_steps(labels.shape, diagonal=diagonal)
    if inside is None or inside.all():
        starts = np.empty(0, place), np.empty(0, np.int64)
    else:
        starts = _by_piece(labels, inside, diagonal)
    _rise_from(labels.reshape(-1), steps, (queues, filled), starts)


def flood_compactly(
    image: NDArray[Any],
    markers: NDArray[Any],
    inside: NDArray[np.bool_] | None,
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
    labels = walled(markers, inside)
    values = np.zeros(labels.shape)
    values[(slice(1, -1),) * image.ndim] = image
    strides = np.array(values.strides, dtype=np.int64) // values.itemsize
    steps = neighbour_steps(labels.shape, diagonal=diagonal)
    ways = (strides, np.asarray(spacing, dtype=np.float64), float(compactness))
    _rise_compactly(labels.reshape(-1), values.reshape(-1), steps, ways)
    return without_wall(labels)


def levels_of(
    image: NDArray[Any], inside: NDArray[np.bool_] | None, *, falling: bool = False
) -> tuple[NDArray[np.int32], int]:
    """Return whole numbers from 0 that are ordered as the values inside are, and one more.

    They have a margin of one pixel.

    Parameters
    ----------
    falling : bool
        Whether they are ordered the other way round.
    """
    levels = np.zeros([n + 2 for n in image.shape], np.int32)
    within = levels[(slice(1, -1),) * image.ndim]
    if image.size == 0 or (inside is not None and not inside.any()):
        return levels, 1
    values = image.view(np.uint8) if image.dtype == bool else image
    if values.dtype.kind in "iu":
        low, high = _ends(values, inside)
        if high - low < max(_FEW_LEVELS, min(_MOST_LEVELS, image.size)):
            first, last = (values.dtype.type(one) for one in (low, high))
            # In 32 bits, else in the type of the values, in which no difference overflows.
            exact = np.int32 if values.dtype.itemsize < 4 else values.dtype
            high_end, low_end = (last, values) if falling else (values, first)
            np.subtract(high_end, low_end, out=within, dtype=exact, casting="unsafe")
            return levels, high - low + 1
    return levels, rank_into(within, values, inside, falling=falling)


def _ends(values: NDArray[Any], inside: NDArray[np.bool_] | None) -> tuple[int, int]:
    if inside is None:
        return int(values.min()), int(values.max())
    found = [part[known] for part, known in parts_of(values, inside)]
    some = [part for part in found if part.size]
    return min(int(one.min()) for one in some), max(int(one.max()) for one in some)


def neighbour_steps(shape: Sequence[int], *, diagonal: bool) -> NDArray[np.int64]:
    """Return the steps to the neighbours in a flattened array, the nearest first."""
    grid = np.indices((3,) * len(shape)).reshape(len(shape), -1).T - 1
    squared = (grid**2).sum(axis=1)
    order = np.argsort(squared, kind="stable")
    kept = order[(squared[order] > 0) & (squared[order] <= (len(shape) if diagonal else 1))]
    strides = np.cumprod([1, *shape[:0:-1]])[::-1]
    return np.asarray(grid[kept] @ strides, dtype=np.int64)


def walled(markers: NDArray[Any], inside: NDArray[np.bool_] | None) -> NDArray[np.int32]:
    """Return the markers inside, with a wall around them over which no step leads."""
    shape = markers.shape if inside is None else inside.shape
    result = np.full([n + 2 for n in shape], _WALL, np.int32)
    inner = result[(slice(1, -1),) * len(shape)]
    where = True if inside is None else inside
    np.copyto(inner, markers, where=where, casting="same_kind")
    return result


def without_wall(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return what lies within the wall, 0 where there is wall."""
    return np.maximum(labels[(slice(1, -1),) * labels.ndim], 0)


def _by_piece(
    labels: NDArray[np.int32], inside: NDArray[np.bool_], diagonal: bool
) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the places of the markers, piece of the mask by piece, and where each piece ends.

    Floods of different pieces never meet; one after the other they stay in fast memory.
    """
    runs = joined_runs(inside, diagonal=diagonal)
    volume = labels.reshape((1,) * (3 - labels.ndim) + labels.shape)
    height = inside.shape[-2] if inside.ndim > 1 else 1
    ends = np.zeros(int(runs[3].max(initial=0)) + 1, np.int64)
    margin = int(inside.ndim == 3), int(inside.ndim > 1)
    _count_markers(volume, runs, (height, *margin), ends)
    np.cumsum(ends, out=ends)
    places = np.empty(ends[-1], np.int32 if labels.size < _LARGEST_SHORT else np.int64)
    next_ = np.concatenate([[0], ends[:-1]])
    _list_markers(volume, runs, (height, *margin), next_, places)
    return places, ends


@njit(nogil=True, cache=True)
def _count_markers(labels: Any, runs: Any, rows: Any, found: Any) -> None:
    before, start, stop, owner = runs
    height, deep, high = rows
    for y in range(len(before) - 1):
        row = labels[y // height + deep, y % height + high]
        for k in range(before[y], before[y + 1]):
            for x in range(start[k], stop[k]):
                found[owner[k]] += row[x + 1] > 0


@njit(nogil=True, cache=True)
def _list_markers(labels: Any, runs: Any, rows: Any, next_: Any, places: Any) -> None:
    before, start, stop, owner = runs
    height, deep, high = rows
    for y in range(len(before) - 1):
        z, v = y // height + deep, y % height + high
        row, first = labels[z, v], (z * labels.shape[1] + v) * labels.shape[2]
        for k in range(before[y], before[y + 1]):
            for x in range(start[k], stop[k]):
                if row[x + 1] > 0:
                    places[next_[owner[k]]] = first + x + 1
                    next_[owner[k]] += 1


@njit(nogil=True, cache=True)
def _rise_from(labels: Any, steps: Any, waiting: Any, starts: Any) -> None:
    """Flood from the markers of each piece, or where none are told from all that there are."""
    queues, filled = waiting
    places, ends = starts
    if len(ends) == 0:
        for marker in range(len(labels)):
            if labels[marker] > 0:
                _enter(marker, np.int64(queues[1][marker]), queues, filled)
        _rise(labels, steps, queues, filled)
    begin = 0
    for end in ends:
        for i in range(begin, end):
            at = np.int64(places[i])
            _enter(at, np.int64(queues[1][at]), queues, filled)
        if end > begin:
            _rise(labels, steps, queues, filled)
        begin = end


@njit(nogil=True, cache=True)
def _rise(labels: Any, steps: Any, queues: Any, filled: Any) -> None:
    # Each level has a queue of its own, and each pixel is in one queue once: it is labelled as
    # it enters, so that the flood that came first has it. No pixel enters below the level.
    last, slots = queues
    level = _next_filled(0, last, filled)
    while level < len(last):
        at = np.int64(slots[last[level]])
        while True:
            for step in steps:
                near = at + step
                if labels[near] == 0:
                    labels[near] = labels[at]
                    _enter(near, max(np.int64(slots[near]), level), queues, filled)
            if at == last[level]:
                break
            at = np.int64(slots[at])
        last[level] = -1
        level = _next_filled(level + 1, last, filled)


@njit(nogil=True, cache=True)
def _next_filled(level: Any, last: Any, filled: Any) -> Any:
    """Return the next level with a pixel in its queue, passing over empty blocks of levels."""
    near, far = filled
    while level < len(last):
        if level % _FAR == 0 and not far[level // _FAR]:
            level += _FAR
        elif level % _NEAR == 0 and not near[level // _NEAR]:
            level += _NEAR
        elif last[level] >= 0:
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
    """Put a pixel behind the last one of a queue, behind which comes the first one again."""
    last, slots = queues
    before = last[level]
    if before < 0:
        slots[at] = at
        filled[0][level // _NEAR] = filled[1][level // _FAR] = True
    else:
        slots[at] = slots[before]
        slots[before] = at
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
