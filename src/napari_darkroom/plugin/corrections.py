"""What was painted on a result, as a step of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from napari_darkroom.core.values import Labels, Mask, Value
from napari_darkroom.engine.catalog import operation_of
from napari_darkroom.engine.corrections import make_corrections
from napari_darkroom.ops.labels import correct as correct_labels
from napari_darkroom.ops.mask import correct as correct_mask
from napari_darkroom.recipe.graph import Graph, references, root
from napari_darkroom.recipe.history import History, Source
from napari_darkroom.recipe.model import RecipeInput, Step


@dataclass(frozen=True)
class Correction:
    """An edit that makes a result what was painted.

    Attributes
    ----------
    step : str
        The step whose result the layer shows then.
    """

    step: str
    graph: Graph
    sources: Mapping[str, Source]


def corrected(
    history: History, reference: str, before: Value, after: Value, original: Value | None
) -> Correction | None:
    """Return the edit for what was painted on a layer, None where nothing was.

    Painting on what was painted before changes the same step, as long as all of it could be
    applied; else a further step follows, so that what waits for its object is kept.

    Parameters
    ----------
    before, after : value
        What the layer showed, and what it shows now.
    original : value, optional
        What was corrected before, where `reference` is a correction that could be applied.
    """
    if not isinstance(before, Labels | Mask) or type(after) is not type(before):
        return None
    if original is not None and isinstance(original, type(before)):
        return _again(history, reference, original, after)
    corrections = make_corrections(_labels(before), _labels(after))
    return None if corrections is None else _further(history, reference, corrections, before)


def is_correction(history: History, reference: str) -> bool:
    """Whether a result is one that was corrected by hand."""
    graph = history.graph
    ids = {operation_of(one).reference for one in (correct_labels, correct_mask)}
    return root(reference) not in graph.inputs and graph.step(root(reference)).op in ids


def _again(
    history: History, reference: str, original: Labels | Mask, after: Value
) -> Correction | None:
    corrections = make_corrections(_labels(original), _labels(after))
    step = history.graph.step(root(reference))
    if corrections is None:
        graph = history.graph.remove(step.id).without_unused_inputs()
        return Correction(str(next(iter(step.inputs.values()))), graph, history.sources)
    name, graph = str(step.inputs["corrections"]), history.graph
    if sum(name in references(one) for one in graph.steps) > 1:
        # A branch keeps what was painted on both.
        name, graph = _with_painted(history, reference)
        graph = graph.change(step.id, inputs={**step.inputs, "corrections": name})
    return Correction(step.id, graph, {**history.sources, name: Source(corrections, manual=True)})


def _further(
    history: History, reference: str, corrections: Labels, before: Labels | Mask
) -> Correction:
    operation = operation_of(correct_mask if isinstance(before, Mask) else correct_labels)
    first, second = (one.name for one in operation.inputs)
    name, graph = _with_painted(history, reference)
    own = graph.free_name(operation.noun or operation.name, history.names)
    step = Step(id=own, op=operation.reference, inputs={first: reference, second: name})
    sources = {**history.sources, name: Source(corrections, manual=True)}
    return Correction(step.id, graph.insert(step, reference), sources)


def _with_painted(history: History, reference: str) -> tuple[str, Graph]:
    """Return the name of one more input for what is painted, and the graph with it."""
    name = history.graph.free_name(f"{root(reference)}_painted", history.names)
    declared = RecipeInput(kind="labels", description=f"Painted by hand on {root(reference)}.")
    return name, history.graph.with_input(name, declared)


def _labels(value: Value) -> Labels:
    if isinstance(value, Mask):
        return Labels(value.data.view("uint8"), value.calibration, value.name)
    if isinstance(value, Labels):
        return replace(value, metadata={})
    raise TypeError(f"{type(value).__name__} cannot be painted on.")
