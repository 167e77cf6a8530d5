"""Union–find: which of many are joined, also through others, told by the first of them."""

from __future__ import annotations

from typing import Any

from numba import njit


@njit(nogil=True, cache=True)
def unite(first: Any, a: Any, b: Any) -> None:
    """Join two, given by their numbers, and all that is joined to either.

    Parameters
    ----------
    first : array of int
        Of each one that it is joined to and that is not behind it; at the begin itself.
    """
    a, b = _first_of(first, a), _first_of(first, b)
    first[max(a, b)] = min(a, b)


@njit(nogil=True, cache=True)
def _first_of(first: Any, k: Any) -> Any:
    while first[k] != k:
        # Half of the way is left for the next who goes it.
        first[k] = first[first[k]]
        k = first[k]
    return k


@njit(nogil=True, cache=True)
def settle(first: Any) -> None:
    """Write the first of all that are joined in place of the one that each was joined to."""
    for k in range(len(first)):
        first[k] = first[first[k]]
