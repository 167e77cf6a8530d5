"""What a step selects by the values of a column, as people say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.units import Measure, format_number, unit_text
from napari_darkroom.engine.catalog import find

if TYPE_CHECKING:
    from napari_darkroom.core.operation import Operation
    from napari_darkroom.recipe.model import Step


def selects(operation: Operation) -> bool:
    """Whether an operation keeps what has a value of a column within limits."""
    types = {parameter.type for parameter in operation.parameters}
    return "limit" in types and any(one.names_column for one in operation.parameters)


def selected(step: Step, *, kept: bool = True) -> str:
    """Return what a step keeps, or takes away: ``objects whose area was at least 50 µm²``.

    Parameters
    ----------
    step : Step
        Of an operation that `selects`.
    kept : bool
        Whether to tell what it keeps, or what it takes away.
    """
    operation = find(step.op)
    values = operation.canonical(step.params)
    noun = "objects" if operation.inputs[0].kinds == ("labels",) else "rows"
    condition = _condition(values)
    if not condition:
        return f"{noun} with a value in {values['column']}"
    inside = kept == (values["keep"] == "inside")
    return f"{noun} whose {values['column']} was {'' if inside else 'not '}{condition}"


def told_by_selection(operation: Operation) -> frozenset[str]:
    """Return the parameters of which `selected` tells."""
    told = {"keep", "text", *(p.name for p in operation.parameters if p.type == "limit")}
    columns = {one.name for one in operation.parameters if one.names_column}
    return frozenset(told | columns) if selects(operation) else frozenset()


def _condition(values: Mapping[str, Any]) -> str:
    if values.get("text") is not None:
        return f"“{values['text']}”"
    lower, upper = values["lower"], values["upper"]
    if lower is None or upper is None:
        sides = {"at least": lower, "at most": upper}
        return "".join(f"{side} {with_unit(end)}" for side, end in sides.items() if end is not None)
    return f"from {with_unit(lower)} to {with_unit(upper)}"


def with_unit(value: Any) -> str:
    """Return a number, or numbers with a unit, as it is printed: ``50 µm²`` for ``50 um^2``."""
    if isinstance(value, int | float):
        return format_number(float(value))
    measure = Measure.parse(value)
    numbers = ", ".join(format_number(one) for one in measure.values)
    return f"{numbers} {unit_text(measure.unit)}"
