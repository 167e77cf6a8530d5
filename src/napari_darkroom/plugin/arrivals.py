"""What the steps of a session give: made ready in their threads, shown in the main one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from napari.utils.notifications import show_warning

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.values import Grid, Value
from napari_darkroom.plugin.display import outputs
from napari_darkroom.plugin.layer_provenance import provenance_of
from napari_darkroom.plugin.showing import Picture, picture
from napari_darkroom.plugin.tally import NOT_APPLIED, remark
from napari_darkroom.recipe.counts import counts_of
from napari_darkroom.recipe.graph import Graph, main_input
from napari_darkroom.recipe.model import Step
from napari_darkroom.recipe.scheduler import Scheduler

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


@dataclass(frozen=True)
class Prepared:
    """Results ready to be shown, by output, and what was counted of them and before them."""

    pictures: Mapping[str, Picture]
    counts: Mapping[str, int]


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
    ) -> Prepared:
        """Return results ready to be shown; in the thread of their step."""
        history, white = self._session.history, self._session.display.white_for(step)
        state, main = history.timeline.now, main_input(step)
        named = dict(zip(outputs(step), values.items(), strict=True))
        counts = counts_of(main, inputs[main])
        for reference, (_, value) in named.items():
            counts |= counts_of(reference, value)
        above = {**history.counts(step.id), **counts}
        pictures = {}
        grid = _grid(inputs, main)
        for reference, (name, value) in named.items():
            origin = provenance_of(state.graph, state.sources, reference, above)
            before = main if inputs[main].kind == value.kind and reference == step.id else ""
            said = remark(reference, value.kind, before, counts)
            pictures[name] = picture(value, white(value, inputs), origin, said, grid)
        return Prepared(pictures, counts)

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

    def _arrived(self, step: str, values: Mapping[str, Value], prepared: Prepared) -> None:
        del values
        session, pictures = self._session, prepared.pictures
        session.painting.look()
        remarks = tuple(one.remark for one in pictures.values() if one.remark)
        done = session.history.done.get(step)
        if done is not None:
            session.history.done[step] = replace(done, remarks=remarks, counts=prepared.counts)
        for said in remarks:
            if NOT_APPLIED in said:
                show_warning(
                    f"{session.title(step)}: {said}, for their objects have changed too much. "
                    "They are kept, and the table of changes tells which they are."
                )
        session.display.show(step, pictures)
        session.glimpses.whole(step)
        session.promises.kept(step)
        session.settled.emit(step)


def _grid(inputs: Mapping[str, Value], main: str) -> Calibration | None:
    """Return the calibration of the pixels that a step has read, its first input's before all."""
    grids = [one for one in (inputs[main], *inputs.values()) if isinstance(one, Grid)]
    return grids[0].calibration if grids else None
