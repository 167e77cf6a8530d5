"""How far every peak stands out above the highest pass to a higher one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.bright_to_dark import in_order, link, parent_base, place_type, root_of
from napari_darkroom.kernels.edges import edge_at, steps_of
from napari_darkroom.kernels.read_only import read_only
from napari_darkroom.kernels.room import room

# So many pixels are looked at for missing ones at a time.
_PART = 2**18


@dataclass(frozen=True)
class Peaks:
    """Peaks row by row.

    Attributes
    ----------
    places : array of float (n, ndim)
        The middle of the pixels of each peak.
    height : array of float
        The value of its pixels.
    prominence : array of float
        Height above the highest pass to a higher peak, of equal ones to the first; of the highest
        of all above the lowest value.
    """

    places: NDArray[np.float64]
    height: NDArray[np.float64]
    prominence: NDArray[np.float64]


def peaks(image: NDArray[Any], least: float, *, diagonal: bool) -> Peaks:
    """Return the peaks whose prominence is `least` or more, and above 0.

    Pixels are joined from bright to dark: where two parts meet is the pass, and the lower peak
    ends there. Missing and infinite pixels have no say and are none.
    """
    exact = np.dtype(np.float32) if image.dtype == np.float16 else image.dtype
    values = read_only(np.ascontiguousarray(image, dtype=exact).reshape(-1))
    # Place 0 ends a chain, so the first pixel is at place 1.
    following = np.zeros(values.size + 1, place_type(values.size + 1))
    _leave_out(values, following)
    heads, mixed = link(values, following, 1)
    steps = tuple(steps_of(image.shape, diagonal=diagonal))
    places, saddles, darkest = _join(values, following, (heads, mixed, steps), least)
    del following, heads
    heights, below = (values[one - 1].astype(np.float64) for one in (places, saddles))
    kept = heights > float(values[darkest - 1])
    row_by_row = np.flatnonzero(kept)[np.argsort(places[kept], kind="stable")]
    shape = (1,) * (3 - image.ndim) + image.shape
    middles = _middles(values, places[row_by_row] - 1, steps, np.array(shape))
    return Peaks(
        middles[:, 3 - image.ndim :] - 1,
        heights[row_by_row],
        (heights - below)[row_by_row],
    )


def _leave_out(values: NDArray[Any], following: NDArray[Any]) -> None:
    """Write the lowest number where a place is that of no pixel, or of one that is not finite."""
    nowhere = np.iinfo(following.dtype).min
    following[0] = nowhere
    if values.dtype.kind == "f":
        for low in range(0, values.size, _PART):
            some = following[1 + low : 1 + low + _PART]
            some[~np.isfinite(values[low : low + _PART])] = nowhere


@njit(nogil=True, cache=True)
def _join(values: Any, parents: Any, ways: Any, least: Any) -> Any:
    """Return the peaks, for each the pixel of its pass, and the darkest pixel, 0 where none is.

    Where a chain was stands the parent of a pixel, or of a part minus its highest pixel. The pass
    of what is joined to nothing higher is the darkest pixel. Places begin at 1.
    """
    heads, mixed, (width, rows, steps, counts) = ways
    outside, base = np.iinfo(parents.dtype).min, parent_base(parents)
    some, places, passes = np.empty(1024, np.int64), np.empty(64, np.int64), np.empty(64, np.int64)
    n, darkest = 0, np.int64(0)
    for head in heads[::-1]:
        p = np.int64(head)
        if mixed:
            p, some = in_order(values, parents, p, some, 1)
        while p > 0:
            following, darkest = np.int64(parents[p]), p
            parents[p] = -p
            own, row = p, (p - 1) // width
            edge = edge_at(rows[row], p - 1 - row * width, width)
            for k in range(counts[edge]):
                q = p + steps[edge, k]
                if 0 <= parents[q] < base or parents[q] == outside:
                    continue
                own, loser = _unite(values, parents, (own, root_of(parents, q, base)), base)
                if loser > 0 and _is_high(values, loser, p, least):
                    places, passes = room(places, n), room(passes, n)
                    places[n], passes[n] = loser, p
                    n += 1
            p = following
    for root in range(len(parents)):
        peak = -np.int64(parents[root])
        if outside < parents[root] < 0 and _is_high(values, peak, darkest, least):
            places, passes = room(places, n), room(passes, n)
            places[n], passes[n] = peak, darkest
            n += 1
    return places[:n], passes[:n], darkest


@njit(nogil=True, cache=True)
def _is_high(values: Any, peak: Any, saddle: Any, least: Any) -> Any:
    height = np.float64(values[peak - 1]) - np.float64(values[saddle - 1])
    return height >= least and height > 0


@njit(nogil=True, cache=True)
def _unite(values: Any, parents: Any, roots: Any, base: Any) -> Any:
    """Join two parts; return the root of both and the lower of their peaks, 0 if they are one."""
    one, other = roots
    if one == other:
        return other, np.int64(0)
    a, b = -np.int64(parents[one]), -np.int64(parents[other])
    one_height, other_height = values[a - 1], values[b - 1]
    higher = one_height > other_height or (one_height == other_height and a < b)
    winner, loser = (a, b) if higher else (b, a)
    # The older part stays the root, so that ways to it are short.
    parents[one] = other + base
    parents[other] = -winner
    return other, loser


@njit(nogil=True, cache=True)
def _middles(values: Any, places: Any, steps: Any, shape: Any) -> Any:
    """Return the mean place of the pixels of one value around each peak, counted from 1."""
    result = np.zeros((len(places), 3))
    width, rows, near, counts = steps
    for n in range(len(places)):
        seen = {places[n]}
        stack = [places[n]]
        while stack:
            p = stack.pop()
            # Counted from 1, as means are rounded otherwise from 0.
            result[n, 0] += p // (shape[1] * shape[2]) + 1
            result[n, 1] += p // shape[2] % shape[1] + 1
            result[n, 2] += p % shape[2] + 1
            row = p // width
            edge = edge_at(rows[row], p - row * width, width)
            for k in range(counts[edge]):
                q = p + near[edge, k]
                if values[q] == values[p] and q not in seen:
                    seen.add(q)
                    stack.append(q)
        result[n] /= len(seen)
    return result
