"""The layers of a session follow its graph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from napari.layers import Layer

from napari_darkroom.core.values import Image, Table, Value
from napari_darkroom.engine.catalog import find
from napari_darkroom.plugin.colours import white_after
from napari_darkroom.plugin.intermediates import Intermediates
from napari_darkroom.plugin.layers import layer_white
from napari_darkroom.plugin.painting import shows
from napari_darkroom.plugin.result_names import ResultNames
from napari_darkroom.plugin.shelf import Shelf
from napari_darkroom.plugin.showing import (
    Picture,
    draw,
    fits,
    insert_layer,
    new_layer,
    remember,
    update_layer,
)
from napari_darkroom.plugin.table.display import TableDisplay
from napari_darkroom.recipe.graph import main_input, root
from napari_darkroom.recipe.history import Status
from napari_darkroom.recipe.model import Step

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


class Display:
    """Shows what a session has computed.

    Parameters
    ----------
    session : Session

    Attributes
    ----------
    intermediates : Intermediates
        The results that others were made of.
    aside : set of str
        Steps whose results are not shown: put in between, or deleted from the layer list.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.aside: set[str] = set()
        self.intermediates = Intermediates(session)
        self.shelf = Shelf(session.viewer)
        self._names = ResultNames(session)
        self._tables = TableDisplay(session)
        self._shown: dict[str, tuple[str, str]] = {}
        self._whites: dict[str, int] = {}
        self._off: set[str] = set()

    def wanted(self, step: str) -> None:
        """Show the results of a step from now on, a table at once."""
        self.aside.discard(step)
        self._tables.wanted(step)

    def note_input(self, layer: Layer, name: str) -> None:
        """Remember of the layer of an input what results look like."""
        white = layer_white(layer)
        if white is not None:
            self._whites[name] = white

    def name(self, reference: str) -> str:
        """Return what the layer of an input or a result was called last, empty for never."""
        return self._names.last(reference)

    def left(self, layer: Layer) -> None:
        """Note that somebody has deleted a layer; its results are not shown again unasked."""
        bindings, graph = self._session.bindings, self._session.history.graph
        for reference in bindings.references(layer):
            self._names.remember(layer, reference)
            if root(reference) not in graph.inputs:
                self.aside.add(root(reference))
        self._tables.left(layer)
        self._forget(layer)

    def renamed(self) -> None:
        """Let the names of results follow those of what they were made of."""
        self._names.follow_sources()

    def painted_over(self, layer: Layer) -> None:
        """Note that a layer does not show what it was given any more."""
        self._shown.pop(str(layer.unique_id), None)

    def keep(self, names: Collection[str]) -> None:
        """Forget all other inputs and steps, and the layers that showed nothing else."""
        bindings = self._session.bindings
        bindings.keep(names)
        for layer in self.shelf.let_go(lambda layer: bool(bindings.references(layer))):
            self._forget(layer)
        self.aside &= set(names)
        self._names.keep(names)
        self._tables.keep(names)
        self._whites = {name: one for name, one in self._whites.items() if root(name) in names}

    def _forget(self, layer: Layer) -> None:
        self._session.bindings.forget(layer)
        self._session.painting.forget(layer)
        self._names.forget(layer)
        self._shown.pop(str(layer.unique_id), None)
        self._off.discard(str(layer.unique_id))
        self.intermediates.forget(layer)

    # Layers follow the graph

    def follow(self) -> list[str]:
        """Take away, bring back, hide and show layers; return the steps to be shown anew."""
        bindings, graph = self._session.bindings, self._session.history.graph
        results = [one for one in self._session.viewer.layers if bindings.is_result(one)]
        self.shelf.take([one for one in results if bindings.reference(one, graph) is None])
        self.shelf.give_back(lambda layer: bindings.reference(layer, graph) is not None)
        self._tables.take_gone()
        self._names.follow_titles()
        self.intermediates.follow()
        self._switch_visibility()
        self._give_back_inputs()
        return [step.id for step in graph.steps if self.is_behind(step)]

    def is_behind(self, step: Step) -> bool:
        """Whether a step is up to date, and what is shown of it is not."""
        session = self._session
        if step.id in self.aside or session.history.status(step.id) is not Status.CURRENT:
            return False
        keys = session.history.keys().values
        return any(self._shows_else(one, keys.get(one, "")) for one in outputs(step))

    def _shows_else(self, reference: str, key: str) -> bool:
        graph, bindings = self._session.history.graph, self._session.bindings
        if graph.kinds[reference] == "table":
            return not self._tables.shows(
                reference, key, self._measured(graph.step(root(reference)))
            )
        layer = self._session.layer(reference)
        if layer is None:
            return not bindings.taken_over(reference, graph)
        return self._shown.get(str(layer.unique_id)) != (reference, key)

    def _switch_visibility(self) -> None:
        graph = self._session.history.graph
        for layer, reference in list(self._session.bindings.pairs(graph)):
            if root(reference) in graph.inputs:
                continue
            key, enabled = str(layer.unique_id), graph.step(root(reference)).enabled
            if not enabled and layer.visible:
                self._off.add(key)
                layer.visible = False
            elif enabled and key in self._off:
                self._off.discard(key)
                layer.visible = True

    def _give_back_inputs(self) -> None:
        """Show in the layers of inputs that one can draw or paint on what undo has left of it."""
        session = self._session
        for layer, reference in list(session.bindings.pairs(session.history.graph)):
            source, shown = session.history.sources.get(reference), session.painting.value(layer)
            if source is None or shown is None or shown is source.value:
                continue
            if not shows(layer, source.value):
                draw(layer, source.value)
            session.painting.watch(layer, source.value)

    # Results become layers

    def white_for(self, step: Step) -> Callable[[Value, Mapping[str, Value]], int | None]:
        """Return what tells how bright white is in the results of a step that are RGB."""
        main = main_input(step)
        white = self._whites.get(main)

        def of(value: Value, inputs: Mapping[str, Value]) -> int | None:
            if not (isinstance(value, Image) and value.rgb):
                return None
            return white_after(value, inputs[main], white)

        return of

    def show(self, step: str, pictures: Mapping[str, Picture]) -> None:
        """Show the results of a step: update its layers, or add them."""
        declared = self._session.history.graph.step(step)
        keys = self._session.history.keys().values
        for reference, name in zip(outputs(declared), _names(declared), strict=True):
            picture, key = pictures[name], keys.get(reference, "")
            if isinstance(picture.value, Table) and picture.layer_data is None:
                measured = self._measured(declared)
                self._tables.show(declared, reference, picture.value, key, measured)
            else:
                self._show_layer(declared, reference, picture, key)

    def _show_layer(self, step: Step, reference: str, picture: Picture, key: str) -> None:
        session, painting = self._session, self._session.painting
        if not self._has_layer(step, reference):
            return
        layer = self._updated(step, reference, picture)
        if layer is None:
            layer = self._added(step, reference, picture)
            self.intermediates.hide_mask_of(step, layer)
        remember(layer, picture, {"reference": reference, "session": session.token})
        if not isinstance(picture.value, Image):
            painting.watch(layer, picture.value)
        self._shown[str(layer.unique_id)] = (reference, key)
        white = layer_white(layer)
        if white is not None:
            self._whites[reference] = white

    def _has_layer(self, step: Step, reference: str) -> bool:
        """Whether a layer shows a result, or is to show it."""
        bindings, graph = self._session.bindings, self._session.history.graph
        if self._session.layer(reference) is not None:
            return True
        return step.id not in self.aside and not bindings.taken_over(reference, graph)

    def _updated(self, step: Step, reference: str, picture: Picture) -> Layer | None:
        """Show a result in its layer, and return that; None where there is none that fits."""
        layer = self._session.layer(reference)
        if layer is not None and not fits(layer, picture.value):
            self.shelf.drop(layer)
            self._forget(layer)
            return None
        if layer is not None:
            update_layer(layer, picture, self._like(step))
        return layer

    def _added(self, step: Step, reference: str, picture: Picture) -> Layer:
        session = self._session
        name, like = self._names.new(step, reference), self._like(step)
        layer = new_layer(picture, name, like)
        # First of all: who hears of a new layer asks whose it is.
        session.bindings.own(layer)
        session.bindings.bind(layer, reference)
        self._names.gave(layer, reference)
        insert_layer(session.viewer, layer, like)
        self._names.follow_titles()
        return layer

    def _measured(self, step: Step) -> Layer | None:
        """Return the layer that a table of a step tells of: what it made, else what it read."""
        session = self._session
        shown = session.layer(step.id) or self._like(step)
        return shown or session.opened.labels(session.history.sources.get(self._begun(step)))

    def _begun(self, step: Step) -> str:
        """Return the input that a result was made of."""
        graph, reference = self._session.history.graph, main_input(step)
        while root(reference) not in graph.inputs:
            reference = main_input(graph.step(root(reference)))
        return root(reference)

    def _like(self, step: Step) -> Layer | None:
        """Return the nearest layer that a result was made of."""
        graph, reference = self._session.history.graph, main_input(step)
        while True:
            layer = self._session.layer(reference)
            if layer is not None or root(reference) in graph.inputs:
                return layer
            reference = main_input(graph.step(root(reference)))


def outputs(step: Step) -> list[str]:
    """Return the references to all results of a step; the first has the name of the step."""
    first, *others = _names(step)
    del first
    return [step.id, *(f"{step.id}.{name}" for name in others)]


def _names(step: Step) -> list[str]:
    return [output.name for output in find(step.op).outputs]
