"""Whether the steps of a recipe fit together, said before anything runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from napari_darkroom.core.errors import DarkroomError, RecipeError, UnknownOperationError, choices
from napari_darkroom.core.given_names import with_names
from napari_darkroom.core.operation import Operation
from napari_darkroom.core.values import Kind
from napari_darkroom.engine.catalog import find, operations
from napari_darkroom.recipe.packages import reasons

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import RecipeInput, Step

Kinds = dict[str, Kind]


def check_graph(
    inputs: Mapping[str, RecipeInput],
    steps: Sequence[Step],
    outputs: Sequence[str] = (),
    packages: Mapping[str, str] = MappingProxyType({}),
) -> Kinds:
    """Check operations, parameters, references and kinds of all steps; return the kinds.

    Raises
    ------
    RecipeError
        If one does not fit; the message names the step. Where an operation is missing, it tells
        which of the recorded `packages` is to blame.
    """
    kinds: Kinds = {name: declared.kind for name, declared in inputs.items()}
    later = [step.id for step in steps]
    for step in steps:
        if step.id in inputs or later.count(step.id) > 1:
            raise RecipeError(f"The name {step.id!r} stands twice: give each step one of its own.")
        try:
            kinds |= _step_kinds(step, kinds, later)
        except UnknownOperationError as error:
            raise RecipeError(f"Step {step.id}: {_unknown(step, packages, error)}") from error
        except DarkroomError as error:
            raise RecipeError(f"Step {step.id}: {error}") from error
    for name in outputs:
        if name not in kinds:
            raise RecipeError(
                f"outputs: there is no step or input {name!r}. {choices(kinds, name)}"
            )
    if len(set(outputs)) != len(outputs):
        raise RecipeError("outputs: each may stand once.")
    return kinds


def _unknown(step: Step, packages: Mapping[str, str], error: UnknownOperationError) -> str:
    id_ = step.op.partition("@")[0]
    why = "" if id_ in operations() else reasons(packages)
    return f"there is no operation {id_}. {why}" if why else str(error)


def present_steps(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps with those of earlier versions as they are said now, where that is known."""
    return tuple(map(_present, steps))


def _present(step: Step) -> Step:
    name, _, version = step.op.partition("@")
    if name not in operations() or int(version) not in operations()[name].earlier:
        return step
    operation = operations()[name]
    params = operation.earlier[int(version)](step.params)
    return step.model_copy(update={"op": operation.reference, "params": params})


def canonical_steps(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps with their given parameters in canonical form and declared order.

    What several inputs are called is told: by what the recipe calls them, where nothing is said.
    """
    return tuple(step.model_copy(update=_told(step)) for step in steps)


def _told(step: Step) -> dict[str, Any]:
    operation = find(step.op)
    lists = {name: given for name, given in step.inputs.items() if not isinstance(given, str)}
    alone = {name: given[0] for name, given in lists.items() if len(given) == 1}
    params = _canonical(operation, with_names(operation, step.params, lists))
    return {"params": params, "inputs": {**step.inputs, **alone}}


def _canonical(operation: Operation, given: Mapping[str, Any]) -> dict[str, Any]:
    complete = operation.canonical(given)
    return {name: value for name, value in complete.items() if name in given}


def _step_kinds(step: Step, kinds: Kinds, later: Sequence[str]) -> Kinds:
    """Return the kinds of a step's outputs by reference."""
    operation = find(step.op)
    operation.check(step.params)
    declared = {i.name: i for i in operation.inputs}
    for name in step.inputs:
        if name not in declared:
            raise RecipeError(f"{operation.id} has no input {name!r}. {choices(declared, name)}")
    for name, one in declared.items():
        references = step.inputs.get(name, ())
        if not references and not one.optional:
            raise RecipeError(f"{operation.id} needs the input {name!r}.")
        if isinstance(references, tuple) and references and not one.many:
            raise RecipeError(f"{operation.id} takes one {name}, not a list.")
        for reference in (references,) if isinstance(references, str) else references:
            _check_reference(step, reference, one.kinds, kinds, later)
    first = next(iter(declared))
    main = step.inputs[first]
    first_kind = kinds[main if isinstance(main, str) else main[0]]
    return _output_kinds(step, operation, first_kind)


def _check_reference(
    step: Step, reference: str, allowed: Sequence[Kind], kinds: Kinds, later: Sequence[str]
) -> None:
    if reference not in kinds:
        if reference.partition(".")[0] in later:
            raise RecipeError(
                f"it refers to {reference!r}, which does not come before it. Steps stand in the "
                "order in which they run; a circle cannot run."
            )
        raise RecipeError(f"there is no step or input {reference!r}. {choices(kinds, reference)}")
    if kinds[reference] not in allowed:
        raise RecipeError(
            f"{step.op} works on {' or '.join(allowed)}, and {reference!r} is {kinds[reference]}."
        )


def _output_kinds(step: Step, operation: Operation, first: Kind) -> Kinds:
    produced: list[Kind] = [output.kind or first for output in operation.outputs]
    if not step.enabled:
        if produced[0] != first:
            raise RecipeError(
                f"it cannot be switched off: it makes {produced[0]} of {first}, and what follows "
                "would get the wrong kind."
            )
        # Its further results are not made, so nothing may refer to them.
        return {step.id: first, f"{step.id}.{operation.outputs[0].name}": first}
    named = {f"{step.id}.{o.name}": k for o, k in zip(operation.outputs, produced, strict=True)}
    return {step.id: produced[0], **named}


def reading_error(error: ValueError, source: str, content: Any) -> RecipeError:
    """Return what pydantic found wrong in `content` as one readable error."""
    if not isinstance(error, ValidationError):
        return RecipeError(f"{source}: {error}")
    if not isinstance(content, Mapping):
        return RecipeError(
            f"{source} is no recipe: it must be a mapping with the keys darkroom, name, inputs, "
            "steps and outputs."
        )
    first = error.errors()[0]
    where = _place(first["loc"], content)
    return RecipeError(f"{source}: {where}{_message(first)}")


def _place(location: tuple[int | str, ...], content: Mapping[str, Any]) -> str:
    """Return where something stands, a step by its id."""
    parts = [str(part) for part in location]
    if len(location) > 1 and location[0] == "steps" and isinstance(location[1], int):
        step = content["steps"][location[1]]
        name = step.get("id") if isinstance(step, Mapping) else None
        parts[:2] = [f"step {name or location[1] + 1}"]
    return f"{', '.join(parts)}: " if parts else ""


def _message(first: Any) -> str:
    if first["type"] == "extra_forbidden":
        key = str(first["loc"][-1])
        return f"this key is unknown. {choices(_allowed(first['loc']), key)}"
    if first["type"] == "string_pattern_mismatch" and first["loc"][-1] == "op":
        return f"{first['input']!r} must name an operation and its version: filters.gaussian@1."
    if first["type"] == "string_pattern_mismatch" and first["loc"][-1] == "file":
        return (
            f"{first['input']!r} must be the name of a file in the folder manual: letters, digits, "
            "spaces and _ . - are allowed, no other folder."
        )
    if first["type"] == "string_pattern_mismatch" and "manual" in first["loc"]:
        return f"{first['input']!r} must be a hash of 32 to 64 hexadecimal digits."
    if first["type"] == "string_pattern_mismatch":
        return (
            f"{first['input']!r} must be a name of small letters, digits and _ that begins with a "
            "letter."
        )
    if first["type"] in ("tuple_type", "list_type"):
        return f"{first['input']!r} must be a list, as in [{first['input']}]."
    if first["type"] in ("too_short", "dict_type", "mapping_type"):
        return "at least one must stand here."
    if first["type"] == "missing":
        return "this key is missing."
    return str(first["msg"]).removeprefix("Value error, ")


def _allowed(location: tuple[int | str, ...]) -> list[str]:
    """Return the keys that a recipe may have at the place of an unknown one."""
    from napari_darkroom.recipe.model import Recipe, RecipeInput, Step

    if len(location) == 1:
        return list(Recipe.model_fields)
    return list(Step.model_fields if location[0] == "steps" else RecipeInput.model_fields)
