"""Parameters for an image of which only every n-th pixel is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from napari_darkroom.core.operation import Operation
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.units import Measure


@dataclass(frozen=True)
class Scaled:
    """Parameters as they are on a coarser grid.

    Attributes
    ----------
    parameters : mapping
        By name, lengths and sizes in pixels of that grid.
    held : tuple of str
        Those that a bound kept from getting as small as they should.
    """

    parameters: Mapping[str, Any]
    held: tuple[str, ...] = ()


def scaled(
    operation: Operation, arguments: Mapping[str, Any], coarseness: tuple[float, ...]
) -> Scaled:
    """Return the parameters for a grid whose pixels are `coarseness` times as far apart.

    Parameters
    ----------
    arguments : mapping
        What the function would get on the full image: a length is one number of pixels for each
        spatial axis.
    coarseness : tuple of float
        One number for each spatial axis.
    """
    parameters = {p.name: arguments[p.name] for p in operation.parameters}
    if all(factor == 1 for factor in coarseness):
        exact = {p.name: _as_given(p, parameters[p.name]) for p in operation.parameters}
        return Scaled(exact)
    held = []
    for parameter in operation.parameters:
        value = parameters[parameter.name]
        if parameter.type not in ("length", "size") or value is None:
            continue
        wanted = _smaller(parameter, value, coarseness)
        allowed = tuple(_within(parameter, number) for number in wanted)
        parameters[parameter.name] = Measure(allowed)
        held += [parameter.name] if allowed != wanted else []
    return Scaled(parameters, tuple(held))


def _as_given(parameter: Parameter, value: Any) -> Any:
    if parameter.type not in ("length", "size") or value is None:
        return value
    return Measure(value if isinstance(value, tuple) else (value,))


def _smaller(parameter: Parameter, value: Any, coarseness: tuple[float, ...]) -> tuple[float, ...]:
    if parameter.type == "size":
        return (float(value) / prod(coarseness),)
    return tuple(length / factor for length, factor in zip(value, coarseness, strict=True))


def _within(parameter: Parameter, number: float) -> float:
    """Return the nearest allowed number; exclusive bounds are no numbers to hold to."""
    low = number if parameter.minimum is None else max(number, parameter.minimum)
    return low if parameter.maximum is None else min(low, parameter.maximum)


def in_plane(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a volume for one plane of it: lengths lose their entry for z."""
    return {
        name: Measure(value.values[1:], value.unit)
        if isinstance(value, Measure) and len(value.values) == 3
        else value
        for name, value in parameters.items()
    }
