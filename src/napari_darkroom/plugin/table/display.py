"""The tables of a session follow its graph."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from napari.utils.notifications import show_info

from napari_darkroom.core.values import Points, Table
from napari_darkroom.engine.catalog import find
from napari_darkroom.plugin.showing import show_table, take_table
from napari_darkroom.plugin.table.choice import removed
from napari_darkroom.plugin.table.docks import open_table, table_docks
from napari_darkroom.plugin.table.images import IMAGES, images_of
from napari_darkroom.plugin.table.link import AROUND, PART
from napari_darkroom.plugin.table.marking import LOADED_AS, MARKED_OF, is_marking
from napari_darkroom.recipe.graph import main_input, references, root
from napari_darkroom.recipe.model import Step

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


class TableDisplay:
    """Keeps each table with the layer whose objects it measures.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._layers: dict[str, Layer | None] = {}
        self._keys: dict[str, str] = {}
        self._asked: set[str] = set()

    def wanted(self, step: str) -> None:
        """Open the table of a step: at once where it is there, else as soon as it is."""
        self._asked.add(step)
        for reference in (self._marked(step), step):
            layer = self._layers.get(reference)
            if layer is not None and layer in self._session.viewer.layers:
                open_table(self._session.viewer).show_table(layer, reference)
                return

    def shows(self, reference: str, key: str, layer: Layer | None) -> bool:
        """Whether the results of a key are shown, with the layer that they belong to now."""
        if self._marked(reference) in self._layers:
            # What was marked of it is shown in its place.
            return True
        known = self._layers.get(reference)
        return self._keys.get(reference) == key and known is layer

    def show(self, step: Step, reference: str, table: Table, key: str, layer: Layer | None) -> None:
        """Show a table, with a layer or, where that was removed, alone."""
        if self._marked(reference) in self._layers:
            return
        if is_marking(step) and layer is not None:
            self._take(main_input(step))
        table = replace(table, name=self._name(step, reference), metadata=self._part(step, table))
        if self._layers.get(reference) is not layer:
            self._take(reference)
        self._layers[reference], self._keys[reference] = layer, key
        if layer is None:
            open_table(self._session.viewer).show_alone(table, reference, self._owner(step))
            if is_marking(step):
                # Only now: no other table is to be shown between.
                self._take(main_input(step))
            return
        show_table(layer, reference, table)
        self._tell(step, reference, layer)

    def _owner(self, step: Step) -> str:
        """Return whose a table without a layer is: a layer's that is gone, or a file's."""
        session, graph, measuring = self._session, self._session.history.graph, step
        while is_marking(measuring) and root(main_input(measuring)) not in graph.inputs:
            measuring = graph.step(root(main_input(measuring)))
        measured = main_input(measuring)
        if graph.kinds[measured] == "table":
            return session.title(measured)
        name = session.display.name(measured) or measured
        if measuring is step:
            show_info(f"{name} was removed meanwhile: its table is shown alone.")
        return removed(name)

    def left(self, layer: Layer) -> None:
        """Let the docks keep the tables of a layer that somebody has deleted."""
        for dock in table_docks(self._session.viewer):
            dock.choice.keep_tables(layer)

    def keep(self, names: Collection[str]) -> None:
        """Forget the tables of all other steps."""
        self._asked &= set(names)

    def take_gone(self) -> None:
        """Take away the tables of steps that there are no longer."""
        names = self._session.history.graph.names
        gone = [reference for reference in self._layers if root(reference) not in names]
        for reference in gone:
            self._take(reference)
        for dock in table_docks(self._session.viewer) if gone else ():
            dock.refresh()

    def _take(self, reference: str) -> None:
        """Take a table away, where it is shown."""
        layer = self._layers.pop(reference, None)
        self._keys.pop(reference, None)
        if layer is not None:
            take_table(layer, reference)
        for dock in table_docks(self._session.viewer):
            dock.choice.drop_alone(reference)

    def _marked(self, reference: str) -> str:
        """Return the step that marks the objects of a table, empty for none."""
        steps = self._session.history.graph.steps
        marking = (one for one in steps if is_marking(one) and one.enabled)
        return next((one.id for one in marking if main_input(one) == reference), "")

    def _tell(self, step: Step, reference: str, layer: Layer) -> None:
        """Let the dock show a table: one just asked for first, else what it shows already."""
        viewer = self._session.viewer
        if step.id in self._asked and reference == step.id:
            self._asked.discard(step.id)
            open_table(viewer).show_table(layer, reference)
        for dock in table_docks(viewer):
            dock.refresh()

    def _name(self, step: Step, reference: str) -> str:
        """Return what was done, and with which other layers: tables of one layer differ in them."""
        if is_marking(step):
            # It is the same table to who looks at it.
            main, graph = main_input(step), self._session.history.graph
            if root(main) not in graph.inputs:
                return self._name(graph.step(root(main)), main)
            source = self._session.history.sources.get(main)
            read = None if source is None else source.value
            return read.name if isinstance(read, Table) and read.name else self._session.title(main)
        title, main = find(step.op).title, main_input(step)
        if reference != step.id:
            return f"{title}: {reference.partition('.')[2]}"
        others = [self._session.title(one) for one in references(step) if one != main]
        return f"{title} in {', '.join(others)}" if others else title

    def _part(self, step: Step, table: Table) -> dict[str, Any]:
        """Return the metadata of a table; of a part of a layer it tells where that begins."""
        reference, graph = main_input(step), self._session.history.graph
        images = images_of(self._session, step)
        metadata = {**table.metadata, IMAGES: images, **self._around(step, table)}
        while is_marking(step):
            metadata[MARKED_OF] = reference
            if root(reference) in graph.inputs:
                source = self._session.history.sources.get(reference)
                return {**metadata, LOADED_AS: self._session.opened.key_of(source) or ""}
            step = graph.step(root(reference))
            reference = main_input(step)
        if self._session.layer(reference) is not None:
            return metadata
        measured = self._session.scheduler.value(reference)
        calibration = getattr(measured, "calibration", None)
        return {**metadata, **({} if calibration is None else {PART: calibration})}

    def _around(self, step: Step, table: Table) -> dict[str, Any]:
        """Return the places of the points that a table of values around points was measured at."""
        if "point" not in table.keys:
            return {}
        values = map(self._session.scheduler.value, references(step))
        points = next((one for one in values if isinstance(one, Points)), None)
        return {} if points is None else {AROUND: points.data[list(points.axes)]}
