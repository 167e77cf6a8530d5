"""From checked parameters to the arguments of the function: lengths become pixels."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import ParameterError, UnitError
from napari_darkroom.core.lengths import per_axis
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.units import PIXEL, Measure, conversion_factor, power_unit, same_dimension


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
    try:
        lengths = per_axis(value.values, len(axes))
    except ParameterError as error:
        raise ParameterError(f"{operation.id}: {parameter.name} = {error}") from error
    if value.unit == PIXEL:
        return lengths
    spacing, unit = _calibrated(operation, parameter, value, calibration, axes)
    if not same_dimension(value.unit, unit):
        raise UnitError(
            f"{operation.id}: {parameter.name} = {value}, and a length here is a number of pixels "
            f"(2) or measured in {unit} ('1.5 {unit}')."
        )
    factor = conversion_factor(value.unit, unit)
    pixels = tuple(
        _whole(length * factor / size) for length, size in zip(lengths, spacing, strict=True)
    )
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
    wanted = power_unit(unit, len(axes))
    if not same_dimension(value.unit, wanted):
        raise UnitError(
            f"{operation.id}: {parameter.name} = {value}, and a size here is a number of pixels "
            f"(50) or measured in {wanted} ('20 {wanted}')."
        )
    factor = conversion_factor(value.unit, wanted)
    pixels = _whole(value.values[0] * factor / volume)
    parameter.check((pixels,), f"{value} ({pixels:g} pixel)")
    return pixels


def _whole(pixels: float) -> float:
    """Return a number that is whole but for rounding as the whole one.

    0.6 um are 3 pixels of 0.2 um, and 0.6 / 0.2 is 2.9999999999999996.
    """
    nearest = round(pixels)
    return float(nearest) if abs(pixels - nearest) <= 1e-9 * max(abs(pixels), 1) else pixels


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
