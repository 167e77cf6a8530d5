"""Ranks of all values of an image, in place of the values themselves, in little memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.ordered_bits import ordered_bits

_PART = 2**18
_BITS = 16


def rank_into(
    result: NDArray[np.int32],
    values: NDArray[Any],
    inside: NDArray[np.bool_] | None,
    *,
    falling: bool = False,
) -> int:
    """Write how many smaller values that differ there are inside; return how many differ.

    One sorted copy of the values is held, and each is looked up in it.

    Parameters
    ----------
    result : array of int32
        Of the shape of the values; what it holds where it is not inside has no meaning.
    values : array
        Not NaN where it is inside.
    falling : bool
        Whether the larger values are counted instead.
    """
    everywhere = np.ones(1, np.bool_) if inside is None else inside
    count = values.size if inside is None else int(np.count_nonzero(inside))
    kept = _sorted_keys(values, inside, count)
    starts, shift = _starts(kept)
    for (part, known), (out, _) in zip(
        parts_of(values, everywhere), parts_of(result, everywhere), strict=True
    ):
        ranks = np.zeros(part.shape, np.int32)
        found = np.broadcast_to(known, part.shape)
        _find(
            ordered_bits(part).reshape(-1),
            found.reshape(-1),
            (kept, starts, shift),
            ranks.reshape(-1),
        )
        out[...] = len(kept) - 1 - ranks if falling else ranks
    return len(kept)


def parts_of(
    values: NDArray[Any], inside: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[Any], NDArray[np.bool_]]]:
    """Yield parts of an image, and of where it is inside, along the first axis."""
    step = max(1, _PART // max(1, values[:1].size))
    for low in range(0, len(values), step):
        within = inside[low : low + step] if inside.shape == values.shape else inside
        yield values[low : low + step], within


def _sorted_keys(
    values: NDArray[Any], inside: NDArray[np.bool_] | None, count: int
) -> NDArray[Any]:
    """Return the keys that differ, in order."""
    everywhere = np.ones(1, np.bool_) if inside is None else inside
    keys: NDArray[Any] = np.empty(count, f"u{max(4, values.dtype.itemsize)}")
    n = 0
    for part, known in parts_of(values, everywhere):
        some = ordered_bits(part if inside is None else part[known]).reshape(-1)
        keys[n : n + len(some)] = some
        n += len(some)
    keys.sort()
    return keys[: _leave_out_equal(keys)]


@njit(nogil=True, cache=True)
def _leave_out_equal(keys: Any) -> Any:
    n = min(len(keys), 1)
    for i in range(1, len(keys)):
        if keys[i] != keys[n - 1]:
            keys[n] = keys[i]
            n += 1
    return n


def _starts(kept: NDArray[Any]) -> tuple[NDArray[np.int64], int]:
    """Return where buckets of keys begin, and by how much a key above the first is shifted."""
    span = int(kept[-1]) - int(kept[0])
    shift = max(0, span.bit_length() - _BITS)
    steps = np.arange((span >> shift) + 1, dtype=np.uint64) << np.uint64(shift)
    starts = np.full(len(steps) + 1, len(kept), np.int64)
    starts[:-1] = np.searchsorted(kept, steps.astype(kept.dtype) + kept[0])
    return starts, shift


@njit(nogil=True, cache=True)
def _find(keys: Any, known: Any, table: Any, ranks: Any) -> None:
    kept, starts, shift = table
    for i in range(len(keys)):
        if known[i]:
            bucket = np.int64(np.uint64(keys[i] - kept[0]) >> np.uint64(shift))
            low, high = starts[bucket], starts[bucket + 1]
            while high - low > 1:
                middle = (low + high) >> 1
                if kept[middle] <= keys[i]:
                    low = middle
                else:
                    high = middle
            ranks[i] = low
