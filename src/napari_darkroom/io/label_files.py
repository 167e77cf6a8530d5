"""Whether a file may be taken for labels: a mask would be one object, a picture thousands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import Image, Mask
from napari_darkroom.io.stored import Picture, Stored

_MAKE = "Make label images with segment.connected_components or segment.split_touching."
# What programs write for inside of a mask, in 8 and in 16 bits.
_INSIDE = (255, 65535)
# Of pixels side by side within objects at most one in twenty are of two objects, in pictures four
# in ten and more are of two values; of few pixels nothing can be said.
_UNEQUAL, _ENOUGH = 0.3, 256


def check_no_mask(file: Path, value: Picture) -> None:
    """Check that what is to be read as labels is no mask.

    Raises
    ------
    InputError
        If the file tells that it is one.
    """
    if isinstance(value, Mask):
        raise InputError(
            f"{file} is a mask, and labels are wanted: a mask does not tell its objects apart. "
            f"{_MAKE}"
        )


def check_may_be_labels(file: Path, stored: Stored, value: Picture) -> None:
    """Check that nothing speaks against labels, where nobody said that the file holds them.

    Raises
    ------
    InputError
        If the file tells that it is a mask, or an image that Darkroom made, or looks like a mask
        or like a picture.
    """
    check_no_mask(file, value)
    if not isinstance(value, Image) or value.rgb:
        return
    if _made_as_image(stored):
        raise InputError(
            f"{file} was made as an image, and labels are wanted. {_MAKE} If its numbers are those "
            f"of objects, {_write_anew(file)}"
        )
    inside = _inside(value)
    if inside:
        raise InputError(
            f"{file} holds only 0 and {inside}, as masks do, and labels are wanted. {_MAKE} If "
            f"{inside} is the number of one object, {_write_anew(file)}"
        )
    if _looks_like_a_picture(value):
        raise InputError(
            f"{file} looks like a picture, as most pixels differ from the next one, and labels are "
            f"wanted. {_MAKE} If its numbers are those of objects, {_write_anew(file)}"
        )


def _made_as_image(stored: Stored) -> bool:
    """Whether an image tells how it was made; a bare array tells nothing and may be labels."""
    record = stored.record or {}
    unchanged = record.get("dtype") == stored.data.dtype.newbyteorder("=").name
    return unchanged and record.get("kind") == Image.kind and "provenance" in record


def _inside(value: Image) -> int:
    """Return the one value beside 0 that masks have in files, 0 if it is no such file."""
    array = np.asarray(value.data)
    high = array.max()
    alone = high in _INSIDE and bool(np.all((array == 0) | (array == high)))
    return int(high) if alone else 0


def _looks_like_a_picture(value: Image) -> bool:
    """Return whether most pixels differ from the next one: numbers of objects are in patches."""
    counts = np.sum([_neighbours(line) for line in np.asarray(value.data)], axis=0)
    return bool(counts[0] >= _ENOUGH and counts[1] > _UNEQUAL * counts[0])


def _neighbours(part: NDArray[Any]) -> tuple[int, int]:
    """Return how many pixels side by side along x are no background, and how many differ."""
    left, right = part[..., :-1], part[..., 1:]
    both = (left != 0) & (right != 0)
    return int(np.count_nonzero(both)), int(np.count_nonzero(both & (left != right)))


def _write_anew(file: Path) -> str:
    return (
        f'write it as labels first: dr.write("labels.tif", dr.read("{file.name}", kind="labels")).'
    )
