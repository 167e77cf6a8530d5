"""The parameters of an operation, read from its signature, and the model that checks them."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter as SignatureParameter
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    ValidationError,
    create_model,
)

from napari_darkroom.core.annotations import (
    IntervalMarker,
    LengthMarker,
    PhysicalMarker,
    SizeMarker,
)
from napari_darkroom.core.errors import DarkroomError, ParameterError, choices
from napari_darkroom.core.units import PIXEL, Measure, format_number

ParameterType: TypeAlias = Literal[
    "length", "size", "physical", "interval", "integer", "number", "boolean", "choice", "text"
]
_MARKERS: Mapping[type, ParameterType] = {
    LengthMarker: "length",
    SizeMarker: "size",
    PhysicalMarker: "physical",
    IntervalMarker: "interval",
}
_PLAIN: Mapping[Any, ParameterType] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "text",
}
_MEASURED = ("length", "size", "physical")


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation.

    Attributes
    ----------
    name : str
        Its name in Python, recipes and (with ``--``) on the command line.
    type : str
        What it holds.
    default : object
        Its default, in the canonical form of a recipe.
    optional : bool
        Whether None is allowed, which then means what the description says.
    minimum, maximum : float or None
        Inclusive bounds, those of lengths and sizes in pixels.
    above, below : float or None
        Exclusive bounds.
    choices : tuple of str
        Allowed values of a choice.
    description : str
        From the docstring.
    """

    name: str
    type: ParameterType
    default: Any
    optional: bool = False
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None
    choices: tuple[str, ...] = ()
    description: str = ""

    @property
    def unit(self) -> str | None:
        """Unit of a bare number, None for what has no unit."""
        return PIXEL if self.type in ("length", "size") else None

    def bounds(self) -> str:
        """Return the bounds as text, ``0 to 500 pixel``; empty where there are none."""
        low = [f"at least {format_number(float(v))}" for v in [self.minimum] if v is not None]
        low += [f"above {format_number(float(v))}" for v in [self.above] if v is not None]
        high = [f"at most {format_number(float(v))}" for v in [self.maximum] if v is not None]
        high += [f"below {format_number(float(v))}" for v in [self.below] if v is not None]
        unit = f" {self.unit}" if self.unit and (low or high) else ""
        return " and ".join(low + high) + unit

    def within(self, value: float) -> bool:
        """Whether a number is within the bounds."""
        return (
            (self.minimum is None or value >= self.minimum)
            and (self.maximum is None or value <= self.maximum)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )

    def check(self, values: tuple[float, ...], given: object) -> None:
        """Raise `ParameterError` if one of `values` (in pixels for lengths) is out of bounds."""
        if not all(self.within(value) for value in values):
            raise ParameterError(f"{self.name} = {given}: must be {self.bounds()}.")


def read_parameter(source: SignatureParameter, hint: Any, description: str) -> Parameter:
    """Return the parameter that a keyword of a signature declares.

    Raises
    ------
    TypeError
        If its annotation is none that an operation may have, or it has no default.
    """
    if source.default is SignatureParameter.empty:
        raise TypeError(f"Parameter {source.name}: give a default; the window needs one.")
    plain, metadata, optional = _unwrap(hint)
    type_ = next((_MARKERS[type(m)] for m in metadata if type(m) in _MARKERS), None)
    names: tuple[str, ...] = ()
    if type_ is None and get_origin(plain) is Literal:
        type_, names = "choice", get_args(plain)
    type_ = type_ or _PLAIN.get(plain)
    if type_ is None:
        raise TypeError(
            f"Parameter {source.name}: {hint} is not allowed. Use bool, int, float, str, a "
            "Literal, Length, Size or Interval."
        )
    bounds = {
        key: getattr(m, attribute)
        for kind, key, attribute in [
            (Ge, "minimum", "ge"),
            (Le, "maximum", "le"),
            (Gt, "above", "gt"),
            (Lt, "below", "lt"),
        ]
        for m in metadata
        if isinstance(m, kind)
    }
    bare = Parameter(source.name, type_, source.default, optional, choices=names, **bounds)
    default = None if source.default is None else canonical(bare, source.default)
    return Parameter(
        source.name, type_, default, optional, choices=names, description=description, **bounds
    )


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


def _read_value(parameter: Parameter, given: Any) -> Any:
    """Return a given value as its Python type, or raise `ParameterError`."""
    if given is None or (isinstance(given, str) and given.lower() in ("none", "")):
        if parameter.optional:
            return None
        if parameter.type != "text":
            raise ParameterError(f"{parameter.name} = {given!r}: a value is needed.")
    reader: Callable[[Parameter, Any], Any] | None = {
        "interval": _read_interval,
        "boolean": _read_boolean,
        "integer": _read_integer,
        "number": _read_number,
        "choice": _read_choice,
        "text": _read_text,
    }.get(parameter.type)
    if reader is not None:
        return reader(parameter, given)
    try:
        value = Measure.parse(given)
    except DarkroomError as error:
        raise ParameterError(f"{parameter.name}: {error}") from error
    if parameter.type == "size" and len(value.values) > 1:
        raise ParameterError(f"{parameter.name} = {value}: a size is one number.")
    if value.unit == PIXEL:
        parameter.check(value.values, value)
    return value


def _read_interval(parameter: Parameter, given: Any) -> tuple[int | None, int | None]:
    parts = given.split(":") if isinstance(given, str) else given
    try:
        start, stop = (None if p is None or p == "" else int(p) for p in parts)
    except (TypeError, ValueError) as error:
        raise ParameterError(
            f"{parameter.name} = {given!r}: give a first and a last index (not included), as in "
            "'10:200' or (10, 200); leave one out for an open end."
        ) from error
    return start, stop


def _read_text(_: Parameter, given: Any) -> str:
    return str(given)


def _read_boolean(parameter: Parameter, given: Any) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    value = words.get(str(given).lower())
    if value is None:
        raise ParameterError(f"{parameter.name} = {given!r}: must be true or false.")
    return value


def _read_number(parameter: Parameter, given: Any) -> float:
    try:
        value = float(given)
    except (TypeError, ValueError) as error:
        raise ParameterError(f"{parameter.name} = {given!r}: must be a number.") from error
    parameter.check((value,), given)
    return value


def _read_integer(parameter: Parameter, given: Any) -> int:
    value = _read_number(parameter, given)
    if not value.is_integer() or isinstance(given, bool):
        raise ParameterError(f"{parameter.name} = {given!r}: must be a whole number.")
    return int(value)


def _read_choice(parameter: Parameter, given: Any) -> str:
    if given not in parameter.choices:
        raise ParameterError(
            f"{parameter.name} = {given!r} is not a choice. "
            f"{choices(parameter.choices, str(given))}"
        )
    return str(given)


def canonical(parameter: Parameter, given: Any) -> Any:
    """Return a value as it stands in a recipe: plain numbers, texts, lists, None."""
    value = _read_value(parameter, given)
    if isinstance(value, Measure):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def parameter_model(name: str, parameters: tuple[Parameter, ...]) -> type[BaseModel]:
    """Return the frozen pydantic model of the parameters; unknown names are refused."""
    fields: dict[str, Any] = {
        p.name: (
            Annotated[
                Any,
                BeforeValidator(lambda given, p=p: _read_value(p, given)),
                PlainSerializer(lambda value, p=p: canonical(p, value)),
            ],
            None if p.default is None else _read_value(p, p.default),
        )
        for p in parameters
    }
    return create_model(name, __config__=ConfigDict(frozen=True, extra="forbid"), **fields)


def validate(owner: str, model: type[BaseModel], given: Mapping[str, Any]) -> BaseModel:
    """Return the checked parameters of the operation `owner`.

    Raises
    ------
    ParameterError
        If a name is unknown or a value not allowed; the text names what is.
    """
    unknown = sorted(set(given) - set(model.model_fields))
    if unknown:
        raise ParameterError(
            f"{owner} has no parameter {unknown[0]!r}. {choices(model.model_fields, unknown[0])}"
        )
    try:
        return model(**given)
    except ValidationError as error:
        raise ParameterError(
            f"{owner}: {error.errors()[0]['msg'].removeprefix('Value error, ')}"
        ) from error
