"""Reading the value of a parameter from what a user, a recipe or a command line gives."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from napari_darkroom.core.errors import DarkroomError, ParameterError, UnitError, choices
from napari_darkroom.core.parameters import Parameter
from napari_darkroom.core.units import PIXEL, Measure, same_dimension


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
        "limit": _read_limit,
        "interval": _read_interval,
        "boolean": _read_boolean,
        "integer": _read_integer,
        "number": _read_number,
        "choice": _read_choice,
        "text": _read_text,
    }.get(parameter.type)
    if reader is not None:
        return reader(parameter, given)
    return _read_measure(parameter, given)


def _read_measure(parameter: Parameter, given: Any) -> Measure:
    try:
        value = Measure.parse(given)
    except DarkroomError as error:
        raise ParameterError(f"{parameter.name}: {error}") from error
    if parameter.type == "physical":
        _check_physical(parameter, value)
    if parameter.type == "size" and len(value.values) > 1:
        raise ParameterError(f"{parameter.name} = {value}: a size is one number.")
    if value.unit == PIXEL:
        parameter.check(value.values, value)
    return value


def _check_physical(parameter: Parameter, value: Measure) -> None:
    """Refuse what is not one or few numbers above 0 with a unit of the right kind."""
    if value.unit == PIXEL or not same_dimension(value.unit, parameter.like):
        raise ParameterError(
            f"{parameter.name} = {value}: give a number with a unit, as in '0.5 {parameter.like}'."
        )
    if len(value.values) > parameter.most:
        most = "one number" if parameter.most == 1 else f"at most {parameter.most} numbers"
        raise ParameterError(f"{parameter.name} = {value}: {most}, as in '0.5 {parameter.like}'.")
    if min(value.values) <= 0:
        raise ParameterError(f"{parameter.name} = {value}: must be above 0.")


def _read_limit(parameter: Parameter, given: Any) -> float | Measure:
    """Return a number, with its unit where one was given."""
    if not isinstance(given, Measure) and _is_number(given):
        return _read_number(parameter, given)
    try:
        value = Measure.parse(given)
    except UnitError as error:
        raise ParameterError(f"{parameter.name}: {error}") from error
    except ParameterError as error:
        raise ParameterError(
            f"{parameter.name} = {given!r}: must be a number, in the unit of the column or with "
            "its own, as in '50 um^2'."
        ) from error
    if len(value.values) > 1:
        raise ParameterError(f"{parameter.name} = {value}: must be one number.")
    return value


def _is_number(given: Any) -> bool:
    try:
        float(given)
    except (TypeError, ValueError):
        return False
    return True


def _read_interval(parameter: Parameter, given: Any) -> tuple[int | None, int | None]:
    parts = given.split(":") if isinstance(given, str) else given
    try:
        start, stop = (_read_index(p) for p in parts)
    except (TypeError, ValueError) as error:
        raise ParameterError(
            f"{parameter.name} = {given!r}: give a first and a last index (not included), as in "
            "'10:200' or (10, 200); leave one out for an open end."
        ) from error
    return start, stop


def _read_index(given: Any) -> int | None:
    if given is None or given == "":
        return None
    return int(given) if isinstance(given, str) else operator.index(given)


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
    if math.isnan(value):
        if parameter.may_be_nan:
            return value
        raise ParameterError(f"{parameter.name} = {given!r}: must be a number, and NaN is none.")
    parameter.check((value,), given)
    return value


def _read_integer(parameter: Parameter, given: Any) -> int:
    value = _read_number(parameter, given)
    if not value.is_integer() or isinstance(given, bool):
        raise ParameterError(f"{parameter.name} = {given!r}: must be a whole number.")
    return _exact(given, int(value))


def _exact(given: Any, rounded: int) -> int:
    """Return a whole number as it was given: a float holds it up to 2⁵³ only."""
    try:
        return int(given) if isinstance(given, str) else operator.index(given)
    except (TypeError, ValueError):
        return rounded


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
    if isinstance(value, float) and not math.isfinite(value):
        # JSON and YAML have no number for these; "nan" and "inf" read back as they were.
        return str(value)
    return list(value) if isinstance(value, tuple) else value
