"""Flooding from markers, value by value: the watershed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.bands import band_of, bands_of
from napari_darkroom.kernels.components import joined_runs
from napari_darkroom.kernels.edges import steps_of
from napari_darkroom.kernels.rising import FAR, NEAR, enter, rise, rise_in_order
from napari_darkroom.kernels.value_keys import bits_of, key_of, key_rule

_LARGEST_SHORT = 2**31
# With fewer pixels to a run the order of the runs would take too much memory.
_LONG = 16


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
    labels = begun(markers, inside)
    flood_labels(labels, image, diagonal=diagonal, falling=falling)
    return labels


def begun(markers: NDArray[Any], inside: NDArray[np.bool_] | None) -> NDArray[np.int32]:
    """Return labels for `flood_labels`: markers inside, 0 outside, and -1 where water may go."""
    labels = np.full(markers.shape, -1, np.int32)
    np.copyto(labels, markers, where=markers > 0, casting="same_kind")
    if inside is not None:
        labels *= inside
    return labels


def flood_labels(
    labels: NDArray[np.int32], image: NDArray[Any], *, diagonal: bool, falling: bool
) -> None:
    """Flood labels in place; where no water comes 0 is written.

    Parameters
    ----------
    labels : array of int32
        0 where the water may not go, below 0 where it may, from 1 where floods begin.
    image : array
        Not NaN where labels are not 0; see `flood`.
    """
    values = image.view(np.uint8) if image.dtype == bool else image
    line, bits, rule = labels.reshape(-1), bits_of(values), key_rule(values.dtype, falling=falling)
    table, counts, mixed = bands_of(bits, line, rule)
    scene, ways = (line, bits, rule, table), tuple(steps_of(labels.shape, diagonal=diagonal))
    rooms, pieces = _rooms(counts, labels.size), _pieces(labels, diagonal)
    if mixed:
        most = int(counts.max())
        lists = np.empty(most, np.uint64), np.empty(most, np.int64), np.empty(most, np.int64)
        del counts
        _flood_in_order(scene, ways, rooms, pieces, lists)
    else:
        del counts
        _flood_evenly(scene, ways, rooms, pieces)
    np.maximum(labels, 0, out=labels)


def _rooms(counts: NDArray[np.int64], size: int) -> tuple[NDArray[Any], ...]:
    """Return room for the pixels of each band, where it begins and is free, and full blocks."""
    place = np.int32 if size < _LARGEST_SHORT else np.int64
    starts = (np.cumsum(counts) - counts).astype(place)
    blocks = (np.zeros((len(counts) >> size) + 1, np.bool_) for size in (NEAR, FAR))
    return np.empty(counts.sum(), place), starts, starts.copy(), *blocks


def _pieces(labels: NDArray[np.int32], diagonal: bool) -> tuple[NDArray[Any], ...]:
    """Return the first pixels of pieces of rows, how long they are, and where each piece ends.

    Floods of different pieces never meet; one after the other they stay in fast memory.
    """
    height, width = labels.size // max(1, labels.shape[-1]), labels.shape[-1]
    outside, runs = _count_runs(labels.reshape(height, width))
    if labels.ndim == 1 or outside == 0 or runs == 0 or _LONG * runs > labels.size:
        return np.arange(height) * width, np.full(height, width), np.array([height])
    rows = joined_runs(labels != 0, diagonal=diagonal)
    ends = np.cumsum(np.bincount(rows[3]))
    first, length = np.empty(ends[-1], np.int64), np.empty(ends[-1], np.int64)
    _by_piece(rows, width, np.append(0, ends[:-1]), (first, length))
    return first, length, ends


@njit(nogil=True, cache=True)
def _count_runs(rows: Any) -> Any:
    """Return how many pixels are 0, and how many pieces of rows are not."""
    outside, runs = 0, 0
    for row in rows:
        before = np.int32(0)
        for label in row:
            outside += label == 0
            runs += label != 0 and before == 0
            before = label
    return outside, runs


@njit(nogil=True, cache=True)
def _by_piece(rows: Any, width: Any, next_: Any, found: Any) -> None:
    before, start, stop, number = rows
    first, length = found
    for y in range(len(before) - 1):
        for k in range(before[y], before[y + 1]):
            at = next_[number[k]]
            first[at] = y * width + np.int64(start[k])
            length[at] = np.int64(stop[k]) - np.int64(start[k])
            next_[number[k]] += 1


@njit(nogil=True, cache=True)
def _flood_evenly(scene: Any, ways: Any, rooms: Any, pieces: Any) -> None:
    begin = 0
    for end in pieces[2]:
        if _enter_markers(scene, rooms, pieces, begin, end):
            rise(scene, ways, rooms)
        begin = end


@njit(nogil=True, cache=True)
def _flood_in_order(scene: Any, ways: Any, rooms: Any, pieces: Any, lists: Any) -> Any:
    read, begin = 0, 0
    for end in pieces[2]:
        if _enter_markers(scene, rooms, pieces, begin, end):
            read += rise_in_order(scene, ways, rooms, lists)
        begin = end
    return read


@njit(nogil=True, cache=True)
def _enter_markers(scene: Any, rooms: Any, pieces: Any, begin: Any, end: Any) -> Any:
    """Let the markers of a piece wait in the rooms of their bands; return whether it has any."""
    labels, bits, rule, (low, shift, begins, firsts, digits) = scene
    queue, _, free, near, far = rooms
    first, length, _ = pieces
    some = False
    for k in range(begin, end):
        for p in range(first[k], first[k] + length[k]):
            if labels[p] > 0:
                key = key_of(bits[p], rule)
                band = band_of(key, low, shift, begins, firsts, digits)
                enter(p, band, queue, free, near, far)
                some = True
    return some
