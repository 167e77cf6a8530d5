"""Applying corrections that were painted by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.declaration import operation
from napari_darkroom.core.values import Labels, Table
from napari_darkroom.ops.labels.applied import FrameEdit, edit_frame
from napari_darkroom.ops.labels.report import report
from napari_darkroom.ops.labels.touched import touched_frames


class Corrected(NamedTuple):
    """The corrected labels, and what became of every change."""

    labels: Labels
    changes: Table


@operation(title="Correct objects", noun="corrected", menu="")
def correct(labels: Labels, corrections: Labels) -> Corrected:
    """Apply corrections that were painted by hand, to the objects that still match.

    Parameters
    ----------
    labels : Labels
        The label image, which may have changed since it was painted on.
    corrections : Labels
        A first axis ``edit`` of length 2 (before and after), then the axes of the labels. It holds
        the touched objects, whole, as they were and as they were painted, and 0 elsewhere; it may
        be a part of the image, placed by its calibration.

    Returns
    -------
    labels : Labels
        The corrected label image. It keeps the pixel type, unless a number does not fit into it;
        then it is the next larger type of integers.
    changes : Table
        One row a change, and whether it was applied.

    Raises
    ------
    InputError
        If the corrections do not lie on the pixels of the labels, or a number is negative.

    Notes
    -----
    An object is the one that it was if the pixels that both have are at least half of those that
    either has. Each frame is treated alone: the same number at another time is another object.

    - *removed*: the whole object goes, also where it has grown since.
    - *merged*: the whole of one object gets the number of another.
    - *split*: a part of an object gets a new number, where the object still is.
    - *added*: a new object on background. It is not applied where an object that is half the same
      lies already, or where others lie on more than half of it.
    - *reshaped*: pixels are added on background, and taken from the objects that they were
      taken from.

    What no longer matches is not applied and stays as it is. A new object whose number is taken
    gets the next free one. On the labels that were painted on the result is what was painted.

    Formula::

        result(x) = after(x) where before(x) ≠ after(x) and labels(x) is what before(x) was
        result(x) = labels(x) elsewhere

    Equivalent for the labels that were painted on, and corrections of their size::

        import numpy as np

        before, after = corrections
        labels = np.where(before != after, after, labels)

    References
    ----------
    M. Everingham et al., International Journal of Computer Vision 88 (2010) 303–338: what is shared
    over what either has, and the limit of one half (above it there). CellProfiler, module
    EditObjectsManually, keeps what was painted as it is.
    """
    data = np.asarray(labels.data)
    free = _free_numbers(data, np.asarray(corrections.data))
    done = [
        (frame, edit_frame(frame.pixels, free)) for frame in touched_frames(labels, corrections)
    ]
    result = data.astype(_wide_enough(data.dtype, [edit for _, edit in done]))
    for frame, edit in done:
        # A frame that the labels no longer have has no change that fits.
        if any(row.applied for row in edit.rows):
            _change(result[frame.index], edit)
    return Corrected(labels.with_data(result), report(labels, done))


def _free_numbers(labels: NDArray[Any], corrections: NDArray[Any]) -> Iterator[int]:
    """Yield numbers that no object has: above all, then gaps, then what needs a wider type."""
    largest = max(int(labels.max(initial=0)), int(corrections.max(initial=0)))
    limit = int(np.iinfo(labels.dtype).max)
    yield from range(largest + 1, limit + 1)
    used = {int(number) for array in (labels, corrections) for number in np.unique(array)}
    yield from (number for number in range(1, limit + 1) if number not in used)
    yield from count(max(limit, largest) + 1)


def _wide_enough(dtype: np.dtype[Any], edits: Sequence[FrameEdit]) -> np.dtype[Any]:
    """Return the type of the labels, or the next in which all new numbers fit."""
    largest = max((row.label for edit in edits for row in edit.rows if row.applied), default=0)
    wider = [np.dtype(f"{dtype.kind}{size}") for size in (1, 2, 4, 8) if size >= dtype.itemsize]
    return next((t for t in wider if largest <= np.iinfo(t).max), np.dtype(np.uint64))


def _change(frame: NDArray[Any], edit: FrameEdit) -> None:
    """Change a frame in place."""
    if edit.renumbered:
        old = np.array(sorted(edit.renumbered), dtype=np.uint64)
        new = np.array([edit.renumbered[int(number)] for number in old], dtype=np.uint64)
        found = np.isin(frame, old.astype(frame.dtype))
        at = np.searchsorted(old, frame[found].astype(np.uint64))
        frame[found] = new[at].astype(frame.dtype)
    for where, numbers in edit.writes:
        frame[tuple(where.T)] = numbers.astype(frame.dtype)
