"""How far every peak stands out above the highest pass to a higher one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from napari_darkroom.kernels.margin import lowest, offsets, with_margin

# So many different values are sorted by counting.
_COUNTED = 2**16
_LARGEST_SHORT = 2**31


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
    known = np.isfinite(values)
    if not known.any():
        none = np.zeros(0)
        return Peaks(np.zeros((0, image.ndim)), none, none)
    low = lowest(values.dtype)
    framed = with_margin(np.where(known, values, low), low)
    order = _bright_to_dark(framed, with_margin(known, False))
    steps = offsets(framed.shape, image.ndim, diagonal)
    flat, heads = framed.ravel(), np.full(framed.size, -1, order.dtype)
    found = _join(flat, order, steps, np.full(framed.size, -1, order.dtype), heads)
    places, saddles = np.array(found[0], np.int64), np.array(found[1], np.int64)
    heights = flat[places].astype(np.float64)
    below = np.where(saddles >= 0, flat[saddles], flat[order[-1]]).astype(np.float64)
    kept = (heights - below >= least) & (heights > below)
    kept &= heights > float(flat[order[-1]])
    row_by_row = np.flatnonzero(kept)[np.argsort(places[kept], kind="stable")]
    middles = _middles(flat, places[row_by_row], steps, np.array(framed.shape))
    return Peaks(
        middles[:, 3 - image.ndim :] - 1,
        heights[row_by_row],
        (heights - below)[row_by_row],
    )


def _bright_to_dark(values: NDArray[Any], domain: NDArray[np.bool_]) -> NDArray[Any]:
    """Return where the pixels of a domain lie, from the largest value to the smallest."""
    index = np.dtype(np.int32 if values.size < _LARGEST_SHORT else np.int64)
    places = np.flatnonzero(domain).astype(index)
    given = values.ravel()[places]
    if len(given) and given.dtype.kind in "iu" and int(given.max()) - int(given.min()) < _COUNTED:
        unsigned = np.dtype(f"u{given.dtype.itemsize}")
        depth = given.max().view(unsigned) - given.view(unsigned)
        order = np.empty(len(given), index)
        _count_sort(depth, places, np.zeros(_COUNTED + 1, np.int64), order)
        return order
    return np.asarray(places[np.argsort(given, kind="stable")][::-1])


@njit(nogil=True, cache=True)
def _count_sort(keys: Any, places: Any, start: Any, order: Any) -> None:
    for k in keys:
        start[np.int64(k) + 1] += 1
    for k in range(1, len(start)):
        start[k] += start[k - 1]
    for i in range(len(keys)):
        k = np.int64(keys[i])
        order[start[k]] = places[i]
        start[k] += 1


@njit(nogil=True, cache=True)
def _join(values: Any, order: Any, steps: Any, parents: Any, heads: Any) -> Any:
    """Return the peaks and, for each, the pixel of its pass; -1 where it has none."""
    places, passes = [np.int64(0)], [np.int64(0)]
    for p in order:
        parents[p] = p
        heads[p] = p
        for step in steps:
            q = p + step
            if parents[q] < 0:
                continue
            one, other = _root(parents, p), _root(parents, q)
            if one == other:
                continue
            a, b = heads[one], heads[other]
            higher = values[a] > values[b] or (values[a] == values[b] and a < b)
            winner, loser = (a, b) if higher else (b, a)
            if values[loser] > values[p]:
                places.append(np.int64(loser))
                passes.append(np.int64(p))
            # The older part stays the root, so that ways to it are short.
            parents[one] = other
            heads[other] = winner
    for p in order:
        if parents[p] == p:
            places.append(np.int64(heads[p]))
            passes.append(np.int64(-1))
    return places[1:], passes[1:]


@njit(nogil=True, cache=True)
def _root(parents: Any, p: Any) -> Any:
    root = p
    while parents[root] != root:
        root = parents[root]
    while p != root:
        above = parents[p]
        parents[p] = root
        p = above
    return root


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
