"""What one step did, as a clause of a sentence, from the declaration of its operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.units import format_number
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.english import in_past, joined, past, told
from napari_darkroom.recipe.selections import selected, selects, told_by_selection, with_unit

if TYPE_CHECKING:
    from napari_darkroom.core.operation import Operation
    from napari_darkroom.core.parameters import Parameter
    from napari_darkroom.recipe.model import Step

# Those of which a reader wants to know the value, also where it was left as it is.
_TELLING = ("length", "size", "physical", "limit", "integer", "number", "choice")
_MEASURED = ("length", "size", "physical", "limit")
_REMOVING = ("remove", "exclude", "discard", "drop", "clear", "delete")
_KEEPING = ("keep", "select")


def clause(step: Step) -> str:
    """Return what a step did and with what: ``marked what was brighter (method otsu)``."""
    operation = find(step.op)
    did = f"kept {selected(step)}" if selects(operation) else past(operation.summary)
    if operation.module:
        # How others write their summaries is not known.
        did = f"applied “{operation.title}” ({operation.package}: {operation.summary.rstrip('.')})"
    details = [*_title(operation), *parameters(step), *_axes(step)]
    return f"{did} ({'; '.join(details)})" if details else did


def rule(step: Step) -> str:
    """Return which objects, or rows, a step took away; empty if it took none.

    Beside those that select by a column, a step removes objects where it makes label images of
    label images, and its summary says that it removes some, or keeps some.
    """
    operation = find(step.op)
    if selects(operation):
        return selected(step, kept=False)
    verb, rest = told(operation.summary)
    objects = operation.inputs[0].kinds == ("labels",)
    same = len(operation.outputs) == 1 and operation.outputs[0].kind in (None, "labels")
    if not (objects and same and verb in (*_REMOVING, *_KEEPING)):
        return ""
    return in_past(rest if verb in _REMOVING else f"all but {rest}")


def parameters(step: Step) -> list[str]:
    """Return the parameters that were changed and those that tell most: ``sigma 2 pixel``.

    Those that have no say with the choice that was made are left out.
    """
    operation = find(step.op)
    values, said = operation.canonical(step.params), told_by_selection(operation)
    return [
        _parameter(one, values[one.name])
        for one in operation.parameters
        if one.name not in said and one.has_say(values)
        if values[one.name] != one.default
        or one.names_column
        or (one.type in _TELLING and one.default is not None)
    ]


def name_of(step: Step) -> str:
    """Return what people call the result of a step."""
    return step.title or words(step.id)


def words(name: str) -> str:
    """Return a name of letters, digits and _ as words."""
    return name.replace("_", " ")


def _title(operation: Operation) -> list[str]:
    """Return the title, where the summary says it in other words."""
    plain = operation.title.replace(" (", ", ").replace(")", "")
    said = operation.summary.lower()
    words = plain.replace(",", "").lower().split()
    known = operation.module or all(word[:4] in said for word in words)
    return [] if known else [f"“{plain}”"]


def _parameter(parameter: Parameter, value: Any) -> str:
    name = words(parameter.name)
    if isinstance(value, bool) or value is None:
        return name if value else f"no {name}"
    if parameter.type in _MEASURED and isinstance(value, str):
        return f"{name} {with_unit(value)}"
    return f"{name} {shown(value)}"


def _axes(step: Step) -> list[str]:
    planes = {
        "planes": ["plane by plane"],
        "volume": ["in the volume as a whole"],
        "stack": ["for the stack as a whole"],
    }
    said = planes[step.axes] if step.axes else []
    if step.over is None:
        return said
    return [*said, f"for each {joined(step.over)} alone" if step.over else "for all axes together"]


def shown(value: Any) -> str:
    """Return a value of a parameter as people write it.

    Examples
    --------
    >>> shown(2.0), shown([1, None]), shown(None), shown(True)
    ('2', '1:', 'none', 'true')
    """
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format_number(value)
    if isinstance(value, list | tuple):
        return ":".join("" if one is None else str(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {shown(one)}" for name, one in value.items())
    return str(value)
