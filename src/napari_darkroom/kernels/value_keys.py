"""Values as keys: whole numbers of 64 bits without a sign, in the order of the values or turned."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

KeyRule: TypeAlias = tuple[np.uint64, np.uint64, np.uint64, np.uint64, np.uint64]

_ALL = np.uint64(2**64 - 1)


def bits_of(values: NDArray[Any]) -> NDArray[Any]:
    """Return the bits of values as one line of numbers without a sign; no copy of a whole array."""
    return np.ascontiguousarray(values).view(f"u{values.dtype.itemsize}").reshape(-1)


def key_rule(dtype: np.dtype[Any], *, falling: bool = False) -> KeyRule:
    """Return by what `key_of` turns the bits of values of a type into keys.

    Parameters
    ----------
    falling : bool
        Whether the larger value has the smaller key.
    """
    turn, every = 1 << (8 * dtype.itemsize - 1), (1 << (8 * dtype.itemsize)) - 1
    # Floats sort as their bits do, once the negative ones are turned round; those are one key
    # higher, so that both zeros are the same.
    by_kind = {"f": (turn, every, 1), "i": (turn, turn, 0)}
    low, high, more = by_kind.get(dtype.kind, (0, 0, 0))
    last = _ALL if falling else np.uint64(0)
    return np.uint64(turn), np.uint64(low), np.uint64(high), np.uint64(more), last


@njit(nogil=True, cache=True, inline="always")
def key_of(bits: Any, rule: Any) -> Any:
    """Return the key of a value, which is not NaN, of its bits."""
    turn, low, high, more, last = rule
    wide = np.uint64(bits)
    return (wide ^ low if wide < turn else (wide ^ high) + more) ^ last
