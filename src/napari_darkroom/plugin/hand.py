"""What the user does to layers by hand: paints on them, draws, duplicates, deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from napari.layers import Layer
from napari.utils.notifications import show_warning

from napari_darkroom.core.values import Points, Shapes, Table, Value
from napari_darkroom.plugin.corrections import corrected, is_correction
from napari_darkroom.plugin.display import outputs
from napari_darkroom.plugin.found import FOUND, put_found
from napari_darkroom.plugin.layer_input import source_of
from napari_darkroom.plugin.painting import shows
from napari_darkroom.plugin.placement import RECORD, layer_calibration
from napari_darkroom.plugin.showing import take_tables
from napari_darkroom.plugin.table.look import uncolour
from napari_darkroom.recipe.graph import main_input, root
from napari_darkroom.recipe.history import Source
from napari_darkroom.recipe.writing import PROVENANCE

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
        # What was painted on, by the correction that has not been applied yet.
        self._painted_on: dict[str, Value] = {}
        session.settled.connect(self._applied)

    def painted(self, layer: Layer) -> None:
        """Make a step of what was painted on a layer; a drawing of one's own is taken anew."""
        reference = self._session.reference(layer)
        if reference is None:
            return
        known, now = self._session.history.sources.get(reference), source_of(layer)
        self._session.let_go()
        if known is not None and known.manual:
            self._draw(layer, reference, now)
        elif isinstance(now.value, Points | Shapes):
            self._put_back(layer, now.value.kind)
            return
        else:
            self._correct(layer, reference, now.value)
        self._session.painting.watch(layer, now.value)
        self._session.reconcile()

    def _draw(self, layer: Layer, reference: str, drawn: Source) -> None:
        history = self._session.history
        history.do(f"Paint on {layer.name}", history.graph, {**history.sources, reference: drawn})

    def _put_back(self, layer: Layer, kind: str) -> None:
        """Show again what a step has found: only a drawing of one's own is changed by hand."""
        before = self._session.painting.value(layer)
        if isinstance(before, Points | Shapes):
            put_found(layer, before, layer_calibration(layer))
            self._session.painting.watch(layer, before)
            show_warning(
                f"{layer.name} shows what a step has found, and was put back. Duplicate the layer "
                f"to have {kind} of your own, which you can change and give to other steps."
            )

    def _correct(self, layer: Layer, reference: str, after: Value) -> None:
        history, before = self._session.history, self._session.painting.value(layer)
        if before is None:
            return
        original = self._original(reference)
        found = corrected(history, reference, before, after, original)
        if found is not None:
            self._painted_on[found.step] = before if original is None else original
            history.do(f"Paint on {layer.name}", found.graph, found.sources)
            self._session.bindings.bind(layer, found.step)
            self._session.display.painted_over(layer)

    def _original(self, reference: str) -> Value | None:
        """Return what a result was before it was corrected, if all corrections could be applied."""
        history, scheduler = self._session.history, self._session.scheduler
        if not is_correction(history, reference):
            return None
        if reference in self._painted_on:
            return self._painted_on[reference]
        step = history.graph.step(root(reference))
        changes = [scheduler.value(one) for one in outputs(step)[1:]]
        if not all(isinstance(one, Table) and one.data["applied"].all() for one in changes):
            return None
        return scheduler.value(main_input(step))

    def _applied(self, step: str) -> None:
        self._painted_on.pop(step, None)

    def layer_came(self, event: Any) -> None:
        """Let the duplicate of a layer be one of its own: a branch of the step, the same input."""
        session, layer = self._session, event.value
        record = layer.metadata.get(RECORD, {})
        if not session.bindings.references(layer):
            take_tables(layer)
            uncolour(layer)
            if FOUND in record:
                # A drawing of one's own from now on.
                own = (RECORD, PROVENANCE)
                layer.metadata = {n: one for n, one in layer.metadata.items() if n not in own}
                return
        known = session.bindings.references(layer) or record.get("session") != session.token
        if known or record.get("layer") == str(layer.unique_id):
            self._same_input(layer)
            return
        session.painting.look()
        reference = self._shown_by(str(record["layer"])) or str(record["reference"])
        if root(reference) in {step.id for step in session.history.graph.steps}:
            self._branch(layer, reference)

    def _shown_by(self, id: str) -> str | None:
        found = (one for one in self._session.viewer.layers if str(one.unique_id) == id)
        original = next(found, None)
        return None if original is None else self._session.reference(original)

    def _branch(self, layer: Layer, reference: str) -> None:
        session, step = self._session, root(reference)
        graph, names = session.history.graph.branch([step], session.history.names)
        session.let_go()
        session.bindings.own(layer)
        session.bindings.bind(layer, f"{names[step]}{reference.removeprefix(step)}")
        session.history.do(f"Duplicate {session.title(reference)}", graph)
        session.reconcile()

    def _same_input(self, layer: Layer) -> None:
        """Let the duplicate of an input's layer stand for the same input."""
        parent = layer.source.parent() if layer.source.parent is not None else None
        reference = None if parent is None else self._session.reference(parent)
        source = self._session.history.sources.get(str(reference))
        if source is not None and shows(layer, source.value):
            self._session.stand_for(layer, str(reference), source)

    def layer_left(self, event: Any) -> None:
        """Show the result of a layer that somebody has deleted no longer; its step stays."""
        if not self._session.display.shelf.moving:
            self._session.display.left(event.value)
            self._session.changed.emit()
