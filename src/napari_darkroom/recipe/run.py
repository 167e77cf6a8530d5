"""Running a recipe on values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.channels import take_channel
from napari_darkroom.core.errors import (
    Cancelled,
    DarkroomError,
    InputError,
    RecipeError,
    choices,
)
from napari_darkroom.core.fingerprint import fingerprint
from napari_darkroom.core.lineage import Lineage, lineage_of
from napari_darkroom.core.values import VALUE_TYPES, Image, Value
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.convert import as_value
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.run import run
from napari_darkroom.recipe.manual import add_manual

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe, RecipeInput, Step


class StepError(RecipeError):
    """A step of a recipe failed.

    Attributes
    ----------
    step : str
        The id of the step.
    reason : str
        What its operation said.
    """

    def __init__(self, step: str, reason: str) -> None:
        super().__init__(f"Step {step}: {reason}")
        self.step = step
        self.reason = reason

    def __reduce__(self) -> tuple[type[StepError], tuple[str, str]]:
        return (StepError, (self.step, self.reason))


def _unobserved(reference: str, value: Value) -> None:
    """Take no notice."""


def run_recipe(
    recipe: Recipe,
    values: Sequence[Any],
    named: Mapping[str, Any],
    job: Job,
    folder: Path | None = None,
    *,
    made: Callable[[str, Value], None] = _unobserved,
) -> dict[str, Value]:
    """Return the outputs of a recipe; see `Recipe.run`.

    Parameters
    ----------
    made : callable
        Told of each input, and of each result when its step is done, by what refers to it.
    """
    given = add_manual(recipe, _inputs(recipe, values, named), folder)
    return _run_steps(recipe, given, job, made)


def _run_steps(
    recipe: Recipe,
    known: dict[str, Value],
    job: Job,
    made: Callable[[str, Value], None] = _unobserved,
) -> dict[str, Value]:
    for name, value in known.items():
        made(name, value)
    last = _last_uses(recipe)
    for done, step in enumerate(recipe.steps):
        part = job.part(done, len(recipe.steps))
        part.step(0, 1)
        results = run_step(step, known, part)
        for name, value in results.items():
            made(name, value)
        known |= results
        part.step(1, 1)
        # What no later step needs gives its memory back.
        known = {name: value for name, value in known.items() if last.get(name, -1) > done}
    return {name: known[name] for name in recipe.outputs}


def run_traced(
    recipe: Recipe,
    values: Sequence[Any],
    named: Mapping[str, Any],
    job: Job,
    folder: Path | None = None,
) -> dict[str, Value]:
    """Return the outputs of a recipe, which know how they were made; see `Recipe.run`."""
    from napari_darkroom.recipe.lineage import lineage_of_steps

    given = add_manual(recipe, _inputs(recipe, values, named), folder)
    lineage = lineage_of_steps(recipe, {name: lineage_of(one) for name, one in given.items()})
    results = _run_steps(recipe, given, job)
    return {name: _knowing(value, lineage[name]) for name, value in results.items()}


def _knowing(value: Value, lineage: Lineage) -> Value:
    return replace(value, lineage=replace(lineage, mark=fingerprint(value)))


def _last_uses(recipe: Recipe) -> dict[str, int]:
    """Return the position of the last step that needs each name, beyond the last for outputs."""
    last: dict[str, int] = {}
    for position, step in enumerate(recipe.steps):
        for reference in step.inputs.values():
            for name in (reference,) if isinstance(reference, str) else reference:
                last[name] = position
    return last | dict.fromkeys(recipe.outputs, len(recipe.steps))


def _inputs(recipe: Recipe, values: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Value]:
    first = next(iter(values), None)
    if isinstance(first, Mapping):
        values, named = values[1:], {**first, **named}
    if len(values) > len(recipe.inputs):
        raise RecipeError(
            f"The recipe takes {len(recipe.inputs)} input(s) ({', '.join(recipe.inputs)}), and "
            f"{len(values)} were given."
        )
    given = {**dict(zip(recipe.inputs, values, strict=False)), **named}
    for name in given:
        if name not in recipe.inputs:
            raise RecipeError(f"The recipe has no input {name!r}. {choices(recipe.inputs, name)}")
    missing = [n for n, one in recipe.inputs.items() if n not in given and one.manual is None]
    if missing:
        kind = recipe.inputs[missing[0]].kind
        raise RecipeError(f"The recipe needs the input {missing[0]!r}: {kind}.")
    return {
        name: as_input(name, declared, given[name])
        for name, declared in recipe.inputs.items()
        if name in given
    }


def as_input(name: str, declared: RecipeInput, given: Any) -> Value:
    """Return what the steps get of what is given for an input: its kind checked, one channel.

    Raises
    ------
    RecipeError
        If it is of another kind, or has no such channel.
    """
    value = as_value(given, (declared.kind,))
    if not isinstance(value, VALUE_TYPES[declared.kind]):
        raise RecipeError(
            f"The input {name!r} must be {declared.kind}, and {value.kind} was given."
        )
    if declared.channel is not None and isinstance(value, Image):
        return _channel(name, value, declared.channel)
    return value


def _channel(name: str, image: Image, channel: int | str) -> Image:
    try:
        return take_channel(image, channel)
    except InputError as error:
        raise RecipeError(f"The input {name!r}: {error}") from error


def run_step(step: Step, known: Mapping[str, Value], job: Job) -> dict[str, Value]:
    """Run one step on what is known by name; return its results by the names that refer to them.

    Raises
    ------
    StepError
        If the operation refuses its inputs; the message names the step.
    Cancelled
        If the job was stopped.
    """
    operation = find(step.op)
    if not step.enabled:
        first = step.inputs[operation.inputs[0].name]
        value = known[first if isinstance(first, str) else first[0]]
        return {step.id: value, f"{step.id}.{operation.outputs[0].name}": value}
    inputs = {
        name: known[reference] if isinstance(reference, str) else [known[one] for one in reference]
        for name, reference in step.inputs.items()
    }
    if step.scope == "group":
        raise StepError(step.id, "scope: group is not supported by this version of Darkroom.")
    try:
        results = run(operation, inputs, step.params, axes=step.axes, over=step.over, job=job)
    except Cancelled:
        raise
    except DarkroomError as error:
        raise StepError(step.id, str(error)) from error
    first_result = next(iter(results.values()))
    return {step.id: first_result} | {f"{step.id}.{name}": v for name, v in results.items()}
