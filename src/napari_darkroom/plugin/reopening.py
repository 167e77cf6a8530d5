"""A saved session comes into a viewer: inputs at once, results as they arrive, as they looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from qtpy.QtCore import QObject

from napari_darkroom.plugin.display import outputs
from napari_darkroom.plugin.looks import apply_look
from napari_darkroom.plugin.saved_inputs import SavedInputs
from napari_darkroom.plugin.saved_view import SavedView
from napari_darkroom.plugin.showing import show_table
from napari_darkroom.plugin.table.docks import open_table, table_docks
from napari_darkroom.plugin.view_state import BESIDE, show_canvas
from napari_darkroom.recipe.graph import Graph, root

if TYPE_CHECKING:
    from napari import Viewer

    from napari_darkroom.plugin.session import Session
    from napari_darkroom.recipe.model import Recipe


class Reopening(QObject):
    """Lets the layers of a session come back as they were; it ends when all have.

    Parameters
    ----------
    session : Session
        Without steps.
    recipe : Recipe
    inputs : SavedInputs
    view : SavedView
    """

    def __init__(
        self, session: Session, recipe: Recipe, inputs: SavedInputs, view: SavedView
    ) -> None:
        super().__init__(session)
        self._session = session
        self._recipe = recipe
        self._inputs = inputs
        self._view = view
        self._placed: dict[int, Layer] = {}

    def begin(self, title: str) -> None:
        """Bring inputs and steps back; the results follow by themselves.

        Parameters
        ----------
        title : str
            What undo takes back.
        """
        session, view = self._session, self._view
        session.let_go()
        self._show_inputs()
        steps = {step.id for step in self._recipe.steps}
        # What a layer showed before it was painted on gets no layer of its own.
        session.display.aside |= steps & (view.aside | view.painted_on)
        session.display.intermediates.visible = view.intermediates
        if view.table:
            _open_tables(session.viewer, view.docks)
        self._show_unread()
        session.settled.connect(self._settled)
        session.failed.connect(self._failed)
        session.record(title, self._graph(), self._inputs.sources)
        show_canvas(session.viewer, view.told)
        self._end()

    def _graph(self) -> Graph:
        """Return the graph; of what was made by hand the session itself knows."""
        inputs = {
            name: one.model_copy(update={"manual": None}) if name in self._inputs.sources else one
            for name, one in self._recipe.inputs.items()
        }
        return Graph(inputs, self._recipe.steps)

    def _show_inputs(self) -> None:
        layers, numbers = self._session.viewer.layers, dict(self._inputs.others)
        for name, layer in self._inputs.layers.items():
            number = self._view.begun_with(name)
            if number is not None:
                numbers[number] = layer
            elif not len(self._view):
                layers.append(layer)
        for number, layer in sorted(numbers.items(), key=lambda one: one[0]):
            layers.append(layer)
            self._place(number, layer)
        for name, layer in self._inputs.layers.items():
            if layer in layers:
                self._bind(name, layer)

    def _bind(self, name: str, layer: Layer) -> None:
        self._session.stand_for(layer, name, self._inputs.sources[name])
        number = self._view.begun_with(name)
        for later in [] if number is None else self._view.references(number)[1:]:
            self._session.bindings.bind(layer, later)

    def _settled(self, step: str) -> None:
        """Give the layers of a result that has come the place and the look that they had."""
        graph = self._session.history.graph
        if step not in {one.id for one in graph.steps}:
            return
        for reference in outputs(graph.step(step)):
            layer, number = self._session.layer(reference), self._view.showing(reference)
            if layer is not None and number is not None and number not in self._placed:
                for shown in self._view.references(number):
                    self._session.bindings.bind(layer, shown)
                self._show_again(number)
                self._place(number, layer)
                if self._view.linked(number):
                    # A table that tells of it may be there already, alone.
                    self._session.reconcile()
        self._end()

    def _failed(self, step: str) -> None:
        """Show what was painted on where the painting cannot be applied any more."""
        for number in range(len(self._view)):
            references = self._view.references(number)
            if references and root(references[-1]) == step:
                self._show_again(number)

    def _show_again(self, number: int) -> None:
        earlier = {root(one) for one in self._view.references(number)[:-1]}
        self._session.display.aside -= earlier - self._view.aside

    def _place(self, number: int, layer: Layer) -> None:
        """Give a layer its look, and its place right above the nearest that was below it."""
        layers = self._session.viewer.layers
        below = [one for n, one in self._placed.items() if n < number and one in layers]
        above = [one for n, one in self._placed.items() if n > number and one in layers]
        self._placed[number] = layer
        apply_look(layer, self._view.look(number))
        for name in self._view.linked(number):
            if name in self._inputs.sources:
                self._session.opened.link(self._inputs.sources[name], layer)
            elif f"{BESIDE}{name}" in self._session.opened:
                self._show_with(layer, name)
        here = layers.index(layer)
        lowest = 1 + max((layers.index(one) for one in below), default=-1)
        highest = min((layers.index(one) for one in above), default=len(layers))
        if not lowest <= here <= highest:
            layers.move(here, lowest)

    def _show_unread(self) -> None:
        """Show the tables that no step reads alone, or with their layers where these are there."""
        placed = list(self._placed.items())
        layers = {name: one for number, one in placed for name in self._view.linked(number)}
        for name, table in self._inputs.saved.tables.items():
            if name in layers:
                self._show_with(layers[name], name)
            else:
                dock = open_table(self._session.viewer)
                dock.show_alone(table, self._bring_back(name), self._view.title_of(name))

    def _show_with(self, layer: Layer, name: str) -> None:
        """Show a table that no step reads with the layer that it tells of."""
        key = self._bring_back(name)
        self._session.opened.link(self._session.opened[key].source, layer)
        show_table(layer, key, self._inputs.saved.tables[name])
        for dock in table_docks(self._session.viewer):
            dock.choice.drop_alone(key)
            dock.refresh()

    def _bring_back(self, name: str) -> str:
        """Return what names a table that no step reads; it is a table of the session then."""
        key, opened = f"{BESIDE}{name}", self._session.opened
        if key not in opened:
            opened.bring_back(key, self._view.title_of(name), self._inputs.saved.tables[name])
        return key

    def _end(self) -> None:
        """Select the layer that was selected, once all are there."""
        if len(self._placed) < len(self._view):
            return
        self._session.settled.disconnect(self._settled)
        self._session.failed.disconnect(self._failed)
        active = self._placed.get(self._view.active)
        if active is not None and active in self._session.viewer.layers:
            self._session.viewer.layers.selection.active = active
        self.deleteLater()


def _open_tables(viewer: Viewer, told: Sequence[Mapping[str, Any]]) -> None:
    """Open as many docks of tables as there were, each set up as it was."""
    first = open_table(viewer)
    for _ in range(len(told) - len(table_docks(viewer))):
        first.commands.open_beside()
    for dock, one in zip(table_docks(viewer), told, strict=False):
        dock.bring_back(one)
