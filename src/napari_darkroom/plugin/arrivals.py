"""What the steps of a session give: made ready in their threads, shown in the main one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from napari.utils.notifications import show_warning

from napari_darkroom.core.values import Value
from napari_darkroom.plugin.display import outputs
from napari_darkroom.plugin.layer_provenance import provenance_of
from napari_darkroom.plugin.showing import NOT_APPLIED, Picture, picture
from napari_darkroom.recipe.graph import Graph
from napari_darkroom.recipe.model import Step
from napari_darkroom.recipe.scheduler import Scheduler

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


class Arrivals:
    """Takes what a scheduler hands over.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: tuple[Graph, list[str], frozenset[str]] = (Graph(), [], frozenset())

    def follow(self, scheduler: Scheduler) -> None:
        """Take what a scheduler hands over from here on."""
        scheduler.arrived = self._arrived
        scheduler.priority = self._priority
        scheduler.failed = self._session.step_failed
        scheduler.looked_at = self._session.reconcile
        scheduler.glances.seen = self._session.glimpses.seen
        scheduler.glances.arrived = self._session.glimpses.show

    def prepare(
        self, step: Step, inputs: Mapping[str, Value], values: Mapping[str, Value]
    ) -> dict[str, Picture]:
        """Return results ready to be shown; in the thread of their step."""
        white, state = self._session.display.white_for(step), self._session.history.timeline.now
        origins = [provenance_of(state.graph, state.sources, one) for one in outputs(step)]
        return {
            name: picture(value, white(value, inputs), origin)
            for (name, value), origin in zip(values.items(), origins, strict=True)
        }

    def _priority(self, step: str) -> int:
        """Let what is visible be computed first, with all that it needs."""
        return 0 if step in self._needed_to_see() else 1

    def _needed_to_see(self) -> frozenset[str]:
        graph = self._session.history.graph
        pairs = self._session.bindings.pairs(graph)
        seen = [reference for layer, reference in pairs if layer.visible]
        if self._seen[:2] != (graph, seen):
            needed = frozenset(step for reference in seen for step in graph.above(reference))
            self._seen = (graph, seen, needed)
        return self._seen[2]

    def _arrived(self, step: str, values: Mapping[str, Value], pictures: Any) -> None:
        del values
        session = self._session
        session.painting.look()
        remarks = tuple(one.remark for one in pictures.values() if one.remark)
        done = session.history.done.get(step)
        if done is not None:
            session.history.done[step] = replace(done, remarks=remarks)
        for remark in remarks:
            if NOT_APPLIED in remark:
                show_warning(
                    f"{session.title(step)}: {remark}, for their objects have changed too much. "
                    "They are kept, and the table of changes tells which they are."
                )
        session.display.show(step, pictures)
        session.glimpses.whole(step)
        session.promises.kept(step)
        session.settled.emit(step)
