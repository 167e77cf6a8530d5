"""What somebody painted on a label image, kept so that it can be applied again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.frames import EDIT_AXIS, frame_indices
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Labels

_LARGEST_LOOKUP = 2**24


def make_corrections(before: Labels, after: Labels) -> Labels | None:
    """Return what was painted, in the form that ``labels.correct`` takes.

    Parameters
    ----------
    before, after : Labels
        The label image as it was computed, and as it is now.

    Returns
    -------
    Labels or None
        With a first axis ``edit`` of length 2: all objects that were touched as they were, and as
        they are; 0 elsewhere. Cropped to these objects and placed by its calibration. None if
        nothing was painted.

    Raises
    ------
    InputError
        If the two do not lie on the same pixels.
    """
    if before.calibration != after.calibration or before.shape != after.shape:
        raise InputError(
            "Corrections are what was painted on a label image: the two must be of one shape and "
            f"calibration, and are {before!r} and {after!r}."
        )
    pair = _same_type(np.asarray(before.data), np.asarray(after.data))
    touched = np.zeros((2, *before.shape), dtype=pair[0].dtype)
    for index in frame_indices(before):
        for target, part in zip(touched, _touched(pair[0][index], pair[1][index]), strict=True):
            target[index] = part
    box = _box(touched)
    if box is None:
        return None
    calibration = before.calibration.moved([part.start for part in box])
    return Labels(touched[(slice(None), *box)].copy(), with_edit_axis(calibration), before.name)


def _same_type(before: NDArray[Any], after: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    type_ = before.dtype.newbyteorder("=")
    if after.dtype != type_:
        type_ = np.promote_types(type_, after.dtype)
    if type_.kind == "f":
        # Of uint64 and a signed type: labels are not negative.
        type_ = np.dtype(np.uint64)
    return before.astype(type_, copy=False), after.astype(type_, copy=False)


def _touched(before: NDArray[Any], after: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the objects of a frame of which a pixel has changed, 0 elsewhere."""
    changed = before != after
    ids = np.union1d(before[changed], after[changed])
    ids = ids[ids != 0]
    return _only(before, ids), _only(after, ids)


def _only(labels: NDArray[Any], ids: NDArray[Any]) -> NDArray[Any]:
    if not ids.size:
        return np.zeros_like(labels)
    largest = int(labels.max())
    if largest < _LARGEST_LOOKUP and int(labels.min()) >= 0:
        # A look into a table of all numbers is several times as fast as a search.
        wanted = np.zeros(largest + 1, dtype=bool)
        wanted[ids[ids <= largest].astype(np.intp)] = True
        return np.where(wanted[labels], labels, labels.dtype.type(0))
    near = (labels >= ids[0]) & (labels <= ids[-1])
    near[near] = np.isin(labels[near], ids)
    return np.where(near, labels, 0).astype(labels.dtype, copy=False)


def _box(touched: NDArray[Any]) -> tuple[slice, ...] | None:
    """Return the smallest box that holds all that was touched, None for nothing."""
    any_edit: NDArray[np.bool_] = (touched[0] != 0) | (touched[1] != 0)
    if not any_edit.any():
        return None
    box = []
    for axis in range(any_edit.ndim):
        others = tuple(i for i in range(any_edit.ndim) if i != axis)
        found = np.flatnonzero(any_edit.any(axis=others))
        box.append(slice(int(found[0]), int(found[-1]) + 1))
    return tuple(box)


def with_edit_axis(calibration: Calibration) -> Calibration:
    """Return a calibration with the axis before and after in front."""

    def grown(matrix: Any) -> Any:
        if matrix is None:
            return None
        larger = np.eye(len(matrix) + 1)
        larger[1:, 1:] = matrix
        return tuple(map(tuple, larger.tolist()))

    return replace(
        calibration,
        axes=(EDIT_AXIS, *calibration.axes),
        scale=(1.0, *calibration.scale),
        units=(PIXEL, *calibration.units),
        translate=(0.0, *calibration.translate),
        rotate=grown(calibration.rotate),
        shear=grown(calibration.shear),
        affine=grown(calibration.affine),
    )
