"""Declaring a function as an operation: what its signature says, read once."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from napari_darkroom.core.annotations import ArrayOf, PollMarker, SpacingMarker
from napari_darkroom.core.docstring import descriptions, sections
from napari_darkroom.core.operation import (
    COPIES,
    Earlier,
    Halo,
    Input,
    Limits,
    Operation,
    Output,
    RgbRule,
    WalkRule,
)
from napari_darkroom.core.parameter_reading import check_conditions, parameter_model, read_parameter
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.registry import registry
from napari_darkroom.core.values import GRID_TYPES, VALUE_TYPES, Grid, Kind

Function = TypeVar("Function", bound=Callable[..., Any])


def operation(
    *,
    title: str,
    menu: str = "",
    version: int = 1,
    family: str | None = None,
    halo: Halo | None = None,
    limits: Limits | None = None,
    rgb: RgbRule = "refuse",
    walk: WalkRule = "spatial",
    dimensions: tuple[int, ...] = (2, 3),
    own_axes: bool = False,
    tolerance: float = 0.0,
    noun: str = "",
    earlier: Earlier = MappingProxyType({}),
    copies: int = COPIES,
) -> Callable[[Function], Function]:
    """Declare a function as an operation; it is recorded and returned unchanged.

    The family is the name of the function's module unless given. The other arguments are
    described at `Operation`.

    Raises
    ------
    TypeError
        If the signature says something that an operation cannot have.

    Examples
    --------
    >>> from napari_darkroom.core.annotations import FloatImageArray, ImageArray
    >>> @operation(title="Double", family="mine")
    ... def double(image: ImageArray) -> FloatImageArray:
    ...     '''Double every value.'''
    ...     return image * 2.0
    >>> registry["mine.double"].title
    'Double'
    """

    def record(function: Function) -> Function:
        foreign = function.__module__.partition(".")[0] != __name__.partition(".")[0]
        registry.add(
            Operation(
                id=f"{family or _family(function)}.{function.__name__}",
                title=title,
                menu=menu,
                version=version,
                function=function,
                halo=halo,
                limits=limits,
                rgb=rgb,
                walk=walk,
                dimensions=dimensions,
                own_axes=own_axes,
                tolerance=tolerance,
                noun=noun,
                earlier=earlier,
                copies=copies,
                module=function.__module__ if foreign else "",
                sections=sections(function.__doc__),
                **_read_signature(function),
            )
        )
        return function

    return record


def _family(function: Callable[..., Any]) -> str:
    """Return the name of the module, of its package where the module is named after the function.

    What is declared in a notebook or a script is ``own``.
    """
    *package, module = function.__module__.split(".")
    if module == function.__name__ and package:
        module = package[-1]
    return "own" if module == "__main__" else module


def _read_signature(function: Callable[..., Any]) -> dict[str, Any]:
    hints = get_type_hints(function, include_extras=True)
    said = descriptions(function.__doc__)
    inputs: list[Input] = []
    parameters: list[Parameter] = []
    given: dict[type, str] = {SpacingMarker: "", PollMarker: ""}
    for name, source in inspect.signature(function).parameters.items():
        marker = next((type_ for type_ in given if _is_marked(hints.get(name), type_)), None)
        if marker is not None:
            given[marker] = name
        elif source.kind is source.KEYWORD_ONLY:
            parameters.append(read_parameter(source, hints[name], said.get(name, "")))
        else:
            inputs.append(_read_input(name, hints.get(name), said.get(name, "")))
    check_conditions(parameters)
    if not inputs:
        raise TypeError(f"{function.__name__}: an operation has at least one input.")
    levels = {"value" if _value_kinds(_plain(hints[i.name])) else "array" for i in inputs}
    if len(levels) > 1:
        raise TypeError(f"{function.__name__}: inputs are all arrays or all calibrated values.")
    return {
        "inputs": tuple(inputs),
        "outputs": _read_outputs(function, hints.get("return")),
        "parameters": tuple(parameters),
        "model": parameter_model(function.__name__, tuple(parameters)),
        "level": levels.pop(),
        "spacing": given[SpacingMarker],
        "poll": given[PollMarker],
    }


def _is_marked(hint: Any, marker: type) -> bool:
    return any(isinstance(m, marker) for m in getattr(hint, "__metadata__", ()))


def _plain(hint: Any) -> Any:
    """Return the type without ``| None`` and without ``Sequence[...]``, beside it or around it."""
    if get_origin(hint) in (Union, types.UnionType):
        some = [p for p in get_args(hint) if p is not type(None)]
        single = [p for p in some if not _is_sequence(p)]
        hint = Union[tuple(single or some)]  # noqa: UP007 - built at run time
    return get_args(hint)[0] if _is_sequence(hint) else hint


def _is_sequence(hint: Any) -> bool:
    return get_origin(hint) in (list, tuple, Sequence)


def _value_kinds(hint: Any) -> tuple[Kind, ...]:
    types_ = tuple(GRID_TYPES.values()) if hint is Grid else get_args(hint) or (hint,)
    return tuple(kind for kind, type_ in VALUE_TYPES.items() if type_ in types_)


def _array_of(hint: Any) -> ArrayOf | None:
    return next((m for m in getattr(hint, "__metadata__", ()) if isinstance(m, ArrayOf)), None)


def _read_input(name: str, hint: Any, description: str) -> Input:
    parts = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    optional, many = type(None) in parts, any(map(_is_sequence, parts))
    marker = _array_of(_plain(hint))
    kinds = marker.kinds if marker else _value_kinds(_plain(hint))
    if not kinds:
        raise TypeError(
            f"Input {name}: {hint or 'no annotation'} is not allowed. Annotate it with "
            "dr.ImageArray, dr.LabelsArray, dr.MaskArray or dr.GridArray to get arrays, or with "
            "dr.Image, dr.Labels, dr.Mask or dr.Table to get calibrated values; parameters stand "
            "behind a *."
        )
    return Input(name, kinds, optional, many, description)


def _read_outputs(function: Callable[..., Any], hint: Any) -> tuple[Output, ...]:
    said = descriptions(function.__doc__, "Returns")
    owner = function.__name__
    names = getattr(hint, "_fields", None)
    if names is not None:
        inner = get_type_hints(hint, include_extras=True)
        return tuple(_read_output(owner, name, inner[name], said.get(name, "")) for name in names)
    marker = _array_of(hint)
    kinds = marker.kinds if marker else _value_kinds(hint)
    name = kinds[0] if len(kinds) == 1 else "result"
    return (_read_output(owner, name, hint, " ".join(said.values())),)


def _read_output(owner: str, name: str, hint: Any, description: str) -> Output:
    marker = _array_of(hint)
    if marker is not None:
        return Output(name, marker.kinds[0] if marker.kinds else None, marker.dtype, description)
    kinds = _value_kinds(hint)
    if not kinds:
        raise TypeError(
            f"{owner}: the result {hint or 'without annotation'} is not allowed. Annotate it with "
            "dr.FloatImageArray, dr.SameArray, dr.MaskArray or dr.NewLabelsArray, or with a "
            "calibrated value."
        )
    return Output(name, kinds[0] if len(kinds) == 1 else None, "keep", description)
