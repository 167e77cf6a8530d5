"""Connected pieces by union–find over pieces of rows, in strips side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.changes import changes
from napari_darkroom.kernels.side_by_side import in_strips, strip_bounds

_LARGEST_SHORT = 2**32
# So much work is a piece of a row, in units of `in_strips`, and so many pixels are as much: of a
# plane with some thousand objects there is less than threads would cost.
_RUN = 2
_PIXELS_OF_A_RUN = 128


def number_components(array: NDArray[Any], *, diagonal: bool) -> NDArray[np.int32]:
    """Return a number for every connected piece of one value, in the order of their first pixels.

    Union–find over pieces of rows: L. He, Y. Chao and K. Suzuki, IEEE Transactions on Image
    Processing 17 (2008) 749–756.
    """
    result = np.empty(array.shape, dtype=np.int32)
    if array.size == 0:
        return result
    runs = joined_runs(array, diagonal=diagonal)
    rows = result.reshape(-1, array.shape[-1])
    in_strips(len(rows), _RUN * _work(rows, runs), _draw, rows, runs)
    return result


def count_components(array: NDArray[Any], *, diagonal: bool) -> int:
    """Return the number of connected pieces of one value, which `number_components` draws."""
    return int(joined_runs(array, diagonal=diagonal)[3].max(initial=0)) if array.size else 0


def joined_runs(array: NDArray[Any], *, diagonal: bool) -> tuple[NDArray[Any], ...]:
    """Return the pieces of rows of connected pieces.

    Returns
    -------
    before, start, stop, number : array of int
        How many lie before each row, one more than rows; the first column of each, one more than
        its last, and the number of the connected piece that it belongs to, from 1.
    """
    given = np.ascontiguousarray(array)
    rows = (given.view(np.uint8) if given.dtype == bool else given).reshape(-1, array.shape[-1])
    runs = _room_for_runs(rows)
    beside = (array.shape[-2], _rows_back(array.ndim, diagonal))
    in_strips(len(rows), _RUN * _work(rows, runs), _find_and_join, rows, runs, beside)
    _join_strips(rows, runs, beside, strip_bounds(len(rows)))
    _number(runs[3])
    return runs


def _work(rows: NDArray[Any], runs: tuple[NDArray[Any], ...]) -> int:
    return rows.size // _PIXELS_OF_A_RUN + len(runs[3])


def _room_for_runs(rows: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """Return how many pieces lie before each row, and room for start, stop and owner of each."""
    before = np.zeros(len(rows) + 1, dtype=np.int64)
    in_strips(len(rows), rows.size // _PIXELS_OF_A_RUN, _count, rows, before)
    np.cumsum(before, out=before)
    # Without a sign no index is taken for one from the end, which saves a third of the time.
    unsigned = np.uint32 if before[-1] < _LARGEST_SHORT else np.uint64
    return before, *(np.empty(before[-1], dtype=unsigned) for _ in range(3))


def _rows_back(ndim: int, diagonal: bool) -> NDArray[np.int64]:
    """Return the steps in z and y to the earlier rows that touch one, and their reach along x."""
    planes = (0,) if ndim == 2 else (0, -1)
    earlier = [(z, y) for z in planes for y in (-1, 0, 1) if (z, y) < (0, 0)]
    touching = [(z, y, int(diagonal)) for z, y in earlier if diagonal or z * y == 0]
    return np.array(touching, dtype=np.int64)


@njit(nogil=True, cache=True)
def _count(rows: Any, before: Any, low: Any, high: Any) -> None:
    """Write behind each row how many pieces it has."""
    width = rows.shape[1]
    words = np.zeros(width // 8 + 1, np.uint64)
    starts = words.view(np.uint8)
    for y in range(low, high):
        row = rows[y]
        starts[0] = row[0] != 0
        for x in range(1, width):
            starts[x] = (row[x] != row[x - 1]) & (row[x] != 0)
        before[y + 1] = _sum_of_bytes(words)


@njit(nogil=True, cache=True)
def _sum_of_bytes(words: Any) -> Any:
    """Return the sum of bytes that are 0 or 1, of which 255 words can be added at once."""
    found = np.int64(0)
    for left in range(0, len(words), 255):
        total = np.uint64(0)
        for w in range(left, min(left + 255, len(words))):
            total += words[w]
        while total:
            found += np.int64(total & np.uint64(255))
            total >>= np.uint64(8)
    return found


@njit(nogil=True, cache=True)
def _find_and_join(rows: Any, runs: Any, beside: Any, low: Any, high: Any) -> None:
    """Write the pieces of some rows, and join each with those that touch it in them."""
    before, start, stop, owner = runs
    at = np.empty(rows.shape[1] + 1, np.int64)
    for y in range(low, high):
        k = before[y]
        if before[y + 1] == k:
            continue
        row = rows[y]
        for c in range(changes(row, at) - 1):
            if row[at[c]] != 0:
                start[k], stop[k], owner[k] = at[c], at[c + 1], k
                k += 1
        _join_back(rows, runs, beside, y, (low, y))


@njit(nogil=True, cache=True)
def _join_strips(rows: Any, runs: Any, beside: Any, bounds: Any) -> None:
    """Join the pieces of each strip with those that touch it in earlier ones."""
    height = beside[0]
    for s in range(1, len(bounds) - 1):
        low = bounds[s]
        for y in range(low, min(bounds[s + 1], low + height + 1)):
            _join_back(rows, runs, beside, y, (0, low))


@njit(nogil=True, cache=True)
def _join_back(rows: Any, runs: Any, beside: Any, y: Any, among: Any) -> None:
    """Join the pieces of a row with those that touch it in some of the earlier rows."""
    height, back = beside
    low, high = among
    for dz, dy, reach in back:
        other = y + dz * height + dy
        if 0 <= y % height + dy < height and low <= other < high:
            _join_rows(rows, runs, other, y, np.uint64(reach))


@njit(nogil=True, cache=True)
def _join_rows(rows: Any, runs: Any, above: Any, y: Any, reach: Any) -> None:
    before, start, stop, owner = runs
    i, i_end = np.uint64(before[above]), np.uint64(before[above + 1])
    j, j_end = np.uint64(before[y]), np.uint64(before[y + 1])
    if i == i_end or j == j_end:
        return
    # What the owners were last known to be is kept at hand: mostly they are one already.
    p, q = np.uint64(owner[i]), np.uint64(owner[j])
    while i < i_end and j < j_end:
        near = start[i] < stop[j] + reach and start[j] < stop[i] + reach
        if near and p != q and rows[above, start[i]] == rows[y, start[j]]:
            p = q = _unite(owner, p, q)
        if stop[i] < stop[j]:
            i += np.uint64(1)
            p = np.uint64(owner[i]) if i < i_end else p
        else:
            # Of touching objects one may begin at a corner of another; in a mask there is a gap.
            after = i + np.uint64(1)
            corner = reach > 0 and after < i_end and start[after] == stop[j]
            if corner and rows[above, stop[j]] == rows[y, start[j]]:
                q = _unite(owner, np.uint64(owner[after]), q)
            owner[j] = q
            j += np.uint64(1)
            q = np.uint64(owner[j]) if j < j_end else q
    if j < j_end:
        owner[j] = q


@njit(nogil=True, cache=True)
def _unite(owner: Any, i: Any, j: Any) -> Any:
    """Give two pieces the same first one: that which comes first of theirs; return it."""
    p, q = _first_of(owner, i), _first_of(owner, j)
    owner[max(p, q)] = min(p, q)
    return min(p, q)


@njit(nogil=True, cache=True)
def _first_of(owner: Any, k: Any) -> Any:
    while owner[k] != k:
        # Half of the way is left for the next who goes it.
        owner[k] = owner[owner[k]]
        k = np.uint64(owner[k])
    return k


@njit(nogil=True, cache=True)
def _number(owner: Any) -> None:
    """Write the numbers of the pieces in place of their owners, which are never behind them."""
    count = 0
    for k in range(len(owner)):
        if owner[k] == k:
            count += 1
            owner[k] = count
        else:
            owner[k] = owner[owner[k]]


@njit(nogil=True, cache=True)
def _draw(result: Any, runs: Any, low: Any, high: Any) -> None:
    before, start, stop, number = runs
    for y in range(low, high):
        row = result[y]
        row[:] = 0
        for k in range(before[y], before[y + 1]):
            run, own = row[start[k] : stop[k]], number[k]
            # Assigned to the slice as a whole it takes three times as long.
            for x in range(len(run)):
                run[x] = own
