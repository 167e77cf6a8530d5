"""How far every peak stands out above the highest pass to a higher one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.bright_to_dark import chains, in_order, parent_base, root_of
from napari_darkroom.kernels.margin import inner, lowest, offsets, with_margin
from napari_darkroom.kernels.room import room


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
    values = image.astype(np.float32) if image.dtype == np.float16 else image
    low, known = lowest(values.dtype), _known(values)
    framed = with_margin(values, low)
    if known is not None:
        np.copyto(inner(framed, image.ndim), low, where=~known)
    following, heads, mixed = chains(framed, known, image.ndim)
    steps, flat = offsets(framed.shape, image.ndim, diagonal), framed.reshape(-1)
    places, saddles, darkest = _join(flat, following.reshape(-1), (heads, mixed, steps), least)
    del following, heads
    heights, below = flat[places].astype(np.float64), flat[saddles].astype(np.float64)
    kept = heights > float(flat[darkest])
    row_by_row = np.flatnonzero(kept)[np.argsort(places[kept], kind="stable")]
    middles = _middles(flat, places[row_by_row], steps, np.array(framed.shape))
    return Peaks(
        middles[:, 3 - image.ndim :] - 1,
        heights[row_by_row],
        (heights - below)[row_by_row],
    )


def _known(values: NDArray[Any]) -> NDArray[np.bool_] | None:
    known = np.isfinite(values) if values.dtype.kind == "f" else None
    return None if known is None or known.all() else known


@njit(nogil=True, cache=True)
def _join(values: Any, parents: Any, ways: Any, least: Any) -> Any:
    """Return the peaks, for each the pixel of its pass, and the darkest pixel, 0 where none is.

    Where a chain was stands the parent of a pixel, or of a part minus its highest pixel. The pass
    of what is joined to nothing higher is the darkest pixel.
    """
    heads, mixed, steps = ways
    outside, base = np.iinfo(parents.dtype).min, parent_base(parents)
    some, places, passes = np.empty(1024, np.int64), np.empty(64, np.int64), np.empty(64, np.int64)
    n, darkest = 0, np.int64(0)
    for head in heads[::-1]:
        p = np.int64(head)
        if mixed:
            p, some = in_order(values, parents, p, some)
        while p > 0:
            following, darkest = np.int64(parents[p]), p
            parents[p] = -p
            own = p
            for step in steps:
                q = p + step
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
    height = np.float64(values[peak]) - np.float64(values[saddle])
    return height >= least and height > 0


@njit(nogil=True, cache=True)
def _unite(values: Any, parents: Any, roots: Any, base: Any) -> Any:
    """Join two parts; return the root of both and the lower of their peaks, 0 if they are one."""
    one, other = roots
    if one == other:
        return other, np.int64(0)
    a, b = -np.int64(parents[one]), -np.int64(parents[other])
    higher = values[a] > values[b] or (values[a] == values[b] and a < b)
    winner, loser = (a, b) if higher else (b, a)
    # The older part stays the root, so that ways to it are short.
    parents[one] = other + base
    parents[other] = -winner
    return other, loser


@njit(nogil=True, cache=True)
def _middles(values: Any, places: Any, steps: Any, shape: Any) -> Any:
    """Return the mean place of the pixels of one value around each peak."""
    result = np.zeros((len(places), 3))
    for n in range(len(places)):
        seen = {places[n]}
        stack = [places[n]]
        while stack:
            p = stack.pop()
            result[n, 0] += p // (shape[1] * shape[2])
            result[n, 1] += p // shape[2] % shape[1]
            result[n, 2] += p % shape[2]
            for step in steps:
                q = p + step
                if values[q] == values[p] and q not in seen:
                    seen.add(q)
                    stack.append(q)
        result[n] /= len(seen)
    return result
