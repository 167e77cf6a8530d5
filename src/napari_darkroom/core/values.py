"""The values that operations take and give: images, label images, masks, tables, drawings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.kinds import Kind
from napari_darkroom.core.points import Points
from napari_darkroom.core.shapes import Shapes
from napari_darkroom.core.table import Table

if TYPE_CHECKING:
    from napari_darkroom.core.lineage import Lineage

__all__ = [
    "GRID_TYPES", "VALUE_TYPES", "Grid", "Image", "Kind", "Labels", "Mask", "Points", "Shapes",
    "Table", "Value",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Grid:
    """An array of pixels whose axes are calibrated; base of Image, Labels and Mask.

    Attributes
    ----------
    data : array
        NumPy or lazy (dask) array.
    calibration : Calibration
        One entry an axis of `data`; the colour axis of an RGB image is left out.
    name : str
        What the pixels show; results are named after it.
    metadata : mapping
        What the file told beyond the calibration (a FITS header, a channel's name).
    lineage : lineage or None
        What made it, as `core.lineage.lineage_of` checks it.
    """

    data: Any
    calibration: Calibration
    name: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    lineage: Lineage | None = field(default=None, kw_only=True)

    kind: ClassVar[Kind]

    def __post_init__(self) -> None:
        if isinstance(self.data, np.ma.MaskedArray):
            raise InputError(
                "A masked array's mask would be lost. Fill it first: array.astype(float)"
                ".filled(numpy.nan) marks what is masked as missing."
            )
        if self.dtype.kind not in "biuf":
            raise InputError(
                f"A pixel is a number or bool, not {self.dtype}. Read a file with dr.read; of "
                "complex numbers take the modulus or the real part (numpy.abs, numpy.real)."
            )
        if self.data.ndim != self.calibration.ndim + self._colour_axes:
            raise InputError(
                f"The {self.kind} has shape {self.data.shape}, but {self.calibration.ndim} axes "
                f"are named: {', '.join(self.calibration.axes)}. Name one axis a dimension."
            )

    @property
    def _colour_axes(self) -> int:
        return 0

    @classmethod
    def of(
        cls,
        data: Any,
        axes: Sequence[str] | str | None = None,
        scale: float | Sequence[float] | None = None,
        units: str | Sequence[str] | None = None,
        translate: Sequence[float] | None = None,
        **fields: Any,
    ) -> Self:
        """Return a calibrated value; without `axes` the last axes are t, z, y, x.

        `scale`, `units` and `translate` are described at `Calibration.of`; `fields` are the
        further attributes: name, metadata, rgb, channels.

        Raises
        ------
        InputError
            If `data` is no array of numbers, or the axes do not fit it.
        """
        if isinstance(data, Grid):
            raise InputError(f"{data!r} is calibrated already: give its data.")
        array = data if hasattr(data, "ndim") else np.asarray(data)
        ndim = array.ndim - (1 if fields.get("rgb") else 0)
        bare = Calibration.default(ndim)
        if axes is None and scale is None and units is None and translate is None:
            return cls(array, bare, **fields)
        names = bare.axes if axes is None else tuple(axes)
        return cls(array, Calibration.of(names, scale, units, translate), **fields)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape along the calibrated axes (without colour)."""
        return tuple(self.data.shape[: self.calibration.ndim])

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of a pixel."""
        return np.dtype(self.data.dtype)

    @property
    def lazy(self) -> bool:
        """Whether the pixels are computed on demand."""
        return hasattr(self.data, "dask")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        """Return the pixels, without their calibration."""
        array = np.asarray(self.data, dtype=dtype)
        return array.copy() if copy else array

    def with_data(self, data: Any, calibration: Calibration | None = None) -> Self:
        """Return the same kind of value with other pixels."""
        return replace(self, data=data, calibration=calibration or self.calibration)

    def __repr__(self) -> str:
        c = self.calibration
        size = " × ".join(
            f"{name} {length}" for name, length in zip(c.axes, self.shape, strict=True)
        )
        pixel = ", ".join(
            f"{name} {scale:g} {unit}"
            for name, scale, unit in zip(c.axes, c.scale, c.units, strict=True)
        )
        extra = " RGB" if self._colour_axes else ""
        return f"{type(self).__name__}({self.name!r}: {size}{extra}, {self.dtype}; {pixel})"

    def _repr_html_(self) -> str:
        from napari_darkroom.core.thumbnail import html

        return html(self)


@dataclass(frozen=True, eq=False, repr=False)
class Image(Grid):
    """Grey values or, with `rgb`, colours in a last axis of length 3 or 4.

    Attributes
    ----------
    rgb : bool
        Whether the last dimension of `data` holds red, green, blue (and alpha).
    channels : tuple of str
        Names along the axis ``c``, empty where unknown.
    """

    rgb: bool = False
    channels: tuple[str, ...] = ()

    kind: ClassVar[Kind] = "image"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.rgb and self.data.shape[-1] not in (3, 4):
            raise InputError(
                f"An RGB image has 3 or 4 values a pixel; the last dimension of {self.data.shape} "
                "has neither."
            )

    @property
    def _colour_axes(self) -> int:
        return int(self.rgb)

    def channel(self, position: int) -> Image:
        """Return one channel, without the axis ``c``.

        Raises
        ------
        InputError
            If there is no axis ``c`` or no such channel.
        """
        axes = self.calibration.axes
        if "c" not in axes or not 0 <= position < self.shape[axes.index("c")]:
            raise InputError(f"{self!r} has no channel {position}.")
        axis = axes.index("c")
        return replace(
            self,
            data=self.data[(slice(None),) * axis + (position,)],
            calibration=self.calibration.select([i for i in range(len(axes)) if i != axis]),
            channels=(),
        )


@dataclass(frozen=True, eq=False, repr=False)
class Labels(Grid):
    """Integers that name the object a pixel belongs to; 0 is background."""

    kind: ClassVar[Kind] = "labels"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.dtype.kind not in "iu":
            raise InputError(
                f"A label image holds integers, this one {self.dtype}. Make a mask with a "
                "threshold, then objects with segment.connected_components."
            )


@dataclass(frozen=True, eq=False, repr=False)
class Mask(Grid):
    """True where something is."""

    kind: ClassVar[Kind] = "mask"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.dtype != bool:
            raise InputError(f"A mask is bool, this array {self.dtype}. Make one with a threshold.")


Value: TypeAlias = Image | Labels | Mask | Table | Points | Shapes
GRID_TYPES: Mapping[Kind, type[Image | Labels | Mask]] = MappingProxyType(
    {"image": Image, "labels": Labels, "mask": Mask}
)
VALUE_TYPES: Mapping[Kind, type[Value]] = MappingProxyType(
    {**GRID_TYPES, "table": Table, "points": Points, "shapes": Shapes}
)
