"""The live record of one viewer: what is run, edited or painted becomes steps, results layers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from napari.layers import Layer
from qtpy.QtCore import QObject, QTimer, Signal

from napari_darkroom.core.values import Table, Value
from napari_darkroom.engine.catalog import find
from napari_darkroom.plugin.activity import Activity
from napari_darkroom.plugin.bindings import Bindings
from napari_darkroom.plugin.corrections import corrected, is_correction
from napari_darkroom.plugin.display import Display, outputs
from napari_darkroom.plugin.layer_input import source_of
from napari_darkroom.plugin.layer_provenance import provenance_of
from napari_darkroom.plugin.layers import RECORD
from napari_darkroom.plugin.painting import Painting, content_digest
from napari_darkroom.plugin.recording import Recording
from napari_darkroom.plugin.request import Request
from napari_darkroom.plugin.showing import Picture, picture
from napari_darkroom.recipe.graph import Graph, main_input, root
from napari_darkroom.recipe.history import Done, History, Source, Status
from napari_darkroom.recipe.model import Recipe, Step
from napari_darkroom.recipe.scheduler import Scheduler

if TYPE_CHECKING:
    from napari import Viewer

_log = logging.getLogger(__name__)


class Session(QObject):
    """The record of one viewer.

    There is one a viewer: `Session.of`. It belongs to the window and ends with it.

    Parameters
    ----------
    viewer : Viewer
    """

    changed = Signal()
    """Something of the history is different."""
    settled = Signal(str)
    """The results of a step are shown."""
    failed = Signal(str, str)
    """A step has failed, or cannot run because one above it has; and why."""
    _called = Signal(object)

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer.window._qt_window)
        self.viewer = viewer
        self.token = uuid4().hex
        self.history = History()
        self.bindings = Bindings(viewer)
        self.painting = Painting(self, viewer, self._painted)
        self.display = Display(self)
        self.activity = Activity(self)
        self._called.connect(self._call)
        scheduler = Scheduler(self.history, self._called.emit, self._prepare)
        scheduler.arrived = self._arrived
        scheduler.priority = self._priority
        scheduler.failed = self._step_failed
        self.scheduler = scheduler
        self.history.changed.append(self.changed.emit)
        self.destroyed.connect(lambda _=None: scheduler.close())
        viewer.layers.events.inserted.connect(self._layer_came)
        viewer.layers.events.removed.connect(self._layer_left)

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
        recording = Recording(self.history, self.reference)
        titles = {request.operation.title for request in requests}
        for request in requests:
            recording.add(request)
        self._bind(recording)
        same = recording.graph is self.history.graph
        if same and recording.sources == dict(self.history.sources):
            self.history.tell()
        else:
            self._do(", ".join(sorted(titles)), recording.graph, recording.sources)
        for step in recording.steps:
            self.display.wanted(step)
        self._reconcile()
        return recording.steps

    def change(
        self,
        step: str,
        *,
        amend: bool = False,
        layers: Mapping[str, Sequence[Layer]] | None = None,
        **fields: Any,
    ) -> None:
        """Change a step, such as its ``params``; what lies below is computed again.

        Parameters
        ----------
        amend : bool
            Whether it belongs to the edit before, as while a slider is dragged.
        layers : mapping of str to sequence of Layer, optional
            Other layers for some of its inputs.

        Raises
        ------
        DarkroomError
            If that cannot be; nothing is changed then.
        """
        recording = Recording(self.history, self.reference)
        recording.change(step, layers or {}, fields)
        if recording.graph.steps == self.history.graph.steps:
            return
        self._bind(recording)
        if amend:
            self.history.amend(recording.graph, recording.sources)
        else:
            self._do(f"Change {self.title(step)}", recording.graph, recording.sources)
        self._reconcile()

    def switch(self, step: str, on: bool) -> None:
        """Switch a step on or off; one that is off hands on its first input."""
        title = f"Switch {'on' if on else 'off'} {self.title(step)}"
        self._edit(title, self.history.graph.change(step, enabled=on))

    def remove(self, step: str) -> None:
        """Take out a step; what read it reads its first input.

        Raises
        ------
        RecipeError
            If that is of the wrong kind for what follows.
        """
        self._edit(f"Delete {self.title(step)}", self.history.graph.remove(step))

    def remove_with_below(self, step: str) -> None:
        """Take out a step and all that lies below it."""
        self._edit(f"Delete {self.title(step)}", self.history.graph.remove_all([step]))

    def branch(self, step: str, below: bool = False) -> str:
        """Copy a step, with what lies below it or without; return the id of the copy."""
        ids = [step, *(self.history.graph.below(step) if below else [])]
        graph, names = self.history.graph.branch(ids)
        self._edit(f"Branch {self.title(step)}", graph)
        return names[step]

    def rename(self, step: str, title: str) -> None:
        """Call the result of a step something else."""
        self._edit(f"Rename {self.title(step)}", self.history.graph.change(step, title=title))
        layer = self.layer(step)
        if layer is not None and title:
            layer.name = title

    def undo(self) -> None:
        """Take back the last edit."""
        self.painting.look()
        self.history.undo()
        self._reconcile()

    def redo(self) -> None:
        """Bring back the edit that was taken back last."""
        self.painting.look()
        self.history.redo()
        self._reconcile()

    def cancel(self, step: str) -> None:
        """Give up a step that is running; where the last edit called for it, that is taken back."""
        if step not in self.history.running:
            return
        if self._is_of_last_edit(step):
            self.history.undo()
            self.history.timeline.drop_undone()
        else:
            key = self.history.keys().steps[step]
            self.history.done[step] = Done(key, "Cancelled.")
        self._reconcile()

    def retry(self, step: str) -> None:
        """Run a step that failed once more."""
        self.history.done.pop(step, None)
        self._reconcile()

    def tell_settled(self, steps: Sequence[str]) -> None:
        """Say of steps that are up to date already that they are, as soon as events are handled."""
        done = [one for one in steps if self.history.status(one) is Status.CURRENT]
        for step in done:
            QTimer.singleShot(0, partial(self.settled.emit, step))

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
        if root(reference) in graph.inputs:
            layer = self.layer(reference)
            return reference if layer is None else str(layer.name)
        step = graph.step(root(reference))
        layer = self.layer(reference)
        return step.title or (str(layer.name) if layer is not None else find(step.op).title)

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

    def show(self, step: str) -> None:
        """Show the result of a step as a layer, also where its layer was deleted."""
        self.display.wanted(step)
        self._reconcile()
        layer = self.layer(step)
        if layer is not None:
            layer.visible = True
            self.viewer.layers.selection.active = layer

    @property
    def intermediates_visible(self) -> bool:
        """Whether results that others were made of are visible."""
        return self.display.intermediates_visible

    def show_intermediates(self, on: bool) -> None:
        """Show or hide the layers of all results that others were made of."""
        self.display.show_intermediates(on)
        self.changed.emit()

    # How it is done

    def _bind(self, recording: Recording) -> None:
        """Let the layers of a recording stand for its new inputs."""
        self.display.aside |= recording.aside
        for layer, name in recording.bound:
            self.bindings.bind(layer, name)
            self.display.note_input(layer, name, recording.sources[name])
            if recording.sources[name].value.kind != "image":
                self.painting.watch(layer, content_digest(layer))

    def _edit(self, title: str, graph: Graph) -> None:
        self.painting.look()
        self._do(title, graph)
        self._reconcile()

    def _do(self, title: str, graph: Graph, sources: Mapping[str, Source] | None = None) -> None:
        self.history.do(title, graph, sources)

    def _reconcile(self) -> None:
        """Let the layers follow the graph, and run what is stale."""
        for step in self.display.follow():
            # It is up to date, but its layer shows something else: from the cache it comes again.
            self.history.done.pop(step, None)
        self.scheduler.update()
        self.changed.emit()

    def _call(self, function: Callable[[], None]) -> None:
        function()

    def _priority(self, step: str) -> int:
        """Let what is visible be computed first, with all that it needs."""
        graph = self.history.graph
        seen = {step, *graph.below(step)}
        shown = (self.layer(one) for one in seen)
        return 0 if any(layer is not None and layer.visible for layer in shown) else 1

    def _prepare(
        self, step: Step, inputs: Mapping[str, Value], values: Mapping[str, Value]
    ) -> dict[str, Picture]:
        white, state = self.display.white_for(step), self.history.timeline.now
        origins = [provenance_of(state.graph, state.sources, one) for one in outputs(step)]
        return {
            name: picture(value, white(value, inputs), origin)
            for (name, value), origin in zip(values.items(), origins, strict=True)
        }

    def _arrived(self, step: str, values: Mapping[str, Value], pictures: Any) -> None:
        del values
        self.painting.look()
        remarks = tuple(one.remark for one in pictures.values() if one.remark)
        done = self.history.done.get(step)
        if done is not None:
            self.history.done[step] = replace(done, remarks=remarks)
        self.display.show(step, pictures)
        self.settled.emit(step)

    def _step_failed(self, step: str, error: BaseException | None) -> None:
        if error is not None:
            _log.error("The step %s broke.", step, exc_info=error)
        reason = self.history.done[step].error
        hit = [step, *self.history.graph.below(step)]
        before = self.history.timeline.before
        if before is not None and step not in {one.id for one in before.graph.steps}:
            self._take_back(step, before.graph)
        for one in hit:
            self.failed.emit(one, reason)

    def _take_back(self, step: str, before: Graph) -> None:
        """Forget a new step that failed at once: it has never been anything."""
        left = self.history.graph.remove_all([step])
        if left.steps == before.steps:
            self.history.undo()
            self.history.timeline.drop_undone()
        else:
            self.history.amend(left)
        self._reconcile()

    def _is_of_last_edit(self, step: str) -> bool:
        before = self.history.timeline.before
        if before is None:
            return False
        steps = {one.id: one for one in before.graph.steps}
        return steps.get(step) != self.history.graph.step(step)

    def _painted(self, layer: Layer) -> None:
        """Make a step of what was painted on a layer; a drawing of one's own is taken anew."""
        reference = self.reference(layer)
        if reference is None:
            return
        source = self.history.sources.get(reference)
        if source is not None and source.manual:
            drawn = source_of(layer)
            self.display.note_input(layer, reference, drawn)
            sources = {**self.history.sources, reference: drawn}
            self._do(f"Paint on {layer.name}", self.history.graph, sources)
        else:
            self._correct(layer, reference)
        self.painting.watch(layer, content_digest(layer))
        self._reconcile()

    def _correct(self, layer: Layer, reference: str) -> None:
        before: Value | None = self.display.value(layer)
        if before is None and root(reference) in self.history.sources:
            before = self.history.sources[root(reference)].value
        if before is None:
            return
        found = corrected(self.history, reference, before, layer, self._original(reference))
        if found is not None:
            self._do(f"Paint on {layer.name}", found.graph, found.sources)
            self.bindings.bind(layer, found.step)

    def _original(self, reference: str) -> Value | None:
        """Return what a result was before it was corrected, if all corrections could be applied."""
        if not is_correction(self.history, reference):
            return None
        step = self.history.graph.step(root(reference))
        changes = [self.scheduler.value(one) for one in outputs(step)[1:]]
        if not all(isinstance(one, Table) and one.data["applied"].all() for one in changes):
            return None
        return self.scheduler.value(main_input(step))

    # What happens to layers

    def _layer_came(self, event: Any) -> None:
        """Let the duplicate of a layer be one of its own: a branch of the step, the same input."""
        layer = event.value
        record = layer.metadata.get(RECORD, {})
        known = self.bindings.references(layer) or record.get("session") != self.token
        if known or record.get("layer") == str(layer.unique_id):
            self._same_input(layer)
            return
        reference = str(record["reference"])
        steps = {step.id for step in self.history.graph.steps}
        if root(reference) in steps:
            graph, names = self.history.graph.branch([root(reference)])
            self.bindings.own(layer)
            self.bindings.bind(layer, reference.replace(root(reference), names[root(reference)], 1))
            self._do(f"Duplicate {self.title(reference)}", graph)
            self._reconcile()

    def _same_input(self, layer: Layer) -> None:
        """Let the duplicate of an input's layer stand for the same input."""
        parent = layer.source.parent() if layer.source.parent is not None else None
        reference = None if parent is None else self.reference(parent)
        if reference in self.history.sources and content_digest(layer) == content_digest(parent):
            self.bindings.bind(layer, str(reference))

    def _layer_left(self, event: Any) -> None:
        self.painting.forget(event.value)
        if not self.display.shelf.moving:
            self.display.left(event.value)
            self.changed.emit()
