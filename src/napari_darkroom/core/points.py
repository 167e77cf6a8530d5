"""Points that were placed by hand or found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.drawn import Drawn, Vertices, axis_columns, coordinates_of, placed
from napari_darkroom.core.kinds import Kind


@dataclass(frozen=True, eq=False, repr=False)
class Points(Drawn):
    """Places in the world, one a row: one column of floats an axis, at least ``y`` and ``x``."""

    kind: ClassVar[Kind] = "points"

    @classmethod
    def of(cls, coordinates: Any, calibration: Calibration | None = None, **fields: Any) -> Self:
        """Return points from coordinates in pixels.

        Parameters
        ----------
        coordinates : array (n, ndim)
            One row a point, along the axes of `calibration`.
        calibration : Calibration, optional
            Of the image that they were placed on; by default pixels, along the last of t, z, y, x.
        **fields
            Further attributes: name, metadata.

        Raises
        ------
        InputError
            If the array does not fit the axes.
        """
        given = coordinates_of(coordinates, calibration)
        grid = calibration or Calibration.default(given.shape[1])
        return cls(placed({}, given, grid), axis_columns(grid), **fields)

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
