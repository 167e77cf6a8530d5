"""Points that were placed by hand or found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Self

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.columns import Column
from napari_darkroom.core.drawn import (
    Drawn,
    Vertices,
    axis_columns,
    coordinates_of,
    measured_columns,
    placed,
)
from napari_darkroom.core.kinds import Kind

_NOTHING: Mapping[str, tuple[Any, Column]] = MappingProxyType({})


@dataclass(frozen=True, eq=False, repr=False)
class Points(Drawn):
    """Places in the world, one a row: one column of floats an axis, at least ``y`` and ``x``.

    Where something was measured at the points, it stands in further columns, and `keys` name those
    of the axes: the place is what a point is known by. Without keys every column is an axis.
    """

    kind: ClassVar[Kind] = "points"

    @property
    def axes(self) -> tuple[str, ...]:
        """Names of the axes along which places are given."""
        return self.keys or super().axes

    @classmethod
    def of(
        cls,
        coordinates: Any,
        calibration: Calibration | None = None,
        measured: Mapping[str, tuple[Any, Column]] = _NOTHING,
        **fields: Any,
    ) -> Self:
        """Return points from coordinates in pixels.

        Parameters
        ----------
        coordinates : array (n, ndim)
            One row a point, along the axes of `calibration`.
        calibration : Calibration, optional
            Of the image that they were placed on; by default pixels, along the last of t, z, y, x.
        measured : mapping of str to (array, Column), optional
            What is known of each point beside its place.
        **fields
            Further attributes: name, metadata.

        Raises
        ------
        InputError
            If the array does not fit the axes.
        """
        given = coordinates_of(coordinates, calibration)
        grid = calibration or Calibration.default(given.shape[1])
        cells, columns = measured_columns(measured)
        frame = placed({}, given, grid)
        frame = frame.assign(**cells) if cells else frame
        keys = grid.axes if measured else ()
        return cls(frame, {**axis_columns(grid), **columns}, keys, **fields)

    def pixels(self, calibration: Calibration) -> Vertices:
        """Return the points in pixels of a calibration.

        Returns
        -------
        index : array (n, k) of float
            Along the axes that both have (`axes_in`), to a millionth of a pixel.

        Raises
        ------
        InputError
            If they spread along an axis that the calibration does not have.
        UnitError
            If a unit cannot be expressed in that of the calibration.
        """
        return self._index(calibration)
