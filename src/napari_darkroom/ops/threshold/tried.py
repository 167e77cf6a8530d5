"""All methods on one image: what each finds, and how much it marks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError
from napari_darkroom.core.frames import pixels_at
from napari_darkroom.core.values import Image, Mask
from napari_darkroom.kernels.pieces import count_pieces
from napari_darkroom.kernels.side_by_side import side_by_side
from napari_darkroom.ops.measure.groups import Cells, each_channel
from napari_darkroom.ops.threshold.decide import pixels_inside, split
from napari_darkroom.ops.threshold.grey_levels import GreyLevels, grey_levels
from napari_darkroom.ops.threshold.methods import ALL, BY_VALUES, Method, threshold_of
from napari_darkroom.ops.threshold.montage import Picture, Sheet

FoundIn: TypeAlias = Literal["frame", "plane", "stack"]
_NAMED = "threshold.automatic"


@dataclass(frozen=True)
class Trial:
    """How thresholds are tried, as the operation is given it."""

    found_in: FoundIn
    bins: int
    dark_objects: bool


@dataclass(frozen=True)
class Found:
    """What a method found: a threshold, or NaN and the reason."""

    threshold: float
    reason: str = ""


@dataclass(frozen=True)
class Marked:
    """How many pixels a mask has, of how many that are not missing, and its connected pieces."""

    pixels: int
    of: int
    objects: int


@dataclass(frozen=True)
class Part:
    """What one threshold a method is found of, or a frame of it.

    Attributes
    ----------
    cells : dict
        Keys of its rows.
    pixels, inside : array
        All pixels, and those of which a threshold is found.
    pictures : array (planes, row, column, 3)
        What its masks are drawn into.
    """

    cells: Cells
    pixels: NDArray[Any]
    inside: NDArray[Any]
    pictures: Picture


def parts(image: Image, mask: Mask | None, found_in: FoundIn, pictures: Picture) -> Iterator[Part]:
    """Yield the frames of an image, or their planes.

    Parameters
    ----------
    pictures : array
        Along the axes of the image that are not y and x, then the rows, columns and colours.
    """
    others = [name for name in image.calibration.axes if name not in ("y", "x")]
    for one in each_channel(image):
        inside = None if mask is None else pixels_at(mask, one.place)
        drawn = pictures[tuple(one.place.get(name, slice(None)) for name in others)]
        if found_in != "plane" or one.pixels.ndim == 2:
            deep = drawn if one.pixels.ndim == 3 else drawn[np.newaxis]
            yield Part(one.cells(len(ALL)), one.pixels, pixels_inside(one.pixels, inside), deep)
            continue
        for z, plane in enumerate(one.pixels):
            cells = one.cells(len(ALL)) | {"z": np.full(len(ALL), z, np.int64)}
            some = pixels_inside(plane, None if inside is None else inside[z])
            yield Part(cells, plane, some, drawn[z : z + 1])


def find_all(values: NDArray[Any], bins: int) -> dict[Method, Found]:
    """Return what each method finds of some values, from one histogram."""
    if not values.size:
        return dict.fromkeys(ALL, Found(math.nan, "The mask holds no pixel."))
    try:
        levels = grey_levels(values, bins, _NAMED)
    except InputError as error:
        return dict.fromkeys(ALL, _not_found(error))
    return {method: _find(method, levels) for method in ALL}


def _find(method: Method, levels: GreyLevels) -> Found:
    try:
        if method in BY_VALUES:
            return Found(BY_VALUES[method](levels.values, _NAMED))
        return Found(threshold_of(method, levels))
    except InputError as error:
        return _not_found(error)


def _not_found(error: InputError) -> Found:
    reason = str(error).removeprefix(f"{_NAMED}: ")
    return Found(math.nan, reason[:1].upper() + reason[1:])


def mark_all(
    part: Part, found: Mapping[Method, Found], sheet: Sheet, *, dark_objects: bool
) -> list[Marked]:
    """Draw the mask of each method, and return how much it marks."""
    floats = part.pixels.dtype.kind == "f"
    missing = np.count_nonzero(np.isnan(part.pixels)) if floats else 0
    known = int(part.pixels.size - missing)

    def mark(place: int, method: Method) -> Marked:
        threshold = found[method].threshold
        text = "no threshold" if math.isnan(threshold) else f"{threshold:.5g}"
        for picture in part.pictures:
            sheet.write(picture, place, method, text)
        if math.isnan(threshold):
            return Marked(0, known, 0)
        mask = split(part.pixels, (threshold,), dark_objects=dark_objects)
        planes = mask if mask.ndim == 3 else mask[np.newaxis]
        for picture, plane in zip(part.pictures, planes, strict=True):
            sheet.draw(picture, place, plane)
        pieces = count_pieces(mask, diagonal=True)
        return Marked(int(np.count_nonzero(mask)), known, pieces)

    work = [partial(mark, place, method) for place, method in enumerate(ALL)]
    return side_by_side(work, part.pixels.size)
