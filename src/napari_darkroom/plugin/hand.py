"""What the user does to layers by hand: paints on them, draws, duplicates, deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from napari.layers import Layer

from napari_darkroom.core.values import Table, Value
from napari_darkroom.plugin.corrections import corrected, is_correction
from napari_darkroom.plugin.display import outputs
from napari_darkroom.plugin.layer_input import source_of
from napari_darkroom.plugin.layers import RECORD
from napari_darkroom.plugin.painting import content_digest
from napari_darkroom.recipe.graph import main_input, root

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


class Hand:
    """Records what is done to layers outside of Darkroom's forms.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def painted(self, layer: Layer) -> None:
        """Make a step of what was painted on a layer; a drawing of one's own is taken anew."""
        reference = self._session.reference(layer)
        if reference is None:
            return
        source = self._session.history.sources.get(reference)
        if source is not None and source.manual:
            drawn = source_of(layer)
            self._session.display.note_input(layer, reference, drawn)
            sources = {**self._session.history.sources, reference: drawn}
            self._session.history.do(f"Paint on {layer.name}", self._session.history.graph, sources)
        else:
            self._correct(layer, reference)
        self._session.painting.watch(layer, content_digest(layer))
        self._session.reconcile()

    def _correct(self, layer: Layer, reference: str) -> None:
        before: Value | None = self._session.display.value(layer)
        if before is None and root(reference) in self._session.history.sources:
            before = self._session.history.sources[root(reference)].value
        if before is None:
            return
        found = corrected(
            self._session.history, reference, before, layer, self._original(reference)
        )
        if found is not None:
            self._session.history.do(f"Paint on {layer.name}", found.graph, found.sources)
            self._session.bindings.bind(layer, found.step)

    def _original(self, reference: str) -> Value | None:
        """Return what a result was before it was corrected, if all corrections could be applied."""
        if not is_correction(self._session.history, reference):
            return None
        step = self._session.history.graph.step(root(reference))
        changes = [self._session.scheduler.value(one) for one in outputs(step)[1:]]
        if not all(isinstance(one, Table) and one.data["applied"].all() for one in changes):
            return None
        return self._session.scheduler.value(main_input(step))

    def layer_came(self, event: Any) -> None:
        """Let the duplicate of a layer be one of its own: a branch of the step, the same input."""
        session, layer = self._session, event.value
        record = layer.metadata.get(RECORD, {})
        known = session.bindings.references(layer) or record.get("session") != session.token
        if known or record.get("layer") == str(layer.unique_id):
            self._same_input(layer)
            return
        reference = str(record["reference"])
        if root(reference) in {step.id for step in session.history.graph.steps}:
            graph, names = session.history.graph.branch([root(reference)])
            _, point, output = reference.partition(".")
            session.bindings.own(layer)
            session.bindings.bind(layer, f"{names[root(reference)]}{point}{output}")
            session.history.do(f"Duplicate {session.title(reference)}", graph)
            session.reconcile()

    def _same_input(self, layer: Layer) -> None:
        """Let the duplicate of an input's layer stand for the same input."""
        parent = layer.source.parent() if layer.source.parent is not None else None
        reference = None if parent is None else self._session.reference(parent)
        same = parent is not None and content_digest(layer) == content_digest(parent)
        if same and reference in self._session.history.sources:
            self._session.bindings.bind(layer, str(reference))

    def layer_left(self, event: Any) -> None:
        """Show the result of a layer that somebody has deleted no longer; its step stays."""
        self._session.painting.forget(event.value)
        if not self._session.display.shelf.moving:
            self._session.display.left(event.value)
            self._session.changed.emit()
