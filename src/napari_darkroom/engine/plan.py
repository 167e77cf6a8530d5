"""Which axes of the inputs an operation sees, and which are walked over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from napari_darkroom.core.calibration import SPATIAL_AXES, Calibration
from napari_darkroom.core.errors import InputError, ParameterError, choices
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Grid, Image

Axes: TypeAlias = Literal["planes", "volume", "stack"]


@dataclass(frozen=True)
class Plan:
    """How the arrays of a run lie.

    Attributes
    ----------
    calibration : Calibration
        The common axes of all inputs, in the order of the input with most of them.
    shape : tuple of int
        Lengths along the common axes.
    walked : tuple of int
        Positions of the axes walked over.
    seen : tuple of int
        Positions of the axes that the function sees.
    rgb : bool
        Whether the first input is an RGB image, whose colours are a further last axis.
    """

    calibration: Calibration
    shape: tuple[int, ...]
    walked: tuple[int, ...]
    seen: tuple[int, ...]
    rgb: bool

    @property
    def spatial(self) -> tuple[str, ...]:
        """Names of the spatial axes that the function sees, all axes where none is spatial."""
        names = tuple(self.calibration.axes[i] for i in self.seen)
        return tuple(name for name in names if name in SPATIAL_AXES) or names


def make_plan(
    operation: Operation,
    grids: Mapping[str, Grid],
    axes: Axes | None,
    over: Sequence[str] | None,
) -> Plan:
    """Return how to run an operation over the axes of its inputs.

    Parameters
    ----------
    axes : str, optional
        ``planes`` treats each plane y, x alone, ``volume`` z, y, x together, ``stack`` all
        axes, as a threshold of all times and channels. By default a volume where the
        operation can.
    over : sequence of str, optional
        The axes that are walked over; by default all that the function need not see.

    Raises
    ------
    InputError
        If the inputs do not lie on one grid, or the operation cannot work on their axes.
    """
    widest = max(grids.values(), key=lambda g: (g.calibration.ndim, g.calibration.calibrated()))
    first = next(iter(grids.values()))
    calibration = widest.calibration
    shape = _common_shape(operation, grids, calibration)
    walked = _walked(operation, calibration, axes, over)
    seen = tuple(i for i in range(calibration.ndim) if i not in walked)
    _check_dimensions(operation, calibration, seen)
    rgb = isinstance(first, Image) and first.rgb
    if rgb and operation.rgb == "refuse":
        raise InputError(
            f"{operation.id} works on grey values and {first.name or 'the input'} is an RGB image. "
            "Convert it first with color.to_gray."
        )
    if operation.rgb == "only" and not rgb:
        raise InputError(
            f"{operation.id} works on RGB images, whose last axis has length 3 or 4, and "
            f"{first.name or 'the input'} has the shape {first.data.shape}. It may be grey "
            "already; for one channel of several take geometry.crop with c."
        )
    return Plan(calibration, shape, walked, seen, rgb)


def _walked(
    operation: Operation, calibration: Calibration, axes: Axes | None, over: Sequence[str] | None
) -> tuple[int, ...]:
    if over is not None:
        unknown = [name for name in over if name not in calibration.axes]
        if unknown:
            raise ParameterError(
                f"over = {unknown[0]!r}: the input has no such axis. {choices(calibration.axes)}"
            )
        return tuple(i for i, name in enumerate(calibration.axes) if name in over)
    if operation.walk == "none" or axes == "stack":
        return ()
    volume = axes == "volume" or (axes is None and _can_volume(operation))
    seen = SPATIAL_AXES if volume else SPATIAL_AXES[1:]
    if not any(name in seen for name in calibration.axes):
        return ()
    return tuple(i for i, name in enumerate(calibration.axes) if name not in seen)


def _can_volume(operation: Operation) -> bool:
    return not operation.dimensions or 3 in operation.dimensions


def _check_dimensions(
    operation: Operation, calibration: Calibration, seen: tuple[int, ...]
) -> None:
    allowed = operation.dimensions
    foreign = [calibration.axes[i] for i in seen if calibration.axes[i] not in SPATIAL_AXES]
    if operation.walk == "spatial" and allowed and foreign and len(foreign) < len(seen):
        raise InputError(
            f"{operation.id} works in space (z, y, x) and would see {', '.join(foreign)} as space: "
            f"walk over {', '.join(foreign)} too."
        )
    if operation.walk == "spatial" and allowed and len(seen) not in allowed:
        names = ", ".join(calibration.axes[i] for i in seen) or "none"
        raise InputError(
            f"{operation.id} works on {' or '.join(map(str, allowed))} dimensions and would see "
            f"{len(seen)} here: {names}. Name the axes of the image (of z, y, x), choose planes, "
            "or walk over the others."
        )


def _common_shape(
    operation: Operation, grids: Mapping[str, Grid], calibration: Calibration
) -> tuple[int, ...]:
    if len(grids) == 1:
        return next(iter(grids.values())).shape
    shape = [1] * calibration.ndim
    for name, grid in grids.items():
        foreign = [axis for axis in grid.calibration.axes if axis not in calibration.axes]
        if foreign:
            raise InputError(
                f"{operation.id}: the input {name} has the axes "
                f"{', '.join(grid.calibration.axes)}, "
                f"another one {', '.join(calibration.axes)}; {foreign[0]} is missing there."
            )
        for axis, length in zip(grid.calibration.axes, grid.shape, strict=True):
            i = calibration.axes.index(axis)
            if shape[i] not in (1, length) and length != 1:
                raise InputError(_unequal(operation, grids))
            shape[i] = length if shape[i] == 1 else shape[i]
    _check_spatial(operation, grids, calibration)
    return tuple(shape)


def _check_spatial(
    operation: Operation, grids: Mapping[str, Grid], calibration: Calibration
) -> None:
    """Refuse what would be stretched along a spatial axis, or is of another pixel size."""
    sizes = [
        {a: n for a, n in zip(g.calibration.axes, g.shape, strict=True) if a in ("y", "x")}
        for g in grids.values()
    ]
    if any(size != sizes[0] for size in sizes):
        raise InputError(_unequal(operation, grids))
    for name, grid in grids.items():
        differs = calibration.disagreement(grid.calibration)
        if differs:
            raise InputError(
                f"{operation.id}: {differs} is not the same in {name} and the other input. Take "
                "inputs of the same image, or set the right pixel size with "
                "geometry.set_pixel_size."
            )


def _unequal(operation: Operation, grids: Mapping[str, Any]) -> str:
    shapes = "; ".join(
        f"{name} has {' × '.join(map(str, grid.shape))} ({', '.join(grid.calibration.axes)})"
        for name, grid in grids.items()
    )
    return (
        f"{operation.id}: the inputs differ in shape: {shapes}. Take inputs of the same image, or "
        "crop or resize one to fit."
    )
