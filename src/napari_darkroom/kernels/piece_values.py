"""What the values of an image are in each connected piece of a mask."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.components import joined_runs
from napari_darkroom.kernels.row_blocks import row_blocks

# So many rows are turned into floats of 64 bits at once.
_TOGETHER = 64


def times_share(height: NDArray[np.float32], mask: NDArray[np.bool_], image: NDArray[Any]) -> None:
    """Multiply a height by how far each pixel is from the darkest to the brightest of its piece.

    From 0 to 1, and 1 where all are equal; pieces are connected over corners too.

    Parameters
    ----------
    height : array of float32
        Written to; 0 outside of the mask.
    image : array
        Not NaN in the mask.
    """
    runs = joined_runs(mask, diagonal=True)
    count = int(runs[3].max(initial=0)) + 1
    ends = np.full(count, np.inf), np.full(count, -np.inf)
    rows, heights = _rows(image), _rows(height)
    for low, high in row_blocks(len(rows), _TOGETHER):
        _widen(rows[low:high].astype(np.float64), low, runs, ends)
    for low, high in row_blocks(len(rows), _TOGETHER):
        _multiply(heights[low:high], rows[low:high].astype(np.float64), (low, runs), ends)


def numbers_at(mask: NDArray[np.bool_], places: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the numbers of the connected pieces of a mask at some of its pixels, in their order.

    Pieces are connected over corners too; no image of their numbers is drawn.
    """
    found = np.empty(int(np.count_nonzero(places)), np.int32)
    _read_numbers(_rows(places), joined_runs(mask, diagonal=True), found)
    return found


def highest_of_lonely(
    height: NDArray[Any], mask: NDArray[np.bool_], peaks: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the place of the first highest pixel of each piece of a mask without a peak."""
    runs = joined_runs(mask, diagonal=True)
    count = int(runs[3].max(initial=0)) + 1
    lonely = np.ones(count, np.bool_)
    lonely[0] = False
    _mark_peaks(_rows(peaks), runs, lonely)
    highest, place = np.full(count, -np.inf), np.full(count, -1, np.int64)
    rows = _rows(height)
    for low, high in row_blocks(len(rows), _TOGETHER):
        pieces = runs[3][runs[0][low] : runs[0][high]]
        # The first rows are looked at in any case, so that nothing is left to be compiled.
        if low == 0 or lonely[pieces].any():
            part = rows[low:high].astype(np.float64)
            _find_highest(part, (low, runs), lonely, (highest, place))
    return place[lonely]


def _rows(array: NDArray[Any]) -> NDArray[Any]:
    return array.reshape(-1, array.shape[-1])


@njit(nogil=True, cache=True)
def _widen(rows: Any, first: Any, runs: Any, ends: Any) -> None:
    before, start, stop, number = runs
    least, most = ends
    for y in range(len(rows)):
        for k in range(before[first + y], before[first + y + 1]):
            n = number[k]
            for x in range(start[k], stop[k]):
                least[n] = min(least[n], rows[y, x])
                most[n] = max(most[n], rows[y, x])


@njit(nogil=True, cache=True)
def _multiply(heights: Any, rows: Any, pieces: Any, ends: Any) -> None:
    first, runs = pieces
    before, start, stop, number = runs
    least, most = ends
    for y in range(len(rows)):
        for k in range(before[first + y], before[first + y + 1]):
            low = least[number[k]]
            range_ = most[number[k]] - low
            if range_ > 0:
                for x in range(start[k], stop[k]):
                    heights[y, x] *= np.float32((rows[y, x] - low) / range_)


@njit(nogil=True, cache=True)
def _mark_peaks(peaks: Any, runs: Any, lonely: Any) -> None:
    before, start, stop, number = runs
    for y in range(len(peaks)):
        for k in range(before[y], before[y + 1]):
            for x in range(start[k], stop[k]):
                if peaks[y, x]:
                    lonely[number[k]] = False


@njit(nogil=True, cache=True)
def _read_numbers(places: Any, runs: Any, found: Any) -> None:
    before, start, stop, number = runs
    n = 0
    for y in range(len(places)):
        for k in range(before[y], before[y + 1]):
            for x in range(start[k], stop[k]):
                if places[y, x]:
                    found[n] = number[k]
                    n += 1


@njit(nogil=True, cache=True)
def _find_highest(rows: Any, pieces: Any, lonely: Any, found: Any) -> None:
    first, runs = pieces
    before, start, stop, number = runs
    highest, place = found
    for y in range(len(rows)):
        for k in range(before[first + y], before[first + y + 1]):
            n = number[k]
            if not lonely[n]:
                continue
            for x in range(start[k], stop[k]):
                if place[n] < 0 or rows[y, x] > highest[n]:
                    highest[n] = rows[y, x]
                    place[n] = (first + y) * rows.shape[1] + x
