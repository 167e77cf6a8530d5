"""Flooding from markers, level by level: the watershed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.components import joined_runs
from napari_darkroom.kernels.levels import levels_of
from napari_darkroom.kernels.wall import neighbour_steps, walled, without_wall

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
