"""The types in the signature of an operation; everything else is derived from them.

An array-level operation names its inputs ``ImageArray``, ``LabelsArray``, ``MaskArray`` or
``GridArray`` (any of the three) and sees NumPy arrays of the spatial axes alone. A
value-level operation names them ``Image``, ``Labels``, ``Mask``, ``Grid``, ``Table``,
``Points`` or ``Shapes`` and sees calibrated values. To mypy the arrays are plain arrays and a
length is one number or one for each axis.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from numpy.typing import NDArray

from napari_darkroom.core.dtypes import DtypeRule
from napari_darkroom.core.units import Measure
from napari_darkroom.core.values import Image, Kind, Labels, Mask

GRID_KINDS: tuple[Kind, ...] = ("image", "labels", "mask")


@dataclass(frozen=True)
class ArrayOf:
    """Which kinds of value an array parameter takes, or which one a result is.

    Attributes
    ----------
    kinds : tuple of str
        Allowed kinds; for a result one kind, or none for the kind of the first input.
    dtype : str
        Rule for the pixel type of a result (`core.dtypes.result_dtype`).
    """

    kinds: tuple[Kind, ...] = ()
    dtype: DtypeRule = "keep"


@dataclass(frozen=True)
class LengthMarker:
    """The parameter is a length: a number of pixels, or physical; one float an axis on arrival."""


@dataclass(frozen=True)
class SizeMarker:
    """The parameter is an area or volume: a count of pixels, or physical; a float on arrival."""


@dataclass(frozen=True)
class PhysicalMarker:
    """The parameter is a number with its unit and is handed over as such, as a `Measure`.

    Attributes
    ----------
    like : str
        A unit of what it measures: ``um`` for lengths, ``s`` for times.
    most : int
        How many numbers may be given.
    """

    like: str = "um"
    most: int = 1


@dataclass(frozen=True)
class LimitMarker:
    """The parameter bounds the values of a column: a number in its unit, or a `Measure`."""


@dataclass(frozen=True)
class FillMarker:
    """The parameter is a pixel value, and NaN (missing) is one."""


@dataclass(frozen=True)
class IntervalMarker:
    """The parameter is a half-open range of indices, either end open: ``(10, None)``."""


@dataclass(frozen=True)
class ColumnMarker:
    """The parameter is the name of a column of the table that the operation is given."""


@dataclass(frozen=True)
class NamesMarker:
    """The parameter is the names, with commas between them, of what an input is given.

    Attributes
    ----------
    of : str
        The input. Where several are given and no names, their own names become the parameter.
    """

    of: str


@dataclass(frozen=True)
class OnlyFor:
    """The parameter has a say only where another one is set so.

    Attributes
    ----------
    parameter : str
        The other one, a choice.
    choices : tuple of str
        Those of its choices for which this one counts.
    """

    parameter: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class SpacingMarker:
    """Not a parameter: the engine hands over the pixel size along each spatial axis."""


@dataclass(frozen=True)
class PollMarker:
    """Not a parameter: the engine hands over what raises `Cancelled` once the run is stopped."""


ImageArray: TypeAlias = Annotated[NDArray[Any], ArrayOf(("image",))]
LabelsArray: TypeAlias = Annotated[NDArray[Any], ArrayOf(("labels",), "keep")]
MaskArray: TypeAlias = Annotated[NDArray[Any], ArrayOf(("mask",), "bool")]
GridArray: TypeAlias = Annotated[NDArray[Any], ArrayOf(GRID_KINDS)]
ImageOrMaskArray: TypeAlias = Annotated[NDArray[Any], ArrayOf(("image", "mask"))]

SameArray: TypeAlias = Annotated[NDArray[Any], ArrayOf()]
FloatImageArray: TypeAlias = Annotated[NDArray[Any], ArrayOf(("image",), "float")]
NewLabelsArray: TypeAlias = Annotated[NDArray[Any], ArrayOf(("labels",), "label")]
ClassesArray: TypeAlias = Annotated[NDArray[Any], ArrayOf(("labels",), "class")]
MeasuredImage: TypeAlias = Annotated[Image, ArrayOf(("image",), "double")]
DrawnImage: TypeAlias = Annotated[Image, ArrayOf(("image",), "drawing")]
NewMask: TypeAlias = Annotated[Mask, ArrayOf(("mask",), "bool")]
NewLabels: TypeAlias = Annotated[Labels, ArrayOf(("labels",), "label")]
NewClasses: TypeAlias = Annotated[Labels, ArrayOf(("labels",), "class")]

Length: TypeAlias = Annotated[float | Sequence[float], LengthMarker()]
Limit: TypeAlias = Annotated[float | Measure, LimitMarker()]
Fill: TypeAlias = Annotated[float, FillMarker()]
PhysicalLength: TypeAlias = Annotated[Any, PhysicalMarker()]
PhysicalLengths: TypeAlias = Annotated[Any, PhysicalMarker(most=2)]
PhysicalTime: TypeAlias = Annotated[Any, PhysicalMarker("s")]
Size: TypeAlias = Annotated[float, SizeMarker()]
Interval: TypeAlias = Annotated[tuple[int | None, int | None], IntervalMarker()]
ColumnName: TypeAlias = Annotated[str, ColumnMarker()]
ImageNames: TypeAlias = Annotated[str, NamesMarker("image")]
Boundary: TypeAlias = Literal["reflect", "mirror", "nearest", "wrap", "constant"]
Spacing: TypeAlias = Annotated[Sequence[float] | None, SpacingMarker()]
Poll: TypeAlias = Annotated[Callable[[], None] | None, PollMarker()]
