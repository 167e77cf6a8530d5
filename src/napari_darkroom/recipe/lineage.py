"""How a value was made, as a recipe and its inputs; and what a result tells, as such a lineage."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from napari_darkroom.core.lineage import Call, Given, Lineage, Result, calls_of
from napari_darkroom.core.operation import Operation
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.model import Recipe, RecipeInput, Step
from napari_darkroom.recipe.names import free_name
from napari_darkroom.recipe.packages import packages_of
from napari_darkroom.recipe.provenance import InputOrigin, provenance_for


class Unrolled(NamedTuple):
    """A lineage as a recipe.

    Attributes
    ----------
    recipe : Recipe
        What made the value; its one output is the value.
    inputs : mapping of str to InputOrigin
        What is known of each input, by name.
    """

    recipe: Recipe
    inputs: Mapping[str, InputOrigin]

    def provenance(self) -> dict[str, Any]:
        """Return what a file tells of the value."""
        return provenance_for(self.recipe, self.inputs, self.recipe.outputs[0])


def unroll(lineage: Lineage) -> Unrolled:
    """Return the recipe that makes a value again; what was run twice alike stands once in it."""
    writer = _Writer()
    for call in calls_of(lineage):
        writer.add(call)
    output = writer.reference(lineage)
    steps = tuple(writer.steps.values())
    recipe = Recipe(
        inputs=writer.inputs, steps=steps, outputs=(output,), packages=packages_of(steps)
    )
    return Unrolled(recipe, writer.origins)


class _Writer:
    """Gives every input and run of a lineage a name."""

    def __init__(self) -> None:
        self.inputs: dict[str, RecipeInput] = {}
        self.origins: dict[str, InputOrigin] = {}
        self.steps: dict[str, Step] = {}
        self._givens: dict[Given, str] = {}
        self._calls: dict[int, str] = {}

    def add(self, call: Call) -> None:
        """Add a run, whose inputs are there already."""
        operation = find(call.operation)
        step = _step(operation, call, self._free(call.name or operation.noun or operation.name))
        inputs = {name: tuple(map(self.reference, many)) for name, many in call.inputs.items()}
        lists = {one.name for one in operation.inputs if one.many}
        step |= {"inputs": {n: many if n in lists else many[0] for n, many in inputs.items()}}
        key = json.dumps({**step, "id": "", "title": ""}, sort_keys=True, default=str)
        if key not in self.steps:
            self.steps[key] = Step.model_validate(step)
        self._calls[id(call)] = self.steps[key].id

    def reference(self, lineage: Lineage) -> str:
        """Return what a recipe calls an input or a result."""
        if isinstance(lineage, Given):
            return self._input(lineage)
        name = self._calls[id(lineage.call)]
        first = find(lineage.call.operation).outputs[0].name
        return name if lineage.output == first else f"{name}.{lineage.output}"

    def _input(self, given: Given) -> str:
        known = given.known()
        same = Given(known.kind, "", known.digest, "", known.file, known.sha256, known.channel)
        # Of two without file and digest nobody knows whether they are the same.
        told = same if known.file or known.digest else known
        if told not in self._givens:
            name = self._free(Path(known.file).stem or known.name or known.kind)
            self._givens[told] = name
            self.inputs[name] = RecipeInput(kind=known.kind, channel=known.channel)
            file = Path(known.file) if known.file else None
            self.origins[name] = InputOrigin(file, known.sha256, known.digest, known.kind)
        return self._givens[told]

    def _free(self, wanted: str) -> str:
        return free_name(wanted, {*self.inputs, *(step.id for step in self.steps.values())})


def _step(operation: Operation, call: Call, name: str) -> dict[str, Any]:
    return {
        "id": name,
        "op": operation.reference,
        "params": dict(call.parameters),
        "axes": call.axes,
        "over": call.over,
        "title": call.title,
    }


def lineage_of_steps(
    recipe: Recipe, inputs: Mapping[str, Lineage], mark: str = ""
) -> dict[str, Lineage]:
    """Return how all that a recipe names is made of some inputs, by what refers to it.

    Parameters
    ----------
    recipe : Recipe
    inputs : mapping of str to lineage
        By name; of steps that are switched off some may be missing.
    mark : str
        The fingerprint of the results.
    """
    known = dict(inputs)
    for step in recipe.steps:
        operation = find(step.op)
        named = {name: _listed(given) for name, given in step.inputs.items()}
        first = named[operation.inputs[0].name][0]
        outputs = [output.name for output in operation.outputs]
        if step.enabled:
            given = {name: tuple(known[one] for one in many) for name, many in named.items()}
            call = Call(step.op, given, step.params, step.axes, step.over, step.id, step.title)
            known |= {f"{step.id}.{name}": Result(call, name, mark) for name in outputs}
            known[step.id] = known[f"{step.id}.{outputs[0]}"]
        elif first in known:
            known |= {step.id: known[first], f"{step.id}.{outputs[0]}": known[first]}
    return known


def _listed(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given


def lineage_told(recipe: Recipe, output: str, told: Mapping[str, Any], mark: str) -> Lineage:
    """Return how a result was made that tells its recipe, as a layer of the window does.

    Parameters
    ----------
    recipe : Recipe
        As it is told.
    output : str
        Which of its results it is.
    told : mapping of str to mapping
        What is told of each input: ``file``, ``sha256``, ``digest``.
    mark : str
        The fingerprint of the result.
    """
    inputs: dict[str, Lineage] = {}
    for name, declared in recipe.inputs.items():
        about = {key: str(text) for key, text in told.get(name, {}).items()}
        inputs[name] = Given(
            declared.kind,
            digest=about.get("digest", ""),
            name=name,
            file=about.get("file", ""),
            sha256=about.get("sha256", ""),
            channel=declared.channel,
        )
    return lineage_of_steps(recipe, inputs, mark)[output]
