"""From checked parameters to the arguments of the function: lengths become pixels."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import UnitError
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.units import PIXEL, Measure, conversion_factor, power_unit


def arguments(
    operation: Operation, model: BaseModel, calibration: Calibration, axes: tuple[str, ...]
) -> dict[str, Any]:
    """Return the keyword arguments for a call on the spatial `axes` of `calibration`.

    Raises
    ------
    UnitError
        If a parameter is physical and the image has no pixel size.
    ParameterError
        If a length is out of bounds in pixels, or has the wrong number of entries.
    """
    result: dict[str, Any] = {}
    for parameter in operation.parameters:
        value = getattr(model, parameter.name)
        if parameter.type == "length" and value is not None:
            value = _pixels(operation, parameter, value, calibration, axes)
        elif parameter.type == "size" and value is not None:
            value = _count(operation, parameter, value, calibration, axes)
        result[parameter.name] = value
    if operation.spacing:
        result[operation.spacing] = calibration.spacing(axes)[0]
    return result


def _pixels(
    operation: Operation,
    parameter: Parameter,
    value: Measure,
    calibration: Calibration,
    axes: tuple[str, ...],
) -> tuple[float, ...]:
    lengths = per_axis(value.values, len(axes))
    if value.unit == PIXEL:
        return lengths
    spacing, unit = _calibrated(operation, parameter, value, calibration, axes)
    factor = conversion_factor(value.unit, unit)
    pixels = tuple(length * factor / size for length, size in zip(lengths, spacing, strict=True))
    parameter.check(pixels, f"{value} ({', '.join(f'{p:g}' for p in pixels)} pixel)")
    return pixels


def _count(
    operation: Operation,
    parameter: Parameter,
    value: Measure,
    calibration: Calibration,
    axes: tuple[str, ...],
) -> float:
    if value.unit == PIXEL:
        return value.values[0]
    spacing, unit = _calibrated(operation, parameter, value, calibration, axes)
    volume = 1.0
    for size in spacing:
        volume *= size
    factor = conversion_factor(value.unit, power_unit(unit, len(axes)))
    pixels = value.values[0] * factor / volume
    parameter.check((pixels,), f"{value} ({pixels:g} pixel)")
    return pixels


def _calibrated(
    operation: Operation,
    parameter: Parameter,
    value: Measure,
    calibration: Calibration,
    axes: tuple[str, ...],
) -> tuple[tuple[float, ...], str]:
    spacing, unit = calibration.spacing(axes)
    if unit == PIXEL:
        raise UnitError(
            f"{operation.id}: {parameter.name} = {value}, but the image has no pixel size. Give "
            f"{parameter.name} in pixels, or set the size with geometry.set_pixel_size."
        )
    return spacing, unit
