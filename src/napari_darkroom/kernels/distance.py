"""The exact Euclidean distance to the nearest background pixel, or pixel of another object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.changes import changes
from napari_darkroom.kernels.side_by_side import in_strips

# Bytes of lines that are brought together, so that they stay in fast memory.
_TOGETHER = 2**17


def distance(numbers: NDArray[Any], spacing: Sequence[float] | None = None) -> NDArray[np.float32]:
    """Return how far the nearest pixel of another number is; infinite where there is none.

    See `squared_distance`.
    """
    squares = squared_distance(numbers, spacing)
    return np.sqrt(squares, out=squares)


def squared_distance(
    numbers: NDArray[Any], spacing: Sequence[float] | None = None, *, closed: bool = False
) -> NDArray[np.float32]:
    """Return the square of the distance: in pixels a whole number, exact below 2²⁴.

    From centre to centre of pixels; 0 in the background, infinite where there is nothing else.

    Lower envelopes of parabolas, line by line along each axis: P. Felzenszwalb and D. Huttenlocher,
    Theory of Computing 8 (2012) 415–428.

    Parameters
    ----------
    numbers : array of bool or int, 2-D or 3-D
        A mask, or objects from 1; 0 is background.
    spacing : sequence of float or None
        Pixel size along each axis; None for pixels.
    closed : bool
        Whether what lies outside of the image is another number; else it has no say.
    """
    steps = [1.0] * numbers.ndim if spacing is None else [float(size) ** 2 for size in spacing]
    given = _as_numbers(numbers)
    squares = np.empty(given.shape, np.float32)
    if given.size == 0:
        return squares
    rows = (-1, given.shape[-1])
    lines = given.reshape(rows), squares.reshape(rows)
    in_strips(len(lines[0]), given.size, _along_rows, *lines, (steps[-1], closed))
    for axis in range(given.ndim - 2, -1, -1):
        # The axis in the middle, those before and after it as one each.
        middle = (-1, given.shape[axis], int(np.prod(given.shape[axis + 1 :])))
        blocks = given.reshape(middle), squares.reshape(middle)
        way = (steps[axis], closed, _lines_together(given.shape[axis]))
        count = len(blocks[0]) * -(-middle[2] // way[2])
        in_strips(count, given.size, _along_middle, *blocks, way)
    return squares


def _as_numbers(numbers: NDArray[Any]) -> NDArray[Any]:
    if numbers.dtype == bool:
        return np.ascontiguousarray(numbers).view(np.uint8)
    return np.ascontiguousarray(numbers, dtype=np.int32)


def _lines_together(length: int) -> int:
    """Return how many lines are treated at once: at least what the machine reads at once."""
    return max(16, min(256, _TOGETHER // 4 // length))


@njit(nogil=True, cache=True)
def _along_rows(numbers: Any, squares: Any, way: Any, low: Any, high: Any) -> None:
    """Write the squared distance to the nearest pixel of another number in the same row."""
    step, closed = way
    width = numbers.shape[1]
    at = np.empty(width + 1, np.int64)
    for y in range(low, high):
        squares[y] = 0
        for c in range(changes(numbers[y], at) - 1):
            start, stop = at[c], at[c + 1]
            if numbers[y, start] != 0:
                _ramp(squares[y, start:stop], step, closed or start > 0, closed or stop < width)


@njit(nogil=True, cache=True)
def _ramp(run: Any, step: Any, before: Any, behind: Any) -> None:
    """Write the squared distances to what lies before and behind a run, if anything does."""
    n = len(run)
    for x in range(n):
        near = np.inf
        if before:
            near = np.float64(x + 1)
        if behind:
            near = min(near, np.float64(n - x))
        run[x] = step * near * near


@njit(nogil=True, cache=True)
def _along_middle(numbers: Any, squares: Any, way: Any, low: Any, high: Any) -> None:
    """Take the nearest of all places along the middle axis, for some blocks of lines."""
    step, closed, most = way
    _, n, inner = numbers.shape
    blocks = (inner + most - 1) // most
    own, far = np.empty((most, n), numbers.dtype), np.empty((most, n), np.float32)
    parabolas = np.empty((3, n + 2))
    for block in range(low, high):
        left = block % blocks * most
        here = squares[block // blocks, :, left : left + most]
        _turn(numbers[block // blocks, :, left : left + most], own)
        _turn(here, far)
        for x in range(here.shape[1]):
            _along_line(own[x], far[x], (step, closed), parabolas)
        for i in range(n):
            for x in range(here.shape[1]):
                here[i, x] = far[x, i]


@njit(nogil=True, cache=True)
def _turn(lines: Any, turned: Any) -> None:
    for i in range(lines.shape[0]):
        for x in range(lines.shape[1]):
            turned[x, i] = lines[i, x]


@njit(nogil=True, cache=True)
def _along_line(numbers: Any, squares: Any, way: Any, parabolas: Any) -> None:
    """Treat each run of one number alone: nothing beyond a pixel of another can be nearer."""
    step, closed = way
    n = len(numbers)
    start = 0
    while start < n:
        stop = start + 1
        while stop < n and numbers[stop] == numbers[start]:
            stop += 1
        if numbers[start] != 0:
            ends = (closed or start > 0, closed or stop < n)
            count = _lower_envelope(squares[start:stop], step, ends, parabolas)
            _take_lowest(squares[start:stop], step, count, parabolas)
        start = stop


@njit(nogil=True, cache=True)
def _lower_envelope(squares: Any, step: Any, ends: Any, parabolas: Any) -> Any:
    """Write which parabolas are lowest anywhere: place, height at 0, begin; return how many."""
    place, height, begin = parabolas
    n, count = len(squares), 0
    if ends[0]:
        place[0], height[0], begin[0] = -1.0, step, -np.inf
        count = 1
    for i in range(n + ends[1]):
        own = np.float64(squares[i]) if i < n else 0.0
        if own == np.inf:
            continue
        own += step * i * i
        since = -np.inf
        while count > 0:
            since = (own - height[count - 1]) / (2 * step * (i - place[count - 1]))
            if since > begin[count - 1]:
                break
            count -= 1
        place[count], height[count], begin[count] = i, own, since if count > 0 else -np.inf
        count += 1
    return count


@njit(nogil=True, cache=True)
def _take_lowest(squares: Any, step: Any, count: Any, parabolas: Any) -> None:
    if count == 0:
        return
    place, height, begin = parabolas
    k = 0
    for i in range(len(squares)):
        while k + 1 < count and begin[k + 1] < i:
            k += 1
        away = i - place[k]
        squares[i] = step * away * away + (height[k] - step * place[k] * place[k])
