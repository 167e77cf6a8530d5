"""The parameters of an operation, read from its signature, and the model that checks them."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import replace
from inspect import Parameter as SignatureParameter
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    create_model,
)

from napari_darkroom.core.annotations import (
    ColumnMarker,
    FillMarker,
    IntervalMarker,
    LengthMarker,
    LimitMarker,
    NamesMarker,
    OnlyFor,
    PhysicalMarker,
    SizeMarker,
)
from napari_darkroom.core.parameter_values import canonical, read_value
from napari_darkroom.core.parameters import Parameter, ParameterType

_MARKERS: Mapping[type, ParameterType] = {
    LengthMarker: "length",
    SizeMarker: "size",
    PhysicalMarker: "physical",
    LimitMarker: "limit",
    IntervalMarker: "interval",
}
_PLAIN: Mapping[Any, ParameterType] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "text",
}


# Every call takes these beside the parameters.
RESERVED = ("axes", "over")


def read_parameter(source: SignatureParameter, hint: Any, description: str) -> Parameter:
    """Return the parameter that a keyword of a signature declares.

    Raises
    ------
    TypeError
        If its annotation is none that an operation may have, or it has no default.
    """
    if source.default is SignatureParameter.empty:
        raise TypeError(f"Parameter {source.name}: give a default; the window needs one.")
    if source.name in RESERVED:
        raise TypeError(f"Parameter {source.name}: the name belongs to the run; choose another.")
    plain, metadata, optional = _unwrap(hint)
    type_ = next((_MARKERS[type(m)] for m in metadata if type(m) in _MARKERS), None)
    names: tuple[str, ...] = ()
    if type_ is None and get_origin(plain) is Literal:
        type_, names = "choice", get_args(plain)
    type_ = type_ or _PLAIN.get(plain)
    if type_ is None:
        raise TypeError(
            f"Parameter {source.name}: {hint} is not allowed. Use bool, int, float, str, a "
            "Literal, Length, Size, Limit or Interval."
        )
    physical = next((m for m in metadata if isinstance(m, PhysicalMarker)), None)
    condition = next((m for m in metadata if isinstance(m, OnlyFor)), OnlyFor("", ()))
    names_of = next((m.of for m in metadata if isinstance(m, NamesMarker)), "")
    bare = Parameter(
        source.name,
        type_,
        source.default,
        optional,
        choices=names,
        like=physical.like if physical else "",
        most=physical.most if physical else 1,
        may_be_nan=any(isinstance(m, FillMarker) for m in metadata),
        names_column=any(isinstance(m, ColumnMarker) for m in metadata),
        names_input=names_of,
        decided_by=condition.parameter,
        only_for=condition.choices,
        description=description,
        **_bounds(metadata),
    )
    return bare if bare.default is None else replace(bare, default=canonical(bare, bare.default))


def check_conditions(parameters: Sequence[Parameter]) -> None:
    """Raise `TypeError` if what decides whether a parameter has a say is no choice beside it."""
    offered = {one.name: set(one.choices) for one in parameters if not one.optional}
    for one in parameters:
        named = set(one.only_for)
        if one.decided_by and not (named and named <= offered.get(one.decided_by, set())):
            raise TypeError(
                f"Parameter {one.name} is only for {sorted(named)} of {one.decided_by!r}: name a "
                "parameter of the same operation that is not optional, and some of its choices."
            )


def _bounds(metadata: list[Any]) -> dict[str, float]:
    """Return the bounds among the annotations, by the names that a `Parameter` has for them."""
    kinds = [(Ge, "minimum", "ge"), (Le, "maximum", "le"), (Gt, "above", "gt"), (Lt, "below", "lt")]
    return {
        name: getattr(one, attribute)
        for kind, name, attribute in kinds
        for one in metadata
        if isinstance(one, kind)
    }


def _unwrap(hint: Any) -> tuple[Any, list[Any], bool]:
    """Split ``Annotated[T, ...] | None`` into T, the annotations and whether None is allowed."""
    metadata: list[Any] = []
    optional = False
    while True:
        if get_origin(hint) is Annotated:
            hint, *more = get_args(hint)
            metadata += more
        elif get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint):
            rest = [part for part in get_args(hint) if part is not type(None)]
            hint, optional = Union[tuple(rest)], True  # noqa: UP007 - built at run time
        else:
            return hint, metadata, optional


def parameter_model(name: str, parameters: tuple[Parameter, ...]) -> type[BaseModel]:
    """Return the frozen pydantic model of the parameters; unknown names are refused."""
    fields: dict[str, Any] = {
        p.name: (
            Annotated[
                Any,
                BeforeValidator(lambda given, p=p: read_value(p, given)),
                PlainSerializer(lambda value, p=p: canonical(p, value)),
            ],
            None if p.default is None else read_value(p, p.default),
        )
        for p in parameters
    }
    return create_model(name, __config__=ConfigDict(frozen=True, extra="forbid"), **fields)
