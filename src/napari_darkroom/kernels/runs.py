"""The pixels of all objects as pieces of rows: a label image read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.changes import changes
from napari_darkroom.kernels.label_ids import dense
from napari_darkroom.kernels.side_by_side import side_by_side


@dataclass(frozen=True)
class Runs:
    """Pieces of rows that belong to one object each, in the order of the pixels.

    Sums over the pixels of an object are sums over its pieces, in this order: they do not depend
    on tiles or threads. A piece never goes over the end of a row.

    Attributes
    ----------
    ids : array of int, sorted
        The numbers of the objects.
    owner : array of int
        Position of each piece's object among `ids`.
    row : array of int
        Row of each piece: ``z * height + y``.
    start : array of int
        First column of each piece.
    first : array of int
        How many pixels lie in the pieces before each; one entry more than pieces.
    shape : tuple of int
        Depth, height and width of the label image.
    """

    ids: NDArray[Any]
    owner: NDArray[np.intp]
    row: NDArray[np.int64]
    start: NDArray[np.int64]
    first: NDArray[np.int64]
    shape: tuple[int, int, int]

    @property
    def count(self) -> int:
        """How many objects there are."""
        return len(self.ids)

    @property
    def pixels(self) -> int:
        """How many pixels they have together."""
        return int(self.first[-1])

    @property
    def pieces(self) -> tuple[Any, ...]:
        """Owner, row, start and first of all pieces and the height, as kernels take them."""
        return self.owner, self.row, self.start, self.first, self.shape[1]

    @property
    def numbered(self) -> bool:
        """Whether the numbers are 1 to `count`."""
        return self.count == 0 or int(self.ids[-1]) == self.count

    def index(self) -> NDArray[np.int32]:
        """Return the objects drawn as an image: 0 for background, then 1 to `count`."""
        image = np.zeros(self.shape, dtype=np.int32)
        self.draw(np.arange(1, self.count + 1, dtype=np.int32), image)
        return image

    def draw(self, numbers: NDArray[Any], image: NDArray[Any]) -> None:
        """Write the number of each object where it is into an image, which is contiguous."""
        _draw(image.reshape(-1, self.shape[-1]), self.pieces, numbers)


def find_runs(parts: Iterable[tuple[int, NDArray[Any]]], shape: tuple[int, ...]) -> Runs:
    """Return the pieces of rows in a label image of the given depth, height and width.

    Parameters
    ----------
    parts : iterable of (int, array)
        The label image in pieces of whole rows: the first row of each piece, and its rows. Those
        of a sequence are in memory already, and are read in a few threads.

    Raises
    ------
    InputError
        If a number is negative.
    """
    if isinstance(parts, Sequence):
        pixels = sum(rows.size for _, rows in parts)
        found = side_by_side([partial(_pieces, rows, top) for top, rows in parts], pixels)
    else:
        found = [_pieces(rows, top) for top, rows in parts]
    number, row, start, length = (np.concatenate(one) for one in zip(*found, strict=True))
    ids, position = dense(number)
    return Runs(ids[1:], position.astype(np.intp) - 1, row, start, _before(length), _three(shape))


def runs_of_index(index: NDArray[Any], count: int) -> Runs:
    """Return the pieces of an image whose objects have the numbers 1 to `count`."""
    number, row, start, length = _pieces(index.reshape(-1, index.shape[-1]), 0)
    owner = number.astype(np.intp) - 1
    return Runs(np.arange(1, count + 1), owner, row, start, _before(length), _three(index.shape))


def _three(shape: tuple[int, ...]) -> tuple[int, int, int]:
    depth, height, width = shape
    return depth, height, width


def _before(length: NDArray[np.int64]) -> NDArray[np.int64]:
    first = np.zeros(len(length) + 1, dtype=np.int64)
    np.cumsum(length, out=first[1:])
    return first


def _pieces(rows: NDArray[Any], top: int) -> tuple[NDArray[Any], ...]:
    """Return number, row, start and length of each piece."""
    found: tuple[NDArray[Any], ...] = _find_pieces(np.ascontiguousarray(rows), top)
    return found


@njit(nogil=True, cache=True)
def _find_pieces(rows: Any, top: Any) -> Any:
    height, width = rows.shape
    # Pieces are seldom shorter than this; where they are, there will be more room.
    room = rows.size // 32 + width + 1
    number = np.empty(room, rows.dtype)
    places, start, length = (
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
    )
    at = np.empty(width + 1, np.int64)
    k = 0
    for y in range(height):
        row = rows[y]
        if k + width >= len(number):
            number, places = _with_room(number, k), _with_room(places, k)
            start, length = _with_room(start, k), _with_room(length, k)
        for c in range(changes(row, at) - 1):
            x = at[c]
            # What is background is written over by the next piece.
            number[k], places[k], start[k], length[k] = row[x], top + y, x, at[c + 1] - x
            k += row[x] != 0
    return number[:k], places[:k], start[:k], length[:k]


@njit(nogil=True, cache=True)
def _with_room(values: Any, used: Any) -> Any:
    larger = np.empty(2 * len(values), values.dtype)
    larger[:used] = values[:used]
    return larger


@njit(nogil=True, cache=True)
def _draw(rows: Any, pieces: Any, numbers: Any) -> None:
    owner, row, start, first, _ = pieces
    for r in range(len(owner)):
        for x in range(start[r], start[r] + first[r + 1] - first[r]):
            rows[row[r], x] = numbers[owner[r]]
