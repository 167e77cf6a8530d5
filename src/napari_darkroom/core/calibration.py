"""What the axes of an array mean: their names, pixel sizes, units and place in the world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError, UnitError
from napari_darkroom.core.units import PIXEL, canonical_unit, conversion_factor, same_dimension

SPATIAL_AXES = ("z", "y", "x")
_DEFAULT_AXES = ("t", "z", "y", "x")


@dataclass(frozen=True)
class Calibration:
    """Names, pixel sizes, units and position of the axes of a grid.

    Index to world: ``affine @ (rotate @ shear @ (scale * index) + translate)``, the order
    that napari uses. The colour axis of an RGB image is not among the axes.

    Attributes
    ----------
    axes : tuple of str
        One short name an axis, of which ``z``, ``y`` and ``x`` are spatial.
    scale : tuple of float
        Size of a pixel along each axis, in `units`.
    units : tuple of str
        Canonical units; ``pixel`` where the size is not known.
    translate : tuple of float
        Position of the centre of the first pixel, in `units`.
    rotate, shear, affine : tuple of tuple of float or None
        Square matrices (`affine` in homogeneous coordinates), None for the identity.
    """

    axes: tuple[str, ...]
    scale: tuple[float, ...]
    units: tuple[str, ...]
    translate: tuple[float, ...]
    rotate: tuple[tuple[float, ...], ...] | None = None
    shear: tuple[tuple[float, ...], ...] | None = None
    affine: tuple[tuple[float, ...], ...] | None = None

    @classmethod
    def of(
        cls,
        axes: Sequence[str],
        scale: float | Sequence[float] | None = None,
        units: str | Sequence[str] | None = None,
        translate: Sequence[float] | None = None,
    ) -> Self:
        """Return a calibration with defaults filled in: scale 1, unit pixel, origin 0.

        Parameters
        ----------
        axes : sequence of str
            Names; a text such as ``"zyx"`` names one axis a letter.
        scale : float or sequence of float
            Size of a pixel along each axis; one number is that of the spatial axes.
        units : str or sequence of str
            Units of `scale`; one text is that of the spatial axes.
        translate : sequence of float
            Position of the centre of the first pixel.

        Raises
        ------
        InputError
            If names repeat, lengths differ, a scale is not finite and positive, or the unit of a
            spatial axis is neither a length nor an angle.
        """
        names = tuple(axes)
        result = cls(
            names,
            tuple(map(_number, _each(names, scale, 1.0))),
            tuple(canonical_unit(str(unit)) for unit in _each(names, units, PIXEL)),
            tuple(map(_number, _each(names, translate, 0.0))),
        )
        result._check()
        return result

    @classmethod
    @lru_cache(maxsize=16)
    def default(cls, ndim: int) -> Self:
        """Return the calibration of a bare array: its last axes are t, z, y, x; in pixels."""
        extra = tuple(f"axis{i}" for i in range(max(ndim - len(_DEFAULT_AXES), 0)))
        return cls.of((extra + _DEFAULT_AXES[-ndim:]) if ndim else ())

    def _check(self) -> None:
        lengths = {len(self.axes), len(self.scale), len(self.units), len(self.translate)}
        if len(lengths) > 1:
            raise InputError(
                f"Axes {self.axes}: scale, units and translate need one entry an axis."
            )
        if len(set(self.axes)) != len(self.axes):
            raise InputError(f"Axes {self.axes}: each name may stand once.")
        if not all(np.isfinite(value) and value > 0 for value in self.scale):
            raise InputError(f"Scale {self.scale}: a pixel's size is finite and above 0.")
        for unit in {self.units[i] for i in self.spatial} - {PIXEL}:
            if not (same_dimension(unit, "m") or same_dimension(unit, "deg")):
                raise InputError(
                    f"The unit {unit} of a spatial axis is neither a length nor an angle: use um, "
                    "nm, mm, arcsec, or pixel where the size is not known."
                )

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.axes)

    @cached_property
    def spatial(self) -> tuple[int, ...]:
        """Positions of the spatial axes."""
        return tuple(i for i, name in enumerate(self.axes) if name in SPATIAL_AXES)

    def spacing(self, axes: Sequence[str]) -> tuple[tuple[float, ...], str]:
        """Return the pixel sizes along `axes` in one unit, that of the last of them.

        Raises
        ------
        UnitError
            If some of the axes are in pixels and others in a physical unit.
        """
        positions = [self.axes.index(name) for name in axes]
        units = [self.units[i] for i in positions]
        if len(set(units)) > 1 and PIXEL in units:
            raise UnitError(
                f"Axes {', '.join(axes)} have the units {', '.join(units)}: give each of them a "
                "pixel size (geometry.set_pixel_size), or none."
            )
        unit = units[-1] if units else PIXEL
        return tuple(
            self.scale[i] * conversion_factor(self.units[i], unit) for i in positions
        ), unit

    def calibrated(self) -> bool:
        """Whether every spatial axis has a physical pixel size."""
        return bool(self.spatial) and all(self.units[i] != PIXEL for i in self.spatial)

    def disagreement(self, other: Calibration) -> str:
        """Return how two calibrated grids of the same pixels differ in the world, '' if they agree.

        The pixel sizes along the spatial axes that both have must be the same, and the first
        pixels within half a pixel of each other.
        """
        if not (self.calibrated() and other.calibrated()):
            return ""
        for i in self.spatial:
            if self.axes[i] not in other.axes:
                continue
            j = other.axes.index(self.axes[i])
            factor = conversion_factor(other.units[j], self.units[i])
            if abs(self.scale[i] - other.scale[j] * factor) > 1e-6 * self.scale[i]:
                return f"the pixel size along {self.axes[i]}"
            if abs(self.translate[i] - other.translate[j] * factor) > 0.5 * self.scale[i]:
                return f"the place along {self.axes[i]}"
        return ""

    def linear(self) -> NDArray[np.float64]:
        """Return the matrix from index to physical coordinates (without `affine`)."""
        matrix = np.diag(np.asarray(self.scale, dtype=float))
        for part in (self.shear, self.rotate):
            if part is not None:
                matrix = np.asarray(part) @ matrix
        return matrix

    def world(self, index: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the world coordinates of indices of shape ``(..., ndim)``."""
        physical = index @ self.linear().T + np.asarray(self.translate)
        if self.affine is None:
            return physical
        matrix = np.asarray(self.affine)
        return np.asarray(physical @ matrix[:-1, :-1].T + matrix[:-1, -1])

    def index(self, world: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the indices, between pixels too, of world coordinates of shape ``(..., ndim)``."""
        physical = world
        if self.affine is not None:
            matrix = np.asarray(self.affine)
            physical = (world - matrix[:-1, -1]) @ np.linalg.inv(matrix[:-1, :-1]).T
        return np.asarray((physical - np.asarray(self.translate)) @ np.linalg.inv(self.linear()).T)

    def moved(self, offset: Sequence[float], zoom: Sequence[float] | None = None) -> Self:
        """Return the calibration of a grid cut out of or resampled from this one.

        Parameters
        ----------
        offset : sequence of float
            Index in this grid at which the centre of the new grid's first pixel lies.
        zoom : sequence of float, optional
            New pixels to an old one along each axis.
        """
        translate = np.asarray(self.translate) + self.linear() @ np.asarray(offset, dtype=float)
        scale = (
            self.scale if zoom is None else [s / f for s, f in zip(self.scale, zoom, strict=True)]
        )
        return replace(self, translate=tuple(map(float, translate)), scale=tuple(map(float, scale)))

    def select(self, keep: Sequence[int]) -> Self:
        """Return the calibration of the axes at the positions `keep`, in that order."""
        positions = list(keep)
        return replace(
            self,
            axes=tuple(self.axes[i] for i in positions),
            scale=tuple(self.scale[i] for i in positions),
            units=tuple(self.units[i] for i in positions),
            translate=tuple(self.translate[i] for i in positions),
            rotate=_submatrix(self.rotate, positions),
            shear=_submatrix(self.shear, positions),
            affine=_submatrix(self.affine, [*positions, self.ndim]),
        )


def _each(axes: tuple[str, ...], given: Any, default: Any) -> list[Any]:
    """Return one entry an axis, from none, one for the spatial axes, or one each."""
    if given is None:
        return [default] * len(axes)
    if isinstance(given, str | int | float):
        return [given if name in SPATIAL_AXES else default for name in axes]
    return list(given)


def _number(given: Any) -> float:
    try:
        return float(given)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"{given!r} is not a number: give pixel sizes as numbers, and their units beside them."
        ) from error


def _submatrix(
    matrix: tuple[tuple[float, ...], ...] | None, keep: list[int]
) -> tuple[tuple[float, ...], ...] | None:
    if matrix is None:
        return None
    return tuple(tuple(matrix[i][j] for j in keep) for i in keep)
