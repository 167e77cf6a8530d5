"""A queue of ways, the shortest first: a heap in which each of them takes 16 bytes."""

from __future__ import annotations

from typing import Any

from numba import njit

from napari_darkroom.kernels.room import room

# Of a heap whose nodes have four branches fewer levels have to be fetched than of one with two.
_BRANCHES = 4


@njit(nogil=True, cache=True)
def put(queue: Any, n: Any, length: Any, tag: Any) -> Any:
    """Put a way behind the n in the queue; return the queue and how many there are then.

    Of ways as long as each other the one of the lower tag comes first.
    """
    lengths, tags = room(queue[0], n), room(queue[1], n)
    at = n
    while at > 0:
        above = (at - 1) // _BRANCHES
        if lengths[above] < length or (lengths[above] == length and tags[above] <= tag):
            break
        lengths[at], tags[at] = lengths[above], tags[above]
        at = above
    lengths[at], tags[at] = length, tag
    return (lengths, tags), n + 1


@njit(nogil=True, cache=True)
def take(queue: Any, n: Any) -> Any:
    """Take the first of the n in the queue away; return how many are left."""
    lengths, tags = queue
    n -= 1
    length, tag = lengths[n], tags[n]
    at, below = 0, 1
    while below < n:
        first = below
        for k in range(below + 1, min(below + _BRANCHES, n)):
            equal = lengths[k] == lengths[first]
            if lengths[k] < lengths[first] or (equal and tags[k] < tags[first]):
                first = k
        if length < lengths[first] or (length == lengths[first] and tag <= tags[first]):
            break
        lengths[at], tags[at] = lengths[first], tags[first]
        at, below = first, _BRANCHES * first + 1
    lengths[at], tags[at] = length, tag
    return n
