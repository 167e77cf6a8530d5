"""Applying the changes of one frame to labels that may no longer be what was painted on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.ops.labels.painted import (
    Change,
    Pixels,
    Positions,
    find_changes,
    match_objects,
    overlaps,
)


@dataclass(frozen=True)
class Row:
    """What became of a change; `reason` says why it, or a part of it, was not applied."""

    change: Change
    label_before: int
    label: int
    applied: bool
    reason: str


@dataclass
class FrameEdit:
    """What a frame of the labels gets.

    Attributes
    ----------
    rows : list of Row
        One a change.
    renumbered : dict of int to int
        Objects that get another number wherever they are.
    writes : list of (array, array)
        Places and numbers, written in this order after it.
    """

    rows: list[Row] = field(default_factory=list)
    renumbered: dict[int, int] = field(default_factory=dict)
    writes: list[tuple[Positions, NDArray[np.uint64]]] = field(default_factory=list)


class _Refused(Exception):  # noqa: N818 - not a fault
    """A change is not applied; the text says why."""


def edit_frame(pixels: Pixels, free: Iterator[int]) -> FrameEdit:
    """Return what the changes painted on a frame do to it.

    Parameters
    ----------
    pixels : Pixels
        The touched objects.
    free : iterator of int
        Numbers that no object has.
    """
    frame = _Frame(pixels, free)
    for change in find_changes(pixels):
        frame.apply(change)
    return frame.edit


class _Frame:
    """A frame while its changes are applied, one after the other."""

    def __init__(self, pixels: Pixels, free: Iterator[int]) -> None:
        self.pixels = pixels
        self.edit = FrameEdit()
        self._free = free
        self._matched = match_objects(pixels)
        self._was = pixels.present(pixels.before)
        self._numbers: dict[int, int] = {0: 0}

    def apply(self, change: Change) -> None:
        """Apply a change as far as it fits, and note what became of it."""
        members = change.pixels
        before, now = self.pixels.before[members], self.pixels.now[members]
        fits = (now >= 0) & (now == self._matched[before])
        label_before = self._id(change.before)
        try:
            self._check(change, fits)
            number = self._number(change)
        except _Refused as refusal:
            after = self._id(change.after)
            self.edit.rows.append(Row(change, label_before, after, False, str(refusal)))
            return
        if change.kind in ("removed", "merged"):
            self._renumber(change.before, number)
        self._write(members[fits], number)
        left = int(len(fits) - fits.sum())
        reason = "" if change.kind in ("removed", "merged") or not left else _left(left, len(fits))
        self.edit.rows.append(Row(change, label_before, number, True, reason))

    def _id(self, position: int) -> int:
        return int(self.pixels.ids[position])

    def _check(self, change: Change, fits: NDArray[np.bool_]) -> None:
        if change.kind == "added":
            self._check_place(change, fits)
        elif change.kind == "reshaped" and not self._was[change.after]:
            if change.after not in self._numbers:
                raise _Refused(f"Object {self._id(change.after)} could not be made.")
        else:
            self._need_match(change.before)
        if change.kind in ("split", "reshaped") and not fits.any():
            raise _Refused("None of its pixels is what was painted on.")

    def _need_match(self, position: int) -> None:
        if self._matched[position] < 0:
            raise _Refused(
                f"No object matches object {self._id(position)} any longer: less than half is "
                "the same."
            )

    def _check_place(self, change: Change, fits: NDArray[np.bool_]) -> None:
        """Refuse to add an object that is there, or whose place is taken."""
        count, members = len(self.pixels.ids), change.pixels
        now = self.pixels.now[members]
        _, other, shared = overlaps(np.ones_like(now), now, count)
        same = 2 * shared >= len(members) + self.pixels.sizes[other] - shared
        if same.any():
            found = self._id(int(other[np.argmax(same)]))
            raise _Refused(f"Object {found} lies there already.")
        if (now < 0).all():
            raise _Refused("It lies outside of the image.")
        if 2 * fits.sum() < len(fits):
            raise _Refused("Other objects lie on more than half of it.")

    def _number(self, change: Change) -> int:
        """Return the number that the object of a change has now; a new object gets one."""
        after = change.after
        if after not in self._numbers:
            if self._was[after]:
                self._need_match(after)
                self._numbers[after] = self._id(int(self._matched[after]))
            else:
                taken = self.pixels.sizes[after] > 0
                self._numbers[after] = next(self._free) if taken else self._id(after)
        return self._numbers[after]

    def _renumber(self, position: int, number: int) -> None:
        """Give the whole of a matched object a number, also where it has grown."""
        now = int(self._matched[position])
        known = np.flatnonzero(self.pixels.now == now)
        if len(known) < self.pixels.sizes[now]:
            self.edit.renumbered[self._id(now)] = number
        self._add(known, np.full(len(known), number, dtype=np.uint64))

    def _write(self, members: Positions, number: int) -> None:
        """Give painted pixels the number of their object, 0 those that were erased."""
        erased = self.pixels.after[members] == 0
        self._add(members, np.where(erased, 0, number).astype(np.uint64))

    def _add(self, members: Positions, numbers: Any) -> None:
        self.edit.writes.append((self.pixels.where[members], numbers))


def _left(left: int, painted: int) -> str:
    return f"{left} of {painted} painted pixels were left: they are not what was painted on."
