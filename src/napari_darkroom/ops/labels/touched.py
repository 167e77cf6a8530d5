"""Where corrections lie in a label image, and the pixels that they touch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError, UnitError
from napari_darkroom.core.frames import EDIT_AXIS, frame_indices, frame_keys
from napari_darkroom.core.units import conversion_factor
from napari_darkroom.core.values import Grid, Labels
from napari_darkroom.ops.labels.painted import Pixels, Positions

# How far, in pixels, a corner may lie from where a pixel is.
_OFF = 0.1
Index = tuple[int | slice, ...]


@dataclass(frozen=True)
class TouchedFrame:
    """One frame that was painted on: its index in the labels, its keys and the touched pixels."""

    index: Index
    keys: dict[str, int]
    pixels: Pixels


@dataclass(frozen=True)
class PlacedFrame:
    """One frame of corrections.

    Attributes
    ----------
    index : tuple
        Its index in the labels.
    present : bool
        Whether the labels have such a frame.
    before, after : array of int
        What was there, and what was painted.
    offset : array of int
        Place of its first pixel in the frame of the labels, which may be outside.
    """

    index: Index
    present: bool
    before: NDArray[Any]
    after: NDArray[Any]
    offset: Positions


def touched_frames(
    labels: Labels, corrections: Labels, owner: str = "labels.correct"
) -> Iterator[TouchedFrame]:
    """Yield the frames of the labels in which corrections touch an object.

    Parameters
    ----------
    labels, corrections : Labels
        As ``labels.correct`` takes them.
    owner : str
        The operation that asks, for its errors.

    Raises
    ------
    InputError
        If the corrections have other axes, do not lie on the pixels of the labels, or a number is
        negative.
    """
    now = np.asarray(labels.data)
    for placed in placed_frames(labels, corrections, owner):
        frame = (
            now[placed.index] if placed.present else np.zeros((0,) * len(placed.offset), now.dtype)
        )
        pixels = _pixels(frame, placed.before, placed.after, placed.offset)
        if pixels is not None:
            yield TouchedFrame(placed.index, frame_keys(labels, placed.index), pixels)


def placed_frames(labels: Grid, corrections: Labels, owner: str) -> Iterator[PlacedFrame]:
    """Yield the frames of corrections and where they lie in a label image or a mask.

    Raises
    ------
    InputError
        As `touched_frames`.
    """
    _check(owner, labels, corrections)
    calibration = corrections.calibration.select(range(1, corrections.calibration.ndim))
    before, after = np.asarray(corrections.data)
    offset = _offset(owner, labels.calibration, calibration, before.shape)
    spatial = offset[list(calibration.spatial)]
    for index in frame_indices(Labels(before, calibration)):
        place = _moved(index, offset)
        present = all(
            isinstance(at, slice) or 0 <= at < length
            for at, length in zip(place, labels.shape, strict=True)
        )
        yield PlacedFrame(place, present, before[index], after[index], spatial)


def _check(owner: str, labels: Grid, corrections: Labels) -> None:
    wanted = (EDIT_AXIS, *labels.calibration.axes)
    if corrections.calibration.axes != wanted or corrections.shape[0] != 2:
        raise InputError(
            f"{owner}: the corrections must have the axes {', '.join(wanted)}, the first of "
            f"length 2 (before and after); their shape is {corrections.shape} along "
            f"{', '.join(corrections.calibration.axes)}. They are recorded when labels are "
            "painted on."
        )
    for one in (labels, corrections):
        smallest = int(np.asarray(one.data).min(initial=0))
        if smallest < 0:
            raise InputError(
                f"{owner}: {one.name or 'a label image'} holds the negative number "
                f"{smallest}. Labels are 0 (background) and up."
            )


def _offset(
    owner: str, labels: Calibration, corrections: Calibration, shape: tuple[int, ...]
) -> Positions:
    """Return the index in the labels of the first pixel of the corrections."""
    corners = np.concatenate([np.zeros((1, len(shape))), np.diag(np.maximum(shape, 2) - 1.0)])
    try:
        factors = [
            conversion_factor(own, wanted)
            for own, wanted in zip(corrections.units, labels.units, strict=True)
        ]
    except UnitError as error:
        raise InputError(f"{owner}: {_MISPLACED} {error}") from error
    index = labels.index(corrections.world(corners) * np.array(factors))
    offset = np.rint(index[0])
    if np.abs(index - corners - offset).max() > _OFF:
        raise InputError(
            f"{owner}: {_MISPLACED} Their first pixel lies at "
            f"{', '.join(f'{i:g}' for i in index[0])}, and the pixel sizes are "
            f"{', '.join(f'{s:g}' for s in corrections.scale)} and "
            f"{', '.join(f'{s:g}' for s in labels.scale)}."
        )
    return offset.astype(np.intp)


_MISPLACED = (
    "the corrections do not lie on the pixels of the labels. Take those that were painted on this "
    "image, at this pixel size."
)


def _moved(index: Index, offset: Positions) -> Index:
    return tuple(
        at if isinstance(at, slice) else at + int(o) for at, o in zip(index, offset, strict=True)
    )


def _pixels(
    now: NDArray[Any], before: NDArray[Any], after: NDArray[Any], offset: Positions
) -> Pixels | None:
    touched = np.nonzero((before != 0) | (after != 0))
    if not touched[0].size:
        return None
    where = np.stack(touched, axis=1) + offset
    inside = ((where >= 0) & (where < now.shape)).all(axis=1)
    present = np.zeros(len(where), dtype=np.uint64)
    present[inside] = now[tuple(where[inside].T)]
    old, new = before[touched].astype(np.uint64), after[touched].astype(np.uint64)
    ids = np.unique(np.concatenate([np.zeros(1, np.uint64), old, new, present]))
    found = np.where(inside, np.searchsorted(ids, present), -1)
    sizes = _sizes(now, ids)
    return Pixels(ids, np.searchsorted(ids, old), np.searchsorted(ids, new), found, where, sizes)


def _sizes(now: NDArray[Any], ids: NDArray[np.uint64]) -> Positions:
    """Return how many pixels of a frame have each of some numbers; of 0 none are counted."""
    known = ids[1:][ids[1:] <= int(now.max(initial=0))].astype(now.dtype)
    values = now[np.isin(now, known)]
    counts = np.bincount(np.searchsorted(known, values), minlength=len(known))
    sizes = np.zeros(len(ids), dtype=np.intp)
    sizes[1 : len(known) + 1] = counts
    return sizes
