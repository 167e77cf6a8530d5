"""Which inputs and steps of two recipes are the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe


@dataclass(frozen=True)
class Pairs:
    """The names in a second recipe of what a first one has too.

    Attributes
    ----------
    inputs, steps : dict of str to str
        By the names in the first.
    """

    inputs: dict[str, str]
    steps: dict[str, str]

    def reference(self, name: str) -> str:
        """Return a reference of the first recipe by the names of the second."""
        own, point, output = name.partition(".")
        return f"{(self.inputs | self.steps).get(own, own)}{point}{output}"

    def translated(self, given: str | tuple[str, ...]) -> str | tuple[str, ...]:
        """Return one or several references by the names of the second recipe."""
        if isinstance(given, str):
            return self.reference(given)
        return tuple(map(self.reference, given))


def pairs(a: Recipe, b: Recipe) -> Pairs:
    """Return the pairs of two recipes: by name, then by what they are and work on."""
    found = Pairs(_same_names(a.inputs, b.inputs), {})
    for name, declared in a.inputs.items():
        free = [n for n in b.inputs if n not in found.inputs.values()]
        same = [n for n in free if _input_key(b.inputs[n]) == _input_key(declared)]
        if name not in found.inputs and same:
            found.inputs[name] = same[0]
    old, new = ({step.id: step for step in recipe.steps} for recipe in (a, b))
    found.steps.update(_same_names(old, new))
    for step in a.steps:
        if step.id in found.steps:
            continue
        wanted = {name: found.translated(given) for name, given in step.inputs.items()}
        taken = found.steps.values()
        same = [n for n, one in new.items() if n not in taken and _does(one) == (_op(step), wanted)]
        if same:
            found.steps[step.id] = same[0]
    return found


def _same_names(old: Any, new: Any) -> dict[str, str]:
    return {name: name for name in old if name in new}


def _input_key(declared: Any) -> tuple[Any, ...]:
    return declared.kind, declared.channel, declared.manual


def _does(step: Any) -> tuple[str, dict[str, Any]]:
    return _op(step), dict(step.inputs)


def _op(step: Any) -> str:
    """Return the operation without its version."""
    return str(step.op.partition("@")[0])
