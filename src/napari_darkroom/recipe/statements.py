"""A recipe as statements of Python: what is read, one call a step, what is written."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.errors import RecipeError, choices
from napari_darkroom.core.values import GRID_TYPES
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.layout import (
    Call,
    Expression,
    Listing,
    assignment,
    comment,
    laid_out,
    quoted,
)
from napari_darkroom.recipe.manual import FOLDER, needed

if TYPE_CHECKING:
    from napari_darkroom.core.operation import Operation
    from napari_darkroom.core.parameters import Parameter
    from napari_darkroom.recipe.model import Recipe, RecipeInput, Step

# The names that the script itself uses, and letters that look like digits.
_TAKEN = frozenset({"dr", "out", "l", *keyword.kwlist, *keyword.softkwlist, *dir(builtins)})
_CONSTANTS = MappingProxyType({"nan": 'float("nan")', "inf": 'float("inf")'})


@dataclass(frozen=True)
class Statements:
    """The statements of a recipe.

    Attributes
    ----------
    recipe : Recipe
        What they do.
    files : mapping of str to str
        The files of the inputs; by default one that is named like the input.
    manual : str
        The folder of what was made by hand.
    """

    recipe: Recipe
    files: Mapping[str, str]
    manual: str = FOLDER

    def __post_init__(self) -> None:
        for name in self.files:
            if name not in self.recipe.inputs:
                raise RecipeError(
                    f"The recipe has no input {name!r}. {choices(self.recipe.inputs, name)}"
                )
        for step in self.recipe.steps:
            if step.scope == "group":
                raise RecipeError(
                    f"Step {step.id}: scope: group is not supported by this version of Darkroom."
                )

    def imports(self) -> list[str]:
        """Return the imports, with those of the modules that others' operations stand in.

        Raises
        ------
        RecipeError
            If an operation was declared in a notebook or a script, where no other program finds it.
        """
        modules = self._modules()
        if "__main__" in modules:
            raise RecipeError(
                f"{modules['__main__']} was declared in a notebook or a script, and no other "
                "program finds it there. Put it into a module of its own and import that."
            )
        lines = ["from pathlib import Path", "", "import napari_darkroom as dr"]
        declaring = "noqa: F401 - declares operations"
        return lines + [f"import {module}  # {declaring}" for module in sorted(modules)]

    def _modules(self) -> dict[str, str]:
        """Return the modules of others' operations, and an operation of each."""
        operations = [find(step.op) for step in self.recipe.steps]
        return {one.module: one.id for one in operations if one.module}

    @cached_property
    def variables(self) -> Mapping[str, str]:
        """The variable of each input, step and output of a step, by what refers to it."""
        taken = {*_TAKEN, *(module.partition(".")[0] for module in self._modules())}
        names: dict[str, str] = {}
        for own in (*self.recipe.inputs, *(step.id for step in self.recipe.steps)):
            names[own] = _free(own, taken)
        for step in self.recipe.steps:
            first, *others = find(step.op).outputs
            names[f"{step.id}.{first.name}"] = names[step.id]
            for output in others:
                reference = f"{step.id}.{output.name}"
                names[reference] = _free(f"{step.id}_{output.name}", taken)
        return names

    def reading(self, name: str) -> str:
        """Return the statement that reads an input."""
        declared = self.recipe.inputs[name]
        arguments: list[Expression] = [quoted(self.files.get(name) or self._file(name, declared))]
        if declared.kind != "image":
            arguments.append(f"kind={quoted(declared.kind)}")
        elif declared.channel is not None:
            channel = declared.channel
            arguments.append(f"channel={quoted(channel) if isinstance(channel, str) else channel}")
        line = assignment((self.variables[name],), Call("dr.read", tuple(arguments)))
        # Its file may be missing, where only a step that is switched off would take it.
        return line if name in needed(self.recipe) else _commented(line)

    def _file(self, name: str, declared: RecipeInput) -> str:
        if declared.manual is not None:
            return f"{self.manual}/{declared.manual.file}"
        return f"{name}{_suffix(declared.kind)}"

    def step(self, step: Step) -> str:
        """Return the statement of a step; one that is switched off keeps its call as a comment."""
        operation = find(step.op)
        names = self.variables
        targets = tuple(names[f"{step.id}.{output.name}"] for output in operation.outputs)
        statement = assignment(targets, _call(operation, step, names))
        if step.enabled:
            return statement
        main = step.inputs[operation.inputs[0].name]
        first = names[main if isinstance(main, str) else main[0]]
        return f"{_commented(statement)}\n{names[step.id]} = {first}"

    def heading(self, step: Step) -> str:
        """Return what a step is called."""
        title = step.title or find(step.op).title
        return title if step.enabled else f"{title} (switched off)"

    def writing(self) -> list[str]:
        """Return the statements that write the outputs, into the files of ``darkroom run``."""
        kinds, names = self.recipe.kinds, self.variables
        targets = {name: quoted(f"{name}{_suffix(kinds[name])}") for name in self.recipe.outputs}
        calls = [
            laid_out(Call("dr.write", (f"out / {target}", names[name])))
            for name, target in targets.items()
        ]
        return ["out.mkdir(exist_ok=True)", *calls]


def described(declared: RecipeInput) -> str:
    """Return what an input is, as a comment; empty where nothing is said."""
    made = "Made by hand." if declared.manual else ""
    text = " ".join(part for part in (declared.description, made) if part)
    return comment(text) if text else ""


def _commented(statement: str) -> str:
    return "\n".join(f"# {line}" for line in statement.splitlines())


def _free(wanted: str, taken: set[str]) -> str:
    """Return a name that is not taken, and take it."""
    while wanted in taken:
        wanted += "_"
    taken.add(wanted)
    return wanted


def _suffix(kind: str) -> str:
    return ".tif" if kind in GRID_TYPES else ".csv"


def _call(operation: Operation, step: Step, names: Mapping[str, str]) -> Call:
    arguments: list[Expression] = []
    for declared in operation.inputs:
        if declared.name in step.inputs:
            given = step.inputs[declared.name]
            head = f"{declared.name}=" if arguments else ""
            if isinstance(given, str):
                arguments.append(f"{head}{names[given]}")
            else:
                arguments.append(Listing(head, tuple(names[one] for one in given)))
    parameters = {parameter.name: parameter for parameter in operation.parameters}
    arguments += [_argument(parameters[name], value) for name, value in step.params.items()]
    if step.axes is not None:
        arguments.append(f"axes={quoted(step.axes)}")
    if step.over is not None:
        arguments.append(Listing("over=", tuple(map(quoted, step.over))))
    return Call(f"dr.{operation.id}", tuple(arguments))


def _argument(parameter: Parameter, value: Any) -> Expression:
    head = f"{parameter.name}="
    if isinstance(value, list | tuple):
        return Listing(head, tuple(map(str, value)), "()")
    if isinstance(value, str) and parameter.type == "number":
        # What has no number in YAML stands there as a word.
        return f"{head}{_CONSTANTS.get(value, f'float({quoted(value)})')}"
    return head + (quoted(value) if isinstance(value, str) else repr(value))
