"""Sums of floats over boxes, added in an order that no tile changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.mirror import Rows, mirrored
from napari_darkroom.kernels.running_sums import Part
from napari_darkroom.kernels.side_by_side import side_by_side

Floats = NDArray[np.float64]
# So many columns are added at once: few enough for the processor's own memory.
_COLUMNS = 64
_LINES = 128
_STRIPS = 4


def tree_sums(
    image: NDArray[Any],
    reach: Sequence[int],
    high: int,
    rows: Rows,
) -> Iterator[tuple[Part, Floats]]:
    """Yield so many rows at a time, with the sum in the box around each pixel, as `running_sums`.

    Along each axis neighbours are added as a tree, by sums of 1, 2, 4, … of them: the order depends
    on their place within the box alone. Missing pixels (NaN) count as 0; outside of the image it is
    mirrored.

    Parameters
    ----------
    image : array, 2-D or 3-D
    reach : sequence of int
        Pixels from the centre of the box to its end along each axis.
    high : int
        How many rows there are in a part.
    rows : (int, int)
        Those whose sums are wanted.
    """
    volume = image.reshape((1,) * (3 - image.ndim) + image.shape)
    if image.ndim == 3:
        deep = _along_first(volume.reshape(len(volume), -1), reach[0], (0, len(volume)))
        volume = deep.reshape(volume.shape)
    width = image.shape[-1]
    columns = mirrored(-reach[-1], width + reach[-1], width)
    for z, plane in enumerate(volume):
        lines = _along_first(plane, reach[-2], rows)
        room = np.empty((min(high, len(lines)), width))
        for start in range(0, len(lines), high):
            stop = min(start + high, len(lines))
            sums = room[: stop - start]
            _along_rows(lines[start:stop], columns, 2 * reach[-1] + 1, sums)
            place = (slice(rows[0] + start, rows[0] + stop),)
            yield ((z, *place) if image.ndim == 3 else place), sums


def _along_first(values: NDArray[Any], reach: int, rows: Rows) -> Floats:
    """Return the sums of neighbours along the first axis of a table, for some of its rows."""
    sums = np.empty((rows[1] - rows[0], values.shape[1]))
    places = mirrored(rows[0] - reach, rows[1] + reach, len(values))
    edges = np.linspace(0, values.shape[1] // _COLUMNS, _STRIPS + 1).astype(int) * _COLUMNS
    strips = [slice(a, b) for a, b in pairwise([*edges[:-1], None])]
    work = [
        partial(_add_columns, values[:, at], places, 2 * reach + 1, sums[:, at]) for at in strips
    ]
    side_by_side(work, values.size)
    return sums


@njit(nogil=True, cache=True)
def _add_columns(values: Any, places: Any, length: int, sums: Any) -> None:
    step = max(_LINES, length)
    size = (step + length - 1) * _COLUMNS
    some = (np.zeros(size), np.zeros(size), np.zeros(size))
    for start in range(0, values.shape[1], _COLUMNS):
        wide = min(_COLUMNS, values.shape[1] - start)
        for top in range(0, len(sums), step):
            high = min(step, len(sums) - top)
            used = (high + length - 1) * _COLUMNS
            part = some[0].reshape(-1, _COLUMNS)
            for k in range(high + length - 1):
                line, row = values[places[top + k], start : start + wide], part[k]
                for x in range(wide):
                    value = np.float64(line[x])
                    row[x] = np.float64(0) if np.isnan(value) else value
            own = (some[0][:used], some[1][:used], some[2][:used])
            total = _add_tree(own, _COLUMNS, length).reshape(-1, _COLUMNS)
            for y in range(high):
                sums[top + y, start : start + wide] = total[y, :wide]


@njit(nogil=True, cache=True)
def _along_rows(lines: Any, columns: Any, length: int, sums: Any) -> None:
    size = len(columns)
    some = (np.empty(size), np.empty(size), np.empty(size))
    for y in range(len(lines)):
        line = lines[y]
        for x in range(size):
            some[0][x] = line[columns[x]]
        sums[y] = _add_tree(some, 1, length)


@njit(nogil=True, cache=True)
def _add_tree(some: Any, step: int, length: int) -> Any:
    """Return the sums of so many neighbours, a step apart from each other.

    Parameters
    ----------
    some : tuple of array
        The values, and two arrays of the same size to work in; all are written over.
    """
    values, others, total = some
    size = len(values) - (length - 1) * step
    offset, width = 0, 1
    while width <= length:
        if length & width:
            part = values[offset * step : offset * step + size]
            if offset == 0:
                total[:size] = part
            else:
                _add_to(total[:size], part)
            offset += width
        if 2 * width <= length:
            count = len(values) - (2 * width - 1) * step
            _add(values[:count], values[width * step : width * step + count], others[:count])
            values, others = others, values
        width *= 2
    return total[:size]


# In place it is a loop of its own: only so the compiler knows that it may add many at a time.
@njit(nogil=True, cache=True)
def _add_to(total: Any, part: Any) -> None:
    for k in range(len(total)):
        total[k] += part[k]


@njit(nogil=True, cache=True)
def _add(first: Any, second: Any, result: Any) -> None:
    for k in range(len(result)):
        result[k] = first[k] + second[k]
