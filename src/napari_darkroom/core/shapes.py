"""Shapes that were drawn by hand or found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.columns import Column
from napari_darkroom.core.drawn import Drawn, Vertices, axis_columns, coordinates_of, placed
from napari_darkroom.core.errors import InputError, choices
from napari_darkroom.core.kinds import Kind

SHAPE_TYPES = ("polygon", "rectangle", "ellipse", "line", "path")
# What may stand beside the coordinates of a vertex.
SHAPE_COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "shape": Column("Number of the shape, counted from 0."),
        "type": Column("What the vertices span: polygon, rectangle, ellipse, line or path."),
        "vertex": Column("Number of the vertex in its shape, counted from 0."),
    }
)
# The object that a shape is the outline of; several shapes may be of one.
LABEL = "label"
# A rectangle has four corners; an ellipse those of the rectangle around it.
_BOXES = ("rectangle", "ellipse")
_COUNTS: Mapping[str, int] = MappingProxyType({"rectangle": 4, "ellipse": 4, "line": 2})


@dataclass(frozen=True, eq=False, repr=False)
class Shapes(Drawn):
    """Polygons, rectangles, ellipses, lines and paths in the world, one vertex a row.

    One column of floats an axis as in `Points`, the number of the ``shape``, its ``type`` and the
    number of the ``vertex`` in it. Rectangles and ellipses have four corners in the order in which
    one walks around them. Outlines of objects have the ``label`` of the object too.
    """

    keys: tuple[str, ...] = ("shape", "vertex")
    kind: ClassVar[Kind] = "shapes"
    beside: ClassVar[tuple[str, ...]] = tuple(SHAPE_COLUMNS)

    def __post_init__(self) -> None:
        super().__post_init__()
        unknown = [one for one in self.data["type"].unique() if one not in SHAPE_TYPES]
        if unknown:
            raise InputError(
                f"{unknown[0]!r} is no type of shape. {choices(SHAPE_TYPES, str(unknown[0]))}"
            )
        whole = ("shape", "vertex", *self.measured)
        for name in whole:
            if self.data[name].dtype.kind not in "iu":
                raise InputError(f"The column {name} of the shapes must hold whole numbers.")
        self._check_vertices()

    def _check_vertices(self) -> None:
        """Refuse a shape of several types, or with more or fewer vertices than its type has."""
        numbers = self.data["shape"].to_numpy()
        # A word a row, as objects, would be larger than all else.
        which, words = self.data["type"].factorize()
        if (numbers[1:] < numbers[:-1]).any():
            order = np.argsort(numbers, kind="stable")
            numbers, which = numbers[order], which[order]
        first = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 1))
        counts = np.diff(first, append=len(numbers))
        types = [str(words[k]) for k in which[first]]
        wanted = np.array([_COUNTS.get(t, n) for t, n in zip(types, counts, strict=True)])
        mixed = np.minimum.reduceat(which, first) != np.maximum.reduceat(which, first)
        for i in np.flatnonzero(mixed | (counts != wanted))[:1]:
            own = which[first[i] : first[i] + counts[i]]
            raise InputError(
                f"The {types[i]} {numbers[first[i]]} has {counts[i]} vertices of type "
                f"{', '.join(str(words[k]) for k in dict.fromkeys(own))}; a {types[i]} has "
                f"{wanted[i]} of one."
            )

    @property
    def axes(self) -> tuple[str, ...]:
        """Names of the axes along which places are given."""
        return tuple(name for name in super().axes if name != LABEL)

    @property
    def labels(self) -> NDArray[np.int64]:
        """The object that each shape is the outline of, in the order of `pixels`.

        Without a column ``label`` each shape is one of its own, from 1.
        """
        numbers, first = np.unique(self.data["shape"].to_numpy(), return_index=True)
        if LABEL not in self.data.columns:
            return np.arange(1, len(numbers) + 1)
        return self.data[LABEL].to_numpy(dtype=np.int64)[first]

    @classmethod
    def of(
        cls,
        shapes: Iterable[tuple[str, Any]],
        calibration: Calibration | None = None,
        labels: Sequence[int] | None = None,
        **fields: Any,
    ) -> Self:
        """Return shapes from vertices in pixels.

        Parameters
        ----------
        shapes : list of (str, array (k, ndim))
            Type and vertices of each shape, along the axes of `calibration`. Of a rectangle or
            ellipse two opposite corners are enough.
        calibration : Calibration, optional
            Of the image that they were drawn on; by default pixels, along the last of t, z, y, x.
        labels : sequence of int, optional
            The object that each shape is the outline of.
        **fields
            Further attributes: name, metadata.

        Raises
        ------
        InputError
            If a type is unknown, or vertices do not fit the type or the axes.
        """
        given = [(str(type_), coordinates_of(one, calibration)) for type_, one in shapes]
        grid = calibration or Calibration.default(given[0][1].shape[1] if given else 2)
        if any(one.shape[1] != grid.ndim for _, one in given):
            raise InputError("The vertices of all shapes must have the same number of axes.")
        corners = [_corners(one) if type_ in _BOXES else one for type_, one in given]
        counts = np.array([len(one) for one in corners], dtype=np.int64)
        stacked = np.concatenate([np.zeros((0, grid.ndim)), *corners])
        types = np.array([type_ for type_, _ in given], dtype=object)
        return cls._stacked(types, (stacked, counts), grid, labels, **fields)

    @classmethod
    def polygons(
        cls,
        vertices: Vertices,
        counts: Sequence[int] | NDArray[np.integer[Any]],
        calibration: Calibration,
        labels: Sequence[int] | NDArray[np.integer[Any]] | None = None,
        **fields: Any,
    ) -> Self:
        """Return polygons whose vertices in pixels stand one polygon after the other.

        Parameters
        ----------
        vertices : array (n, ndim)
            Along the axes of `calibration`.
        counts : sequence of int
            How many vertices each polygon has.
        calibration : Calibration
            Of the image that they were found in.
        labels : sequence of int, optional
            The object that each polygon is the outline of.
        **fields
            Further attributes: name, metadata.

        Raises
        ------
        InputError
            If vertices do not fit the axes.
        """
        types = np.full(len(counts), "polygon", dtype=object)
        stacked = coordinates_of(vertices, calibration)
        return cls._stacked(types, (stacked, counts), calibration, labels, **fields)

    @classmethod
    def _stacked(
        cls,
        types: NDArray[Any],
        stacked: tuple[Vertices, Sequence[int] | NDArray[np.integer[Any]]],
        grid: Calibration,
        labels: Sequence[int] | NDArray[np.integer[Any]] | None,
        **fields: Any,
    ) -> Self:
        """Return shapes whose vertices stand one shape after the other, so many of each."""
        vertices, counts = stacked[0], np.asarray(stacked[1], dtype=np.int64)
        numbers = np.repeat(np.arange(len(types)), counts)
        ends = np.cumsum(counts)
        columns = {
            "shape": numbers,
            "type": np.repeat(types, counts),
            "vertex": np.arange(len(numbers)) - np.repeat(ends - counts, counts),
        }
        frame, known = placed(columns, vertices, grid), {**SHAPE_COLUMNS, **axis_columns(grid)}
        if labels is not None:
            frame[LABEL] = np.repeat(np.asarray(labels, dtype=np.int64), counts)
            known[LABEL] = Column("Number of the object that the shape is the outline of.")
        return cls(frame, known, **fields)

    def pixels(self, calibration: Calibration) -> list[tuple[str, Vertices]]:
        """Return type and vertices of each shape, in pixels of a calibration.

        Returns
        -------
        shapes : list of (str, array (k, m) of float)
            In the order of their numbers; the vertices along the axes that both have (`axes_in`),
            to a millionth of a pixel.

        Raises
        ------
        InputError
            If they spread along an axis that the calibration does not have.
        UnitError
            If a unit cannot be expressed in that of the calibration.
        """
        index = self._index(calibration)
        order = np.lexsort((self.data["vertex"].to_numpy(), self.data["shape"].to_numpy()))
        numbers = self.data["shape"].to_numpy()[order]
        stops = np.flatnonzero(np.diff(numbers, append=numbers[-1:] + 1)) + 1
        types = self.data["type"].to_numpy()[order][stops - 1]
        return list(zip(map(str, types), np.split(index[order], stops)[:-1], strict=True))


def _corners(vertices: Vertices) -> Vertices:
    """Return the four corners of a rectangle of which two opposite ones may be given."""
    if len(vertices) != 2:
        return vertices
    first, last = vertices
    corners = np.stack([first, first, last, last])
    corners[1, -1], corners[3, -1] = last[-1], first[-1]
    return corners
