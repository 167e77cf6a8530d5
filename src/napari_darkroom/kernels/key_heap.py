"""A heap of keys, the smallest first, and of equal ones the one whose turn is first.

Its arrays have room for all that is put into it, and are handed over one by one.
"""

from __future__ import annotations

from typing import Any

from numba import njit

# Each node has four branches: 2 to the power of this.
_BRANCHING = 2


@njit(nogil=True, cache=True, inline="always")
def put(key: Any, turn: Any, keys: Any, turns: Any, n: Any) -> None:
    """Put a key behind the n in the heap; its turn is behind theirs."""
    at = n
    while at > 0:
        above = (at - 1) >> _BRANCHING
        if keys[above] <= key:
            break
        keys[at], turns[at] = keys[above], turns[above]
        at = above
    keys[at], turns[at] = key, turn


@njit(nogil=True, cache=True, inline="always")
def take(keys: Any, turns: Any, n: Any) -> None:
    """Take the first key away, so that n are left."""
    key, turn = keys[n], turns[n]
    at, below = 0, 1
    while below < n:
        first = below
        for k in range(below + 1, min(below + (1 << _BRANCHING), n)):
            equal = keys[k] == keys[first]
            if keys[k] < keys[first] or (equal and turns[k] < turns[first]):
                first = k
        if key < keys[first] or (key == keys[first] and turn < turns[first]):
            break
        keys[at], turns[at] = keys[first], turns[first]
        at, below = first, (first << _BRANCHING) + 1
    keys[at], turns[at] = key, turn
