"""The layers and tables of a session follow its graph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from napari.utils.notifications import show_info

from napari_darkroom.core.values import Image, Labels, Mask, Table, Value
from napari_darkroom.engine.catalog import find
from napari_darkroom.plugin.colours import white_after
from napari_darkroom.plugin.layers import layer_white
from napari_darkroom.plugin.painting import content_digest
from napari_darkroom.plugin.shelf import Shelf
from napari_darkroom.plugin.showing import (
    Picture,
    add_layer,
    draw,
    fits,
    remember,
    show_table,
    take_table,
    update_layer,
)
from napari_darkroom.plugin.table_dock import open_table, table_dock
from napari_darkroom.plugin.table_link import PART
from napari_darkroom.recipe.graph import main_input, root
from napari_darkroom.recipe.history import Source, Status
from napari_darkroom.recipe.model import Step

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session

SEPARATOR = " · "


class Display:
    """Shows what a session has computed.

    Parameters
    ----------
    session : Session

    Attributes
    ----------
    aside : set of str
        Steps whose results are not shown: put in between, or deleted from the layer list.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.aside: set[str] = set()
        self.intermediates_visible = True
        self.shelf = Shelf(session.viewer)
        self._keys: dict[str, str] = {}
        self._shown: dict[str, tuple[str, str]] = {}
        self._values: dict[str, Labels | Mask] = {}
        self._tables: dict[str, Layer] = {}
        self._whites: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._opened: set[str] = set()
        self._off: set[str] = set()
        self._given: dict[str, Source] = {}

    def wanted(self, step: str) -> None:
        """Show the results of a step from now on, a table at once."""
        self.aside.discard(step)
        self._opened.add(step)

    def value(self, layer: Layer) -> Labels | Mask | None:
        """Return the result that a layer was given, as it was before it was painted on."""
        return self._values.get(str(layer.unique_id))

    def note_input(self, layer: Layer, name: str, source: Source) -> None:
        """Remember of the layer of an input what was taken of it, and what results look like."""
        self._given[str(layer.unique_id)] = source
        white = layer_white(layer)
        if white is not None:
            self._whites[name] = white

    def name(self, reference: str) -> str:
        """Return what the layer of an input or a result was called last, empty for never."""
        return self._names.get(reference, "")

    def left(self, layer: Layer) -> None:
        """Note that somebody has deleted the layer of a result."""
        bindings, graph = self._session.bindings, self._session.history.graph
        for reference in bindings.references(layer):
            self._names[reference] = str(layer.name)
            if root(reference) not in graph.inputs:
                self.aside.add(root(reference))
        bindings.forget(layer)
        self._values.pop(str(layer.unique_id), None)

    # Layers follow the graph

    def follow(self) -> list[str]:
        """Take away, bring back, hide and show layers; return the steps to be shown anew."""
        bindings, graph = self._session.bindings, self._session.history.graph
        results = [one for one in self._session.viewer.layers if bindings.is_result(one)]
        self.shelf.take([one for one in results if bindings.reference(one, graph) is None])
        self.shelf.give_back(lambda layer: bindings.reference(layer, graph) is not None)
        self._take_tables()
        self._switch_visibility()
        self._give_back_drawings()
        return [step.id for step in graph.steps if self._is_behind(step)]

    def _is_behind(self, step: Step) -> bool:
        """Whether a step is up to date, and what is shown of it is not."""
        session = self._session
        if step.id in self.aside or session.history.status(step.id) is not Status.CURRENT:
            return False
        keys = session.history.keys().values
        return any(self._shows_else(one, keys.get(one, "")) for one in outputs(step))

    def _shows_else(self, reference: str, key: str) -> bool:
        graph, bindings = self._session.history.graph, self._session.bindings
        if graph.kinds[reference] == "table":
            return self._keys.get(reference) != key
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

    def _give_back_drawings(self) -> None:
        """Show in the layers of what was drawn by hand what it is now, after undo for one."""
        session = self._session
        for layer, reference in list(session.bindings.pairs(session.history.graph)):
            source = session.history.sources.get(reference)
            known = self._given.get(str(layer.unique_id))
            if source is None or not source.manual or known in (None, source):
                continue
            self._given[str(layer.unique_id)] = source
            draw(layer, source.value)
            session.painting.watch(layer, content_digest(layer))

    def show_intermediates(self, on: bool) -> None:
        """Show or hide the layers of all results that others were made of."""
        self.intermediates_visible = on
        graph = self._session.history.graph
        for layer, reference in list(self._session.bindings.pairs(graph)):
            below = [one for one in graph.below(reference) if graph.kinds[one] != "table"]
            if below and root(reference) not in graph.inputs:
                layer.visible = on

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
            picture = pictures[name]
            if isinstance(picture.value, Table) and picture.layer_data is None:
                self._show_table(declared, reference, picture.value)
            else:
                self._show_layer(declared, reference, picture)
            self._keys[reference] = keys.get(reference, "")

    def _show_layer(self, step: Step, reference: str, picture: Picture) -> None:
        session = self._session
        layer, like = session.layer(reference), self._like(step)
        if layer is None and (
            step.id in self.aside or session.bindings.taken_over(reference, session.history.graph)
        ):
            return
        if layer is not None and not fits(layer, picture.value):
            self.shelf.drop(layer)
            layer = None
        if layer is None:
            layer = add_layer(session.viewer, picture, self._name(step, reference), like)
            session.bindings.own(layer)
            session.bindings.bind(layer, reference)
        else:
            update_layer(layer, picture, like, session.painting.digest(layer))
        remember(layer, picture, {"reference": reference, "session": session.token})
        session.painting.watch(layer, picture.digest)
        key = session.history.keys().values.get(reference, "")
        self._shown[str(layer.unique_id)] = (reference, key)
        if isinstance(picture.value, Labels | Mask):
            self._values[str(layer.unique_id)] = picture.value
        white = layer_white(layer)
        if white is not None:
            self._whites[reference] = white

    def _like(self, step: Step) -> Layer | None:
        """Return the nearest layer that a result was made of."""
        graph, reference = self._session.history.graph, main_input(step)
        while True:
            layer = self._session.layer(reference)
            if layer is not None or root(reference) in graph.inputs:
                return layer
            reference = main_input(graph.step(root(reference)))

    def _name(self, step: Step, reference: str) -> str:
        """Return what a new layer is called: what the pixels show, and what became of them."""
        if step.title:
            return step.title
        graph, bottom = self._session.history.graph, main_input(step)
        while root(bottom) not in graph.inputs:
            bottom = main_input(graph.step(root(bottom)))
        layer = self._session.layer(bottom)
        source = self._names.get(bottom, bottom) if layer is None else str(layer.name)
        operation = find(step.op)
        noun = reference.partition(".")[2] or operation.noun or operation.title
        name = f"{source.partition(SEPARATOR)[0]}{SEPARATOR}{noun.replace('_', ' ')}"
        return _not_taken(name, {str(one.name) for one in self._session.viewer.layers})

    # Tables

    def _show_table(self, step: Step, reference: str, table: Table) -> None:
        layer = self._like(step)
        table = replace(table, name=self._table_name(step), metadata=self._part(step, table))
        viewer, asked = self._session.viewer, step.id in self._opened
        first = reference == step.id
        earlier = self._tables.get(reference)
        if earlier is not None and earlier is not layer:
            take_table(earlier, reference)
        if layer is None:
            source = self._names.get(main_input(step), main_input(step))
            show_info(f"{source} was removed meanwhile: its table is shown alone.")
            open_table(viewer).show_alone(table, reference, source)
            return
        self._tables[reference] = layer
        show_table(layer, reference, table)
        if asked and first:
            self._opened.discard(step.id)
            open_table(viewer).show_table(layer, reference)
        elif (dock := table_dock(viewer)) is not None:
            dock.refresh()

    def _table_name(self, step: Step) -> str:
        """Return what was done, and with which other layers: tables of one layer differ in them."""
        operation = find(step.op)
        main = main_input(step)
        others = [
            self._session.title(name)
            for given in step.inputs.values()
            for name in ([given] if isinstance(given, str) else given)
            if name != main
        ]
        return f"{operation.title} in {', '.join(others)}" if others else operation.title

    def _part(self, step: Step, table: Table) -> dict[str, Any]:
        """Return the metadata of a table; of a part of a layer it tells where that begins."""
        reference = main_input(step)
        if self._session.layer(reference) is not None:
            return dict(table.metadata)
        measured = self._session.scheduler.value(reference)
        calibration = getattr(measured, "calibration", None)
        return {**table.metadata, **({} if calibration is None else {PART: calibration})}

    def _take_tables(self) -> None:
        """Take away the tables of steps that there are no longer."""
        graph = self._session.history.graph
        ids = {step.id for step in graph.steps}
        gone = [reference for reference in self._tables if root(reference) not in ids]
        for reference in gone:
            take_table(self._tables.pop(reference), reference)
            self._keys.pop(reference, None)
        dock = table_dock(self._session.viewer)
        if gone and dock is not None:
            dock.refresh()


def _not_taken(name: str, taken: Collection[str]) -> str:
    number, result = 1, name
    while result in taken:
        number += 1
        result = f"{name} {number}"
    return result


def outputs(step: Step) -> list[str]:
    """Return the references to all results of a step; the first has the name of the step."""
    first, *others = _names(step)
    del first
    return [step.id, *(f"{step.id}.{name}" for name in others)]


def _names(step: Step) -> list[str]:
    return [output.name for output in find(step.op).outputs]
