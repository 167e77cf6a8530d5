"""Pixels from bright to dark: chains of those that are about as bright, put in order when met."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.margin import inner
from napari_darkroom.kernels.ordered_bits import ordered_bits
from napari_darkroom.kernels.room import room

# Half of the numbers of 32 bits: the others say that a pixel was reached.
_LARGEST_SHORT = 2**30
_PART = 2**18
# Chains, at most: one for each value of 16 bits, and one for so many pixels.
_CHAINS, _PIXELS = 2**16, 8


def chains(
    framed: NDArray[Any], known: NDArray[np.bool_] | None, ndim: int
) -> tuple[NDArray[Any], NDArray[Any], bool]:
    """Return for each pixel the one that follows it in its chain, the begins, and whether they mix.

    Place 0, in the margin, ends a chain. Of pixels of one value that of the largest place comes
    first. What lies in the margin or is not known has the lowest number of its type.

    Parameters
    ----------
    framed : array, as `with_margin` gives it
        Not NaN.
    known : array of bool, or None
        Without a margin.

    Returns
    -------
    following : array of int
        In the shape of the image with its margin.
    heads : array of int
        Where each chain begins, the darkest first; 0 where there is none.
    mixed : bool
        Whether a chain may hold several values; then it must be put `in_order` before it is used.
    """
    place = place_type(framed.size)
    following = np.full(framed.shape, np.iinfo(place).min, place)
    np.copyto(inner(following, ndim), 0, where=True if known is None else known)
    heads, mixed = link(framed, following.reshape(-1), 0)
    return following, heads, mixed


def link(values: NDArray[Any], following: NDArray[Any], before: int) -> tuple[NDArray[Any], bool]:
    """Write chains where places are not below 0; return the begins, and whether chains mix.

    Parameters
    ----------
    values : array
        Not NaN where there are chains.
    following : array of int, 1-D
        Written to; its first entries, as many as come before that of the first pixel, are not.
    """
    links, most = following[before:], max(_CHAINS, values.size // _PIXELS)
    low, high, used = _ends(values, links)
    # Whole numbers as floats have no lower digits.
    even = (used & -used).bit_length() - 1 if used else 0
    shift = max(even, (high - low).bit_length() - (most.bit_length() - 1))
    heads = np.zeros(((high - low) >> shift) + 1, following.dtype)
    for keys, some, first in _parts(values, links):
        scale = keys.dtype.type(low), keys.dtype.type(shift), first + before
        _link(keys, some, scale, heads)
    return heads, shift > even


def place_type(count: int) -> type[np.signedinteger[Any]]:
    """Return the type of as many places, and of what else may stand there."""
    return np.int32 if count < _LARGEST_SHORT else np.int64


def _parts(
    values: NDArray[Any], following: NDArray[Any]
) -> Iterator[tuple[NDArray[Any], NDArray[Any], int]]:
    """Yield whole numbers in the order of the values, a part at a time, and where each begins."""
    flat, links = values.reshape(-1), following.reshape(-1)
    for first in range(0, flat.size, _PART):
        part = flat[first : first + _PART]
        if part.dtype.kind in "iu" and part.dtype.itemsize <= 2:
            keys = (part.astype(np.int32) + 2**15).view(np.uint32)
        else:
            keys = ordered_bits(part)
        yield keys, links[first : first + _PART], first


def _ends(values: NDArray[Any], following: NDArray[Any]) -> tuple[int, int, int]:
    """Return the smallest and the largest number, and the digits in which some differ."""
    parts = [_ends_of(keys, links) for keys, links, _ in _parts(values, following)]
    some = [tuple(int(one) for one in found) for *found, count in parts if count]
    if not some:
        return 0, 0, 0
    lows, highs, every, any_ = zip(*some, strict=True)
    return min(lows), max(highs), reduce(or_, any_) & ~reduce(and_, every)


@njit(nogil=True, cache=True)
def _ends_of(keys: Any, links: Any) -> Any:
    """Return the smallest and the largest key, the digits that all and that some have, how many."""
    low, high, every, some, count = keys[0], keys[0], keys[0], keys[0], 0
    for k in range(len(keys)):
        if links[k] >= 0:
            key = keys[k]
            if count == 0:
                low = high = every = some = key
            low, high, every, some = min(low, key), max(high, key), every & key, some | key
            count += 1
    return low, high, every, some, count


@njit(nogil=True, cache=True)
def _link(keys: Any, links: Any, scale: Any, heads: Any) -> None:
    low, shift, first = scale
    for k in range(len(keys)):
        if links[k] >= 0:
            chain = np.int64((keys[k] - low) >> shift)
            links[k] = heads[chain]
            heads[chain] = first + k


@njit(nogil=True, cache=True)
def in_order(values: Any, following: Any, head: Any, some: Any, before: Any = 0) -> Any:
    """Put a chain in order, the brightest first; return its head, and a list for the next call.

    The value of a place stands so many places before it.
    """
    p = np.int64(head)
    while p > 0 and values[p - before] == values[head - before]:
        p = np.int64(following[p])
    if p <= 0:
        return np.int64(head), some
    n, p = 0, np.int64(head)
    while p > 0:
        some = room(some, n)
        some[n] = p
        n += 1
        p = np.int64(following[p])
    _sort(values, some[:n], before)
    for i in range(n - 1):
        following[some[i]] = some[i + 1]
    following[some[n - 1]] = 0
    return some[0], some


@njit(nogil=True, cache=True)
def _sort(values: Any, some: Any, before: Any) -> None:
    """Sort places by falling values, and of equal ones by falling places: D. Shell's sort."""
    gap = 1
    while gap < len(some) // 2:
        gap = gap * 9 // 4 + 1
    while gap > 0:
        for i in range(gap, len(some)):
            p, j = some[i], i
            while j >= gap and _comes_before(values, p, some[j - gap], before):
                some[j] = some[j - gap]
                j -= gap
            some[j] = p
        gap = max(gap * 4 // 9, 1) if gap > 1 else 0


@njit(nogil=True, cache=True)
def parent_base(following: Any) -> Any:
    """Return what is added to the place of a parent, so that it is no place in a chain."""
    return np.int64(np.iinfo(following.dtype).max) // 2 + 1


@njit(nogil=True, cache=True)
def root_of(parents: Any, p: Any, base: Any) -> Any:
    """Return the root of a part, which becomes the parent of all on the way to it."""
    root = np.int64(p)
    while parents[root] >= base:
        root = np.int64(parents[root]) - base
    p = np.int64(p)
    while p != root:
        above = np.int64(parents[p]) - base
        parents[p] = root + base
        p = above
    return root


@njit(nogil=True, cache=True)
def _comes_before(values: Any, p: Any, q: Any, before: Any) -> Any:
    """Whether a place comes before another: brighter, or as bright and behind it in the image."""
    one, other = values[p - before], values[q - before]
    return one > other or (one == other and p > q)
