"""What differs between two recipes, told for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.errors import UnknownOperationError
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.clauses import shown
from napari_darkroom.recipe.matching import Pairs, pairs

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe, RecipeInput, Step


@dataclass(frozen=True)
class Change:
    """One difference.

    Attributes
    ----------
    where : str
        What differs: ``step smooth``, ``input dna``, ``outputs``, ``recipe``.
    text : str
        How: ``sigma: 1 pixel (default) -> 2 pixel``, ``added: ...``.
    """

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def compare(a: Recipe, b: Recipe) -> list[Change]:
    """Return what was changed from recipe `a` to recipe `b`; nothing if they do the same.

    Inputs and steps are known by their names; one that was renamed is known by what it is and
    works on. A parameter that is left out is compared by its default.
    """
    matched = pairs(a, b)
    return [
        *_plain("recipe", a, b, ("name", "description")),
        *_inputs(a, b, matched),
        *_steps(a, b, matched),
        *_outputs(a, b, matched),
        *_packages(a.packages, b.packages),
    ]


def _inputs(a: Recipe, b: Recipe, matched: Pairs) -> Iterator[Change]:
    for name, old in a.inputs.items():
        if name not in matched.inputs:
            yield Change(f"input {name}", f"removed: {old.kind}")
            continue
        new_name = matched.inputs[name]
        where = f"input {new_name}"
        if new_name != name:
            yield Change(where, f"renamed: {name} -> {new_name}")
        new = b.inputs[new_name]
        yield from _plain(where, old, new, ("kind", "channel", "description"))
        yield from _manual(where, old, new)
    for name, new in b.inputs.items():
        if name not in matched.inputs.values():
            yield Change(f"input {name}", f"added: {new.kind}")


def _manual(where: str, old: RecipeInput, new: RecipeInput) -> Iterator[Change]:
    if old.manual is None or new.manual is None:
        for manual, word in ((new.manual, "added"), (old.manual, "removed")):
            if manual is not None:
                yield Change(where, f"made by hand: {word} {manual.file}")
        return
    yield from _plain(where, old.manual, new.manual, ("file",))
    if old.manual.sha256 != new.manual.sha256:
        yield Change(where, f"made by hand: {new.manual.file} has other contents")
    if old.manual.made_on != new.manual.made_on:
        yield Change(where, "made by hand: on other images")


def _steps(a: Recipe, b: Recipe, matched: Pairs) -> Iterator[Change]:
    old = {step.id: step for step in a.steps}
    moved = _moved([matched.steps[s] for s in old if s in matched.steps], [s.id for s in b.steps])
    for name, step in old.items():
        if name not in matched.steps:
            yield Change(f"step {name}", f"removed: {_told(step)}")
    back = {new: name for name, new in matched.steps.items()}
    before = "the inputs"
    for step in b.steps:
        where = f"step {step.id}"
        if step.id not in back:
            yield Change(where, f"added: {_told(step)}, after {before}")
        else:
            if step.id in moved:
                yield Change(where, f"moved: now after {before}")
            yield from _step(where, old[back[step.id]], step, matched)
        before = step.id


def _step(where: str, old: Step, new: Step, matched: Pairs) -> Iterator[Change]:
    if old.id != new.id:
        yield Change(where, f"renamed: {old.id} -> {new.id}")
    yield from _plain(where, old, new, ("op", "title"))
    if old.enabled != new.enabled:
        yield Change(where, f"switched {'on' if new.enabled else 'off'}")
    for name in dict.fromkeys([*old.inputs, *new.inputs]):
        before, after = matched.translated(old.inputs.get(name, ())), new.inputs.get(name, ())
        if before != after:
            yield Change(where, f"input {name}: {_listed(before)} -> {_listed(after)}")
    yield from _parameters(where, old, new)
    yield from _plain(where, old, new, ("axes", "over", "scope"))


def _parameters(where: str, old: Step, new: Step) -> Iterator[Change]:
    before, after = _complete(old), _complete(new)
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name) or (name in before) != (name in after):
            told = " -> ".join([_value(old, before, name), _value(new, after, name)])
            yield Change(where, f"{name}: {told}")


def _complete(step: Step) -> Mapping[str, Any]:
    """Return all parameters; those that stand in the recipe, if the operation is not known here."""
    try:
        return find(step.op).canonical(step.params)
    except UnknownOperationError:
        return step.params


def _value(step: Step, complete: Mapping[str, Any], name: str) -> str:
    if name not in complete:
        return "nothing"
    return f"{shown(complete[name])}{'' if name in step.params else ' (default)'}"


def _outputs(a: Recipe, b: Recipe, matched: Pairs) -> Iterator[Change]:
    old = [matched.reference(name) for name in a.outputs]
    for name, written in zip(old, a.outputs, strict=True):
        if name not in b.outputs:
            yield Change("outputs", f"removed: {written}")
    for name in b.outputs:
        if name not in old:
            yield Change("outputs", f"added: {name}")
    if sorted(old) == sorted(b.outputs) and old != list(b.outputs):
        yield Change("outputs", f"order: {', '.join(a.outputs)} -> {', '.join(b.outputs)}")


def _packages(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            told = f"{old.get(name, 'not named')} -> {new.get(name, 'not named')}"
            yield Change(f"package {name}", told)


def _plain(where: str, old: Any, new: Any, names: tuple[str, ...]) -> Iterator[Change]:
    """Yield the attributes that differ."""
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(where, f"{name}: {_shown(before)} -> {_shown(after)}")


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return _listed(value)
    return shown(value) if value != "" else "nothing"


def _told(step: Step) -> str:
    inputs = (f"{name}={_listed(given)}" for name, given in step.inputs.items())
    params = (f"{name}={shown(value)}" for name, value in step.params.items())
    return f"{step.op}({', '.join([*inputs, *params])})"


def _listed(given: str | tuple[str, ...]) -> str:
    return given if isinstance(given, str) else f"[{', '.join(given)}]" if given else "nothing"


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Return what stands in another place among what both have."""
    kept = [name for name in new if name in old]
    blocks = SequenceMatcher(None, old, kept, autojunk=False).get_matching_blocks()
    in_order = {kept[block.b + k] for block in blocks for k in range(block.size)}
    return set(kept) - in_order
