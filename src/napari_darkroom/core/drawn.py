"""What points and shapes have in common: places in the world, made by hand or found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError, UnitError
from napari_darkroom.core.table import Table
from napari_darkroom.core.units import PIXEL, conversion_factor

if TYPE_CHECKING:
    import pandas as pd

Vertices: TypeAlias = NDArray[np.float64]
_PLANE = ("y", "x")
# Where a place in the world is turned back into pixels, rounding must not decide on which side
# of a pixel's centre it lies.
_DECIMALS = 6


@dataclass(frozen=True, eq=False, repr=False)
class Drawn(Table):
    """A table with one column of world coordinates an axis; base of Points and Shapes."""

    keys: tuple[str, ...] = ()

    beside: ClassVar[tuple[str, ...]] = ()
    """Columns that stand beside the coordinates."""

    def __post_init__(self) -> None:
        super().__post_init__()
        needed = (*self.beside, *_PLANE)
        # A list: of an index pandas makes a table of places before it answers.
        there = list(self.data.columns)
        missing = [name for name in needed if name not in there]
        if missing:
            raise InputError(
                f"The {self.kind} have no column {missing[0]!r}. Needed are "
                f"{', '.join(needed)}; they have {', '.join(there) or 'none'}."
            )
        for name in self.axes:
            column = self.data[name].to_numpy()
            if column.dtype.kind != "f" or not np.isfinite(column).all():
                raise InputError(
                    f"The column {name} of the {self.kind} must hold finite floats, the places "
                    "along that axis."
                )

    @property
    def axes(self) -> tuple[str, ...]:
        """Names of the axes along which places are given: the columns that are no other's."""
        return tuple(str(name) for name in self.data.columns if name not in self.beside)

    @property
    def measured(self) -> tuple[str, ...]:
        """Names of the columns that tell something else than the place."""
        own = (*self.axes, *self.beside)
        return tuple(str(name) for name in self.data.columns if name not in own)

    @property
    def units(self) -> tuple[str, ...]:
        """Units of the coordinates; ``pixel`` where none is said."""
        return tuple(self.columns[name].unit or PIXEL for name in self.axes)

    def axes_in(self, calibration: Calibration) -> tuple[str, ...]:
        """Return the axes of a calibration along which places are given, in its order."""
        own = self.axes
        return tuple(name for name in calibration.axes if name in own)

    def _index(self, calibration: Calibration) -> Vertices:
        """Return all rows as indices along `axes_in`."""
        self._check_axes(calibration)
        shared = self.axes_in(calibration)
        grid = calibration.select([calibration.axes.index(name) for name in shared])
        factors = [
            self._factor(name, unit) for name, unit in zip(grid.axes, grid.units, strict=True)
        ]
        # Column by column: pandas takes longer to choose some than all else here.
        places = [self.data[name].to_numpy(dtype=float) for name in shared]
        world = np.stack(places, axis=1) * np.asarray(factors)
        return np.asarray(np.round(grid.index(world), _DECIMALS))

    def _check_axes(self, calibration: Calibration) -> None:
        lacking = [name for name in _PLANE if name not in calibration.axes]
        # What was drawn in one plane of a stack is a drawing on a plane.
        lacking += [
            name
            for name in self.axes
            if name not in calibration.axes and _spread(self.data[name].to_numpy())
        ]
        if lacking:
            raise InputError(
                f"The {self.kind} have the axes {', '.join(self.axes)}, and the image has "
                f"{', '.join(calibration.axes)}: {lacking[0]} is missing there."
            )

    def _factor(self, axis: str, unit: str) -> float:
        own = self.columns[axis].unit or PIXEL
        try:
            return conversion_factor(own, unit)
        except UnitError as error:
            raise UnitError(
                f"The {self.kind} are in {own} along {axis}, and the image is in {unit}: give both "
                "a pixel size, or neither. In napari draw in a layer that is made while the image "
                "is selected; in Python give the calibration of the image."
            ) from error


def _spread(places: Vertices) -> bool:
    return bool((places != places[:1]).any())


def coordinates_of(given: Any, calibration: Calibration | None) -> Vertices:
    """Return coordinates as an array (n, ndim) of finite floats.

    Raises
    ------
    InputError
        If they are no such array, or do not fit the axes of the calibration.
    """
    ndim = calibration.ndim if calibration is not None else 2
    try:
        array = np.asarray(given, dtype=float)
    except (ValueError, TypeError) as error:
        raise InputError(f"Coordinates must be numbers, one row a point: {error}.") from error
    if array.size == 0:
        return np.zeros((0, array.shape[1] if array.ndim == 2 else ndim))
    if array.ndim != 2 or (calibration is not None and array.shape[1] != ndim):
        axes = f"{', '.join(calibration.axes)}" if calibration is not None else "y, x"
        raise InputError(
            f"Coordinates must have one row a point and one column an axis ({axes}); these have "
            f"the shape {array.shape}."
        )
    if not np.isfinite(array).all():
        raise InputError("A coordinate is not finite: leave out what has no place.")
    return array


def measured_columns(
    measured: Mapping[str, tuple[Any, Column]],
) -> tuple[dict[str, Any], dict[str, Column]]:
    """Return cells and meanings of what was measured."""
    cells = {name: one for name, (one, _) in measured.items()}
    return cells, {name: about for name, (_, about) in measured.items()}


def placed(columns: Mapping[str, Any], index: Vertices, calibration: Calibration) -> pd.DataFrame:
    """Return some columns and, behind them, the world coordinates of places in pixels."""
    import pandas as pd

    world = calibration.world(index)
    if not columns:
        return pd.DataFrame(world, columns=list(calibration.axes))
    places = {name: world[:, i] for i, name in enumerate(calibration.axes)}
    return pd.DataFrame({**columns, **places})


def axis_columns(calibration: Calibration) -> dict[str, Column]:
    """Return what the columns of the coordinates mean."""
    return {
        name: Column(f"Place in the world along {name}.", unit)
        for name, unit in zip(calibration.axes, calibration.units, strict=True)
    }
