"""The live record of one viewer: what is run, edited or painted becomes steps, results layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from napari.layers import Layer
from qtpy.QtCore import QEventLoop, QTimer, Signal

from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.memory import available
from napari_darkroom.plugin.activity import Activity
from napari_darkroom.plugin.arrivals import Arrivals
from napari_darkroom.plugin.bindings import Bindings
from napari_darkroom.plugin.display import Display
from napari_darkroom.plugin.edits import Edits
from napari_darkroom.plugin.filing import Filing
from napari_darkroom.plugin.glimpses import Glimpses
from napari_darkroom.plugin.hand import Hand
from napari_darkroom.plugin.opened_tables import OpenedTables
from napari_darkroom.plugin.painting import Painting
from napari_darkroom.plugin.promises import Promises
from napari_darkroom.plugin.recording import Recording
from napari_darkroom.plugin.request import Request
from napari_darkroom.recipe.cache import Cache
from napari_darkroom.recipe.graph import Graph, root
from napari_darkroom.recipe.history import History, Source, Status
from napari_darkroom.recipe.model import Recipe
from napari_darkroom.recipe.scheduler import Scheduler

if TYPE_CHECKING:
    from napari import Viewer

    from napari_darkroom.recipe.saved import FileSource, Saved


# Of the free memory, what is given to results that may be asked for again.
_SHARE = 4
_GLANCE_MS = 20


class Session(Edits):
    """The record of one viewer.

    There is one a viewer: `Session.of`. It belongs to the window and ends with it.

    Parameters
    ----------
    viewer : Viewer
    """

    _called = Signal(object)

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer.window._qt_window)
        self.viewer = viewer
        self.token = uuid4().hex
        self.history = History(Cache(available() // _SHARE))
        # The files of inputs that were missing when the session was opened.
        self.absent: dict[str, FileSource] = {}
        # Where the session was saved last, or opened from.
        self.folder: Path | None = None
        self.brought: set[str] = set()
        self.bindings = Bindings(viewer)
        self.opened = OpenedTables(viewer)
        self.hand = Hand(self)
        self.painting = Painting(self, viewer, self.hand.painted)
        self.display = Display(self)
        self.activity = Activity(self)
        self.filing = Filing(self, viewer)
        self.promises = Promises(self)
        self._called.connect(self._call)
        self.glimpses = Glimpses(self)
        arrivals = Arrivals(self)
        scheduler = Scheduler(self.history, self._called.emit, arrivals.prepare)
        arrivals.follow(scheduler)
        self.scheduler = scheduler
        self.history.changed.append(self.changed.emit)
        self.destroyed.connect(lambda _=None: scheduler.close())
        viewer.layers.events.inserted.connect(self.hand.layer_came)
        viewer.layers.events.removed.connect(self.hand.layer_left)
        viewer.layers.events.renamed.connect(self._layer_renamed)

    @classmethod
    def of(cls, viewer: Viewer) -> Session:
        """Return the session of a viewer, made when it is first asked for."""
        viewer = getattr(viewer, "__wrapped__", viewer)
        found = viewer.window._qt_window.findChild(cls)
        return found if isinstance(found, cls) else cls(viewer)

    # What is recorded

    def run(self, requests: Sequence[Request]) -> list[str]:
        """Record runs of operations and begin with them; return the ids of their steps.

        `settled` tells when one is done.

        Raises
        ------
        DarkroomError
            If an input is missing or does not fit; nothing is recorded then.
        """
        self.painting.look()
        recording = Recording(self.history, self.reference, self.opened)
        titles = {request.operation.title for request in requests}
        for request in requests:
            recording.add(request)
        same = recording.graph == self.history.graph
        if same and recording.sources == dict(self.history.sources):
            self.history.tell()
        else:
            self.let_go()
            self._bind(recording)
            self.history.do(", ".join(sorted(titles)), recording.graph, recording.sources)
        for step in recording.steps:
            self.display.wanted(step)
        self.reconcile()
        return recording.steps

    def change(
        self,
        step: str,
        *,
        amend: bool = False,
        layers: Mapping[str, Sequence[Layer]] | None = None,
        tables: Mapping[str, str] | None = None,
        **fields: Any,
    ) -> None:
        """Change a step, such as its ``params``; what lies below is computed again.

        Parameters
        ----------
        amend : bool
            Whether it belongs to the edit before, as while a slider is dragged.
        layers : mapping of str to sequence of Layer, optional
            Other layers for some of its inputs.
        tables : mapping of str to str, optional
            Other tables of the record for some of its inputs.

        Raises
        ------
        DarkroomError
            If that cannot be; nothing is changed then.
        """
        self.painting.look()
        recording = Recording(self.history, self.reference, self.opened)
        recording.change(step, layers or {}, tables or {}, fields)
        if recording.graph.steps == self.history.graph.steps:
            return
        self.let_go()
        self._bind(recording)
        if amend:
            self.history.amend(recording.graph, recording.sources)
        else:
            self.history.do(f"Change {self.title(step)}", recording.graph, recording.sources)
        self.reconcile()

    def record(self, title: str, graph: Graph, sources: Mapping[str, Source]) -> None:
        """Go on to another graph as one edit, as a recipe that is taken over, and run it."""
        self.painting.look()
        self.brought |= {step.id for step in graph.steps}
        self.history.do(title, graph, sources)
        self.reconcile()

    def stand_for(self, layer: Layer, name: str, source: Source) -> None:
        """Let a layer show an input, of which it has given the value."""
        self.bindings.bind(layer, name)
        self.display.note_input(layer, name)
        if source.value.kind != "image":
            self.painting.watch(layer, source.value)

    # On disk

    def saved(self) -> Saved:
        """Return all that brings the session back; see `plugin.session_folder.saved`."""
        from napari_darkroom.plugin import session_folder

        return session_folder.saved(self)

    def save(self, folder: str | Path) -> None:
        """Save the session into a folder, and wait; see `plugin.session_folder.saving`."""
        from napari_darkroom.plugin import session_folder

        self.filing.do(session_folder.saving(self, Path(folder)))

    def open(self, place: str | Path) -> None:
        """Open a session from its folder or archive; see `plugin.session_folder.opening`."""
        from napari_darkroom.plugin import session_folder

        self.filing.do(session_folder.opening(self, Path(place)))

    # What is asked

    def reference(self, layer: Layer) -> str | None:
        """Return the input or result that a layer shows, None for a layer not recorded."""
        return self.bindings.reference(layer, self.history.graph)

    def layer(self, reference: str) -> Layer | None:
        """Return the layer that shows an input or a result."""
        return self.bindings.layer(reference, self.history.graph)

    def shown_by(self, step: str) -> Layer | None:
        """Return the layer that shows the result of a step, or what was corrected of it."""
        graph = self.history.graph
        layer = self.layer(step)
        if layer is not None:
            return layer
        found = (one for one, _ in self.bindings.pairs(graph))
        return next((one for one in found if step in self.bindings.references(one)), None)

    def corrections_left(self, step: str) -> list[str]:
        """Return the step that a layer shows in place of another, if it has still to run."""
        layer = self.shown_by(step)
        shown = None if layer is None else self.reference(layer)
        if shown is None or root(shown) in (step, *self.history.graph.inputs):
            return []
        return [] if self.history.status(root(shown)) is Status.CURRENT else [root(shown)]

    def title(self, reference: str) -> str:
        """Return what people call an input or a result."""
        graph = self.history.graph
        if reference in self.opened:
            return self.opened[reference].name
        if root(reference) in graph.inputs:
            layer = self.layer(reference)
            told = graph.inputs[root(reference)].description.removesuffix(".")
            told = self.display.name(reference) or told or reference
            return told if layer is None else str(layer.name)
        step = graph.step(root(reference))
        layer, later = self.layer(reference), self.shown_by(reference)
        if layer is None and later is not None:
            return step.title or f"{later.name}, before it was corrected"
        known = self.display.name(reference) if layer is None else str(layer.name)
        return step.title or known or find(step.op).title

    def recipe(self, dead_ends: bool = True, name: str = "") -> Recipe:
        """Return the session as a recipe.

        Parameters
        ----------
        dead_ends : bool
            Whether branches that do not lead to a table or to the last result are kept.
        """
        from napari_darkroom.plugin.export import session_recipe

        self.painting.look()
        return session_recipe(self.history, dead_ends, name)

    def wait(self) -> None:
        """Handle events until all results are up to date, as a script has to."""
        self.painting.look()
        loop = QEventLoop()
        while not self.scheduler.idle:
            QTimer.singleShot(_GLANCE_MS, loop.quit)
            loop.exec()

    def show(self, step: str) -> None:
        """Show the result of a step as a layer, also where its layer was deleted."""
        self.display.wanted(step)
        self.reconcile()
        layer = self.layer(step)
        if layer is not None:
            layer.visible = True
            self.viewer.layers.selection.active = layer

    @property
    def intermediates_visible(self) -> bool:
        """Whether results that others were made of are visible."""
        return self.display.intermediates.visible

    def show_intermediates(self, on: bool) -> None:
        """Show or hide the layers of all results that others were made of."""
        self.display.intermediates.show(on)
        self.changed.emit()

    # How it is done

    def _bind(self, recording: Recording) -> None:
        """Let the layers of a recording stand for its new inputs."""
        self.display.aside |= recording.aside
        for layer, name in recording.bound:
            self.stand_for(layer, name, recording.sources[name])

    def _layer_renamed(self, _: object = None) -> None:
        self.display.renamed()
        self.changed.emit()

    def _call(self, function: Callable[[], None]) -> None:
        function()
