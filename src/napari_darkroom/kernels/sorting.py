"""Many values put in order, digit by digit of their bits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

# So few bits that the places where values go to stay in fast memory.
_BITS = 11
_DIGITS = 1 << _BITS
_PASSES = 3


def sorted_values(values: NDArray[Any]) -> NDArray[Any]:
    """Return floats from the smallest to the largest, as `numpy.sort` does.

    Parameters
    ----------
    values : array of float32 or float64, 1-D
        None is NaN. Those of 32 bits are sorted by three passes over all.
    """
    if values.dtype != np.float32:
        return np.sort(values)
    keys, counts = np.empty(len(values), np.uint32), np.zeros((_PASSES, _DIGITS), np.int64)
    _begin(values.view(np.uint32), keys, counts)
    other = np.empty_like(keys)
    for digit in range(_PASSES):
        if counts[digit].max() < len(values):
            starts = np.cumsum(counts[digit]) - counts[digit]
            _distribute(keys, np.uint32(_BITS * digit), starts, other)
            keys, other = other, keys
    _end(keys)
    return keys.view(np.float32)


@njit(nogil=True, cache=True)
def _begin(bits: Any, keys: Any, counts: Any) -> None:
    """Write whole numbers that are ordered as the floats are, and count their digits."""
    mask = np.uint32(_DIGITS - 1)
    for k in range(len(bits)):
        # Negative floats are turned round, and lie below the others.
        turn = np.uint32(0xFFFFFFFF) if bits[k] >> np.uint32(31) else np.uint32(0x80000000)
        key = bits[k] ^ turn
        keys[k] = key
        counts[0, key & mask] += 1
        counts[1, (key >> np.uint32(_BITS)) & mask] += 1
        counts[2, key >> np.uint32(2 * _BITS)] += 1


@njit(nogil=True, cache=True)
def _distribute(keys: Any, shift: Any, starts: Any, result: Any) -> None:
    mask = np.uint32(_DIGITS - 1)
    for key in keys:
        digit = (key >> shift) & mask
        result[starts[digit]] = key
        starts[digit] += 1


@njit(nogil=True, cache=True)
def _end(keys: Any) -> None:
    """Turn whole numbers into the bits of the floats again, in place."""
    for k in range(len(keys)):
        turn = np.uint32(0x80000000) if keys[k] >> np.uint32(31) else np.uint32(0xFFFFFFFF)
        keys[k] ^= turn
