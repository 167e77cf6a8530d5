"""How many objects and rows the results of a recipe hold: before a step, and after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from napari_darkroom.core.frames import frames
from napari_darkroom.core.values import Kind, Labels, Shapes, Table, Value
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.graph import main_input
from napari_darkroom.recipe.rejected import is_verdict, verdict_counts

if TYPE_CHECKING:
    from napari_darkroom.recipe.model import Recipe, Step

# The column of a table of changes that says whether each could be applied.
_APPLIED = "applied"
_COUNTED: tuple[Kind, ...] = ("labels", "points")


def counts_of(reference: str, value: Value) -> dict[str, int]:
    """Return what is to be counted of a value, by what refers to it; nothing of images.

    Of labels the objects in all frames and channels together, of a table and of points the rows,
    of a table of changes under ``reference.applied`` those that could be applied, and of one with
    marks those accepted and rejected (`rejected.verdict_counts`). Lazy labels are not computed.
    """
    if isinstance(value, Labels) and not value.lazy:
        return {reference: object_count(value)}
    if not isinstance(value, Table) or isinstance(value, Shapes):
        return {}
    counts = {reference: len(value.data)}
    if _APPLIED in value.data.columns:
        counts[f"{reference}.{_APPLIED}"] = int(value.data[_APPLIED].astype(bool).sum())
    return counts | verdict_counts(reference, value)


def applied(key: str) -> str:
    """Return the end of the key of a count of corrections that were applied, empty of another."""
    end = f".{_APPLIED}"
    return end if key.endswith(end) else ""


def object_count(labels: Labels) -> int:
    """Return the number of objects; one that is there at several times counts at each."""
    import fastremap

    return sum(int(np.count_nonzero(fastremap.unique(one.pixels))) for one in frames(labels))


def counted_objects(recipe: Recipe) -> dict[str, str]:
    """Return all label images and points of a recipe that are counted, and what each count means.

    They are the inputs, the results of steps and the outputs; steps that are switched off only if
    they are outputs.
    """
    kinds = recipe.kinds
    given = {name: f"Number of {_noun(kinds[name])} in the input {name}." for name in recipe.inputs}
    made = {
        reference: _meaning(step, reference, kinds)
        for step in recipe.steps
        if step.enabled or {step.id, *references_to(step)} & {*recipe.outputs}
        for reference in references_to(step)
    }
    asked = {name: f"Number of {_noun(kinds[name])} in {name}." for name in recipe.outputs}
    meanings = {**given, **asked, **made}
    return {name: meaning for name, meaning in meanings.items() if kinds[name] in _COUNTED}


def counted(recipe: Recipe) -> frozenset[str]:
    """Return all that is counted while a recipe runs, by what refers to it."""
    tables = (name for step in recipe.steps for name in references_to(step))
    kinds = recipe.kinds
    return frozenset({*counted_objects(recipe), *(n for n in tables if kinds[n] == "table")})


def references_to(step: Step) -> list[str]:
    """Return what refers to the results of a step: the first has the name of the step."""
    first, *others = find(step.op).outputs
    del first
    return [step.id, *(f"{step.id}.{output.name}" for output in others)]


def _meaning(step: Step, reference: str, kinds: Mapping[str, Kind]) -> str:
    title, main = find(step.op).title, main_input(step)
    noun = _noun(kinds[reference])
    if reference == step.id and kinds[main] == kinds[reference]:
        return f"Number of {noun} in {reference}: what “{title}” left of those in {main}."
    return f"Number of {noun} in {reference}, which “{title}” made."


def _noun(kind: Kind) -> str:
    return "points" if kind == "points" else "objects"


def told_counts(counts: Mapping[str, int], recipe: Recipe) -> dict[str, int]:
    """Return the counts that have to do with a recipe, in its order."""
    names = [*recipe.inputs, *(name for step in recipe.steps for name in references_to(step))]
    return {
        key: counts[key]
        for name in names
        for key in counts
        if key in (name, f"{name}.{_APPLIED}") or is_verdict(key, name)
    }


def number(count: int, noun: str) -> str:
    """Return a count with its noun: ``1,214 objects``, ``1 row``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
