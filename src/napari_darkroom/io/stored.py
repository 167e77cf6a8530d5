"""What a file holds, before it becomes an image, a label image or a mask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.dtypes import LABEL_DTYPE, as_native
from napari_darkroom.core.errors import FileError, InputError, UnitError
from napari_darkroom.core.units import PIXEL, canonical_unit
from napari_darkroom.core.values import Image, Kind, Labels, Mask

Picture: TypeAlias = Image | Labels | Mask
CANONICAL_ORDER = ("t", "c", "z", "y", "x")
_UNKNOWN_NAMES = ("t", "z")


@dataclass(frozen=True)
class AxisSize:
    """Pixel size of one axis, its unit, and the position of the first pixel's centre."""

    scale: float
    unit: str
    translate: float = 0.0


@dataclass(frozen=True)
class Stored:
    """The pixels of one image in a file, and what the file says of them.

    Attributes
    ----------
    data : array
        Pixels in the file's order of dimensions; with `rgb` the colour is the last one.
    axes : tuple of str
        One name a dimension (without colour).
    sizes : mapping of str to AxisSize
        The axes whose pixel size the file tells.
    rgb : bool
        Whether the last dimension is colour.
    channels : tuple of str
        Names along ``c``, empty where unknown.
    name : str
        The image's own name within the file, empty where it has none.
    metadata : mapping
        What else the file tells (a FITS header).
    record : mapping or None
        What Darkroom wrote about the value (`io.record`).
    """

    data: Any
    axes: tuple[str, ...]
    sizes: Mapping[str, AxisSize] = field(default_factory=dict)
    rgb: bool = False
    channels: tuple[str, ...] = ()
    name: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    record: Mapping[str, Any] | None = None

    def calibration(self) -> Calibration:
        """Return the calibration that the file itself tells; pixels where it tells none."""
        sizes = [self.sizes.get(axis, AxisSize(1.0, PIXEL)) for axis in self.axes]
        return Calibration.of(
            self.axes,
            [size.scale for size in sizes],
            [size.unit for size in sizes],
            [size.translate for size in sizes],
        )

    def ordered(self) -> Stored:
        """Return the same with the axes in canonical order: others, t, c, z, y, x (colour)."""
        rank = {name: position for position, name in enumerate(CANONICAL_ORDER)}
        order = sorted(range(len(self.axes)), key=lambda i: rank.get(self.axes[i], -1))
        last = [len(order)] if self.rgb else []
        return replace(
            self,
            data=self.data.transpose(order + last),
            axes=tuple(self.axes[i] for i in order),
        )


def axis_size(scale: float, unit: str, translate: float = 0.0) -> AxisSize | None:
    """Return the size of an axis as a file tells it, None if it is no physical size.

    A unit that nobody knows, or a size of 0, is what many programs write for "not known".
    """
    try:
        name = canonical_unit(unit)
    except UnitError:
        return None
    usable = np.isfinite(scale) and scale > 0 and np.isfinite(translate)
    return AxisSize(float(scale), name, float(translate)) if usable and name != PIXEL else None


def name_axes(known: Sequence[str | None]) -> tuple[str, ...]:
    """Return a name for every axis; those without one are named as those of a bare array.

    A single unknown axis is z, two are t and z, and what lies before them axis0, axis1...
    """
    free = [name for name in _UNKNOWN_NAMES if name not in known]
    unknown = [i for i, name in enumerate(known) if name is None]
    names = list(known)
    for number, position in enumerate(reversed(unknown)):
        spare = len(unknown) - 1 - number
        names[position] = free.pop() if free else f"axis{spare}"
    return tuple(str(name) for name in names)


def to_kind(grid: Picture, kind: Kind | None) -> Picture:
    """Return a grid read from a file as the kind that is asked for.

    An image of whole numbers becomes labels, an image or labels become a mask (above 0),
    labels and masks become an image (a mask of 0 and 255, as in files).

    Raises
    ------
    InputError
        If the pixels cannot be that: colours, fractions or negative numbers as labels, more than
        two values as a mask.
    """
    if kind is None or kind == grid.kind:
        return grid
    if isinstance(grid, Image) and grid.rgb:
        raise InputError(
            f"{grid.name!r} is an RGB image and cannot be read as {kind}: read it as an image, "
            "then make it gray."
        )
    if kind == "mask":
        return Mask(_mask_array(grid), grid.calibration, grid.name, grid.metadata)
    if kind == "labels":
        return Labels(_label_array(grid), grid.calibration, grid.name, grid.metadata)
    if kind == "image":
        pixels = grid.data.astype(np.uint8) * 255 if isinstance(grid, Mask) else grid.data
        return Image(pixels, grid.calibration, grid.name, grid.metadata)
    raise FileError(f"{grid.name!r} is an image file and cannot be read as a {kind}.")


def _mask_array(grid: Picture) -> Any:
    """Return where a mask is; grey values are none, and would be one nearly everywhere."""
    array = grid.data
    if isinstance(grid, Image) and isinstance(array, np.ndarray) and array.size:
        low, high = array.min(), array.max()
        if not np.all((array == low) | (array == high)):
            raise InputError(
                f"{grid.name!r} holds more than two values, so it is no mask. Make one of grey "
                "values with a threshold, of a label image with mask.from_labels."
            )
    return array > 0


def _label_array(grid: Picture) -> Any:
    array = as_native(np.asarray(grid.data))
    whole = array.dtype.kind in "iu" or bool(np.all(np.isfinite(array) & (np.rint(array) == array)))
    if not whole or (array.size and array.min() < 0):
        raise InputError(
            f"{grid.name!r} holds fractions or negative numbers: labels are whole numbers from 0 "
            "on. Read it as an image."
        )
    if array.dtype.kind in "iu":
        return array
    return array.astype(LABEL_DTYPE if array.max() <= np.iinfo(LABEL_DTYPE).max else np.int64)
