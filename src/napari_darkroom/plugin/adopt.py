"""A recipe becomes steps of a session, on layers that are there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from napari.layers import Layer

from napari_darkroom.core.errors import InputError, RecipeError
from napari_darkroom.core.values import Grid, Value
from napari_darkroom.plugin.layer_input import source_of
from napari_darkroom.plugin.layers import layer_shape, taken_as
from napari_darkroom.plugin.recording import Recording
from napari_darkroom.plugin.saved_inputs import layer_showing
from napari_darkroom.recipe.graph import references, root
from napari_darkroom.recipe.history import Source
from napari_darkroom.recipe.manual import needed
from napari_darkroom.recipe.model import Recipe, RecipeInput, Step
from napari_darkroom.recipe.validation import check_graph

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


@dataclass(frozen=True)
class Given:
    """What is given for the inputs of a recipe.

    Attributes
    ----------
    layers : mapping of str to Layer
        By the name of the input.
    manual : mapping of str to value
        What was made by hand and is taken from beside the recipe.
    off : collection of str
        Inputs made by hand that are left out: the steps that read them are switched off.
    tables : mapping of str to str
        What names a table of the session: of a step, an input, or one that was opened.
    """

    layers: Mapping[str, Layer]
    manual: Mapping[str, Value] = field(default_factory=dict)
    off: Collection[str] = ()
    tables: Mapping[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether something is given for an input."""
        return any(name in one for one in (self.layers, self.tables, self.manual))


def adopt(session: Session, recipe: Recipe, given: Given) -> dict[str, str]:
    """Add the steps of a recipe to a session and run them; one undo takes all of them back.

    Its outputs are shown; what lies between can be shown from the history. Points and shapes that
    were made by hand come as layers.

    Returns
    -------
    dict of str to str
        The inputs and steps of the session by the names that they have in the recipe.

    Raises
    ------
    DarkroomError
        If an input is missing or does not fit; nothing is changed then.
    """
    recipe = _without(recipe, given.off)
    _check_complete(recipe, given)
    session.painting.look()
    recording = Recording(session.history, session.reference, session.opened)
    drawn = {name: layer_showing(one, name) for name, one in given.manual.items() if has_layer(one)}
    names = {
        name: _input(recording, name, declared, given, drawn)
        for name, declared in recipe.inputs.items()
    }
    for step in recipe.steps:
        names[step.id] = _append(recording, step, names)
    session.let_go()
    for name, layer in drawn.items():
        session.viewer.layers.append(layer)
        recording.bound.append((layer, names[name]))
    for layer, name in recording.bound:
        session.stand_for(layer, name, recording.sources[name])
    _show_outputs(session, recipe, names, recording.aside)
    session.record(recipe.name or "Recipe", recording.graph, recording.sources)
    return names


def can_do_without(recipe: Recipe, name: str) -> bool:
    """Return whether the steps that read an input can be switched off, and the rest runs."""
    try:
        check = _without(recipe, [name])
        check_graph(check.inputs, check.steps, check.outputs)
    except RecipeError:
        return False
    return name not in needed(check)


def _without(recipe: Recipe, off: Collection[str]) -> Recipe:
    """Return the recipe with the steps switched off that read an input which is left out."""
    steps = [
        step.model_copy(update={"enabled": False}) if set(off) & set(references(step)) else step
        for step in recipe.steps
    ]
    return recipe.model_copy(update={"steps": tuple(steps)})


def _check_complete(recipe: Recipe, given: Given) -> None:
    wanted = needed(recipe)
    for name, declared in recipe.inputs.items():
        if name in wanted and not given.has(name):
            raise RecipeError(
                f"The recipe needs the input {name!r}: choose a {_what(declared)} for it."
            )
        layer = given.layers.get(name)
        if layer is not None:
            _check_layer(name, declared, layer)


def _what(declared: RecipeInput) -> str:
    return "table" if declared.kind == "table" else "layer"


def _check_layer(name: str, declared: RecipeInput, layer: Layer) -> None:
    if taken_as(layer, (declared.kind,)) is None:
        raise InputError(f"The input {name!r} must be {declared.kind}: {layer.name} is none.")
    if declared.channel is not None and layer_shape(layer).get("c", 1) > 1:
        raise InputError(
            f"The input {name!r} is one channel ({declared.channel}), and {layer.name} has several "
            "in it: split it into its channels (Layers › Data › Split stack), or open the file "
            "with Darkroom."
        )


def _input(
    recording: Recording,
    name: str,
    declared: RecipeInput,
    given: Given,
    drawn: Mapping[str, Layer],
) -> str:
    """Return what stands for an input in the session; a new one where it has to be."""
    if name in given.layers:
        return recording.as_one_of(recording.refer(given.layers[name]), (declared.kind,))
    if name in given.tables:
        return recording.refer_to_table(given.tables[name])
    free = recording.free_name(name)
    value = given.manual.get(name)
    if name in drawn:
        recording.sources[free] = replace(source_of(drawn[name]), manual=True)
    elif value is not None:
        recording.sources[free] = Source(value, manual=True)
    known = declared if value is None else declared.model_copy(update={"manual": None})
    recording.graph = recording.graph.with_input(free, known)
    return free


def _append(recording: Recording, step: Step, names: Mapping[str, str]) -> str:
    def renamed(reference: str) -> str:
        start, point, output = reference.partition(".")
        return f"{names[start]}{point}{output}"

    inputs = {
        own: renamed(given) if isinstance(given, str) else tuple(map(renamed, given))
        for own, given in step.inputs.items()
    }
    name = recording.free_name(step.id)
    recording.graph = recording.graph.append(step.model_copy(update={"id": name, "inputs": inputs}))
    return name


def _show_outputs(
    session: Session, recipe: Recipe, names: Mapping[str, str], between: Collection[str]
) -> None:
    shown = {root(one) for one in recipe.outputs}
    session.display.aside |= set(between)
    for step in recipe.steps:
        if step.id in shown:
            session.display.wanted(names[step.id])
        else:
            session.display.aside.add(names[step.id])


def has_layer(value: Value) -> bool:
    """Return whether something made by hand has a layer: corrections are seen in their result."""
    return not (isinstance(value, Grid) and "edit" in value.calibration.axes)
