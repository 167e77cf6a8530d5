"""Reading the value of a parameter from what a user, a recipe or a command line gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from napari_darkroom.core.errors import DarkroomError, ParameterError, choices
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.units import PIXEL, Measure


def read_value(parameter: Parameter, given: Any) -> Any:
    """Return a given value as its Python type.

    Raises
    ------
    ParameterError
        If it is not allowed; the text says what is.
    """
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
    value = read_value(parameter, given)
    if isinstance(value, Measure):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
