"""What the axes of an array mean: their names, pixel sizes, units and place in the world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import InputError, UnitError
from napari_darkroom.core.units import PIXEL, canonical_unit, conversion_factor

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
        scale: Sequence[float] | None = None,
        units: Sequence[str] | None = None,
        translate: Sequence[float] | None = None,
    ) -> Self:
        """Return a calibration with defaults filled in: scale 1, unit pixel, origin 0.

        Raises
        ------
        InputError
            If names repeat, lengths differ, or a scale is not finite and positive.
        """
        n = len(axes)
        result = cls(
            tuple(axes),
            tuple(float(value) for value in (scale if scale is not None else [1.0] * n)),
            tuple(canonical_unit(unit) for unit in (units if units is not None else [PIXEL] * n)),
            tuple(float(value) for value in (translate if translate is not None else [0.0] * n)),
        )
        result._check()
        return result

    @classmethod
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

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.axes)

    @property
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
        """Return the spatial axis along which two calibrated grids differ in pixel size, or ''."""
        if not (self.calibrated() and other.calibrated()):
            return ""
        for name in (self.axes[i] for i in self.spatial if self.axes[i] in other.axes):
            (mine,), unit = self.spacing([name])
            (theirs,), their_unit = other.spacing([name])
            theirs *= conversion_factor(their_unit, unit)
            if abs(mine - theirs) > 1e-6 * mine:
                return name
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


def _submatrix(
    matrix: tuple[tuple[float, ...], ...] | None, keep: list[int]
) -> tuple[tuple[float, ...], ...] | None:
    if matrix is None:
        return None
    return tuple(tuple(matrix[i][j] for j in keep) for i in keep)
