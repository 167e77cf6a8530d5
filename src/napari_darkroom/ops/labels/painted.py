"""The single changes in what somebody painted on one frame of a label image."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

ChangeKind: TypeAlias = Literal["removed", "merged", "split", "added", "reshaped"]
Positions: TypeAlias = NDArray[np.intp]
_ORDER = get_args(ChangeKind)
_LEAST_OVERLAP = 0.5


@dataclass(frozen=True)
class Pixels:
    """The pixels of a frame that are in a touched object, before or after.

    Objects are told by the position of their number in `ids`; 0 is background.

    Attributes
    ----------
    ids : array of uint64, sorted
        All numbers before, after and now; 0 is the first.
    before, after, now : array (n,)
        Object at each pixel before and after painting and in the labels now; -1 where these have
        no such pixel.
    where : array (n, ndim)
        Place of each pixel in the labels.
    sizes : array (k,)
        Pixels of each object in the whole frame now.
    """

    ids: NDArray[np.uint64]
    before: Positions
    after: Positions
    now: Positions
    where: Positions
    sizes: Positions

    def present(self, which: Positions) -> NDArray[np.bool_]:
        """Return which objects occur among `before`, `after` or `now`."""
        return np.bincount(which[which >= 0], minlength=len(self.ids)) > 0


@dataclass(frozen=True)
class Change:
    """One change: its kind, the object before and after it, and the pixels painted."""

    kind: ChangeKind
    before: int
    after: int
    pixels: Positions


def find_changes(pixels: Pixels) -> list[Change]:
    """Return what was painted as changes; every painted pixel belongs to one of them."""
    count = len(pixels.ids)
    was, is_ = pixels.present(pixels.before), pixels.present(pixels.after)
    gone = was & ~is_
    # Background is no object, also where an object has all of the touched pixels.
    gone[0] = False
    painted = np.flatnonzero(pixels.before != pixels.after)
    before, after = pixels.before[painted], pixels.after[painted]
    target = _most(before, after, count)
    # Pixels are told by the object that they went to, where they went to background or left an
    # object that is no more by the one that they came from.
    leaving = (after == 0) | (gone[before] & (after == target[before]))
    owners = np.where(leaving, before, after)
    heirs = {int(target[b]): int(b) for b in np.flatnonzero(gone)[::-1]}
    found = []
    for owner, part in _groups(owners):
        members = painted[part]
        if gone[owner]:
            to = int(target[owner])
            found.append(Change("merged" if to else "removed", owner, to, members))
        elif was[owner] or owner in heirs:
            from_ = owner if was[owner] else heirs[owner]
            found.append(Change("reshaped", from_, owner, members))
        else:
            from_ = _source(before[part])
            found.append(Change("split" if from_ else "added", from_, owner, members))
    return sorted(found, key=lambda one: _ORDER.index(one.kind))


def _most(keys: Positions, values: Positions, count: int) -> Positions:
    """Return for every key the value that it has most often, the smallest of several."""
    pairs, often = np.unique(keys * count + values, return_counts=True)
    key, value = np.divmod(pairs, count)
    result = np.zeros(count, dtype=np.intp)
    # Written last is what occurs most, and of these the smallest.
    order = np.lexsort((-value, often))
    result[key[order]] = value[order]
    return result


def _groups(owners: Positions) -> Iterator[tuple[int, Positions]]:
    """Yield each owner and where it stands."""
    order = np.argsort(owners, kind="stable")
    stops = np.flatnonzero(np.diff(owners[order])) + 1
    for part in np.split(order, stops):
        if part.size:
            yield int(owners[part[0]]), part


def _source(before: Positions) -> int:
    """Return the object that a new one was made of, 0 if most of it was background."""
    ids, often = np.unique(before, return_counts=True)
    background = int(often[ids == 0].sum())
    objects = ids > 0
    if not objects.any() or background > often[objects].max():
        return 0
    return int(ids[objects][np.argmax(often[objects])])


def match_objects(pixels: Pixels) -> Positions:
    """Return for every object before painting the one that it is now, -1 if it is none.

    Two are one object if the pixels that they share are at least half of those that either has;
    background is background.
    """
    count = len(pixels.ids)
    before, now, overlap = overlaps(pixels.before, pixels.now, count)
    sizes = np.bincount(pixels.before, minlength=count)
    share = overlap / (sizes[before] + pixels.sizes[now] - overlap)
    matched = np.full(count, -1, dtype=np.intp)
    matched[0] = 0
    taken = np.zeros(count, dtype=bool)
    for i in np.argsort(-share, kind="stable"):
        # At exactly one half two may claim the same object: the first has it.
        if share[i] >= _LEAST_OVERLAP and matched[before[i]] < 0 and not taken[now[i]]:
            matched[before[i]] = now[i]
            taken[now[i]] = True
    return matched


def overlaps(one: Positions, two: Positions, count: int) -> tuple[Any, Any, Any]:
    """Return each pair of objects that share pixels, and how many."""
    both = (one > 0) & (two > 0)
    pairs, often = np.unique(one[both] * count + two[both], return_counts=True)
    return (*np.divmod(pairs, count), often)
