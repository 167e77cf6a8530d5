"""Changes of what was recorded, each of which undo takes back."""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from qtpy.QtCore import QObject, Signal

from napari_darkroom.plugin.display import Display
from napari_darkroom.plugin.glimpses import Glimpses
from napari_darkroom.plugin.painting import Painting
from napari_darkroom.recipe.graph import Graph
from napari_darkroom.recipe.history import Done, History
from napari_darkroom.recipe.scheduler import Scheduler

if TYPE_CHECKING:
    from napari_darkroom.plugin.promises import Promises

_log = logging.getLogger(__name__)


class Edits(QObject):
    """The edits of a session; after each the layers follow and what is stale runs."""

    changed = Signal()
    """Something of the history is different."""
    settled = Signal(str)
    """The results of a step are shown."""
    failed = Signal(str, str)
    """A step has failed, or cannot run because one above it has; and why."""

    history: History
    display: Display
    glimpses: Glimpses
    painting: Painting
    scheduler: Scheduler
    promises: Promises
    brought: set[str]
    """Steps of recipes and saved sessions: they stay where they fail, to be mended."""

    @abstractmethod
    def title(self, reference: str) -> str:
        """Return what people call an input or a result."""

    def switch(self, step: str, on: bool) -> None:
        """Switch a step on or off; one that is off hands on its first input."""
        title = f"Switch {'on' if on else 'off'} {self.title(step)}"
        self._edit(title, lambda graph: graph.change(step, enabled=on))

    def remove(self, step: str) -> None:
        """Take out a step; what read it reads its first input.

        Raises
        ------
        RecipeError
            If that is of the wrong kind for what follows.
        """
        self._edit(f"Delete {self.title(step)}", lambda graph: graph.remove(step))

    def remove_with_below(self, step: str) -> None:
        """Take out a step and all that lies below it."""
        self._edit(f"Delete {self.title(step)}", lambda graph: graph.remove_all([step]))

    def branch(self, step: str, below: bool = False) -> str:
        """Copy a step, with what lies below it or without; return the id of the copy."""
        self.painting.look()
        ids = [step, *(self.history.graph.below(step) if below else [])]
        graph, names = self.history.graph.branch(ids, self.history.names)
        self._edit(f"Branch {self.title(step)}", lambda _: graph)
        return names[step]

    def rename(self, step: str, title: str) -> None:
        """Call the result of a step something else."""
        self._edit(f"Rename {self.title(step)}", lambda graph: graph.change(step, title=title))

    def undo(self) -> None:
        """Take back the last edit."""
        self.painting.look()
        self.history.undo()
        self.reconcile()

    def redo(self) -> None:
        """Bring back the edit that was taken back last."""
        self.painting.look()
        self.history.redo()
        self.reconcile()

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
        self.reconcile()

    def retry(self, step: str) -> None:
        """Run a step that failed once more."""
        self.history.done.pop(step, None)
        self.reconcile()

    def _edit(self, title: str, change: Callable[[Graph], Graph]) -> None:
        # What was painted is a step first: the edit is one of the graph with it.
        self.painting.look()
        graph = change(self.history.graph)
        self.let_go()
        self.history.do(title, graph)
        self.reconcile()

    def let_go(self) -> None:
        """Let go of what only redo could have brought back: another edit takes its place."""
        names = self.history.names
        self.brought &= names
        self.display.keep(names)

    def reconcile(self) -> None:
        """Let the layers follow the graph, and run what is stale."""
        for step in self.display.follow():
            # It is up to date, but its layer shows something else: from the cache it comes again.
            self.history.done.pop(step, None)
        self.glimpses.give_up()
        self.scheduler.update()
        self.changed.emit()

    def step_failed(self, step: str, error: BaseException | None) -> None:
        """Tell that a step has failed; one just run is forgotten: it has never been."""
        if error is not None:
            _log.error("The step %s broke.", step, exc_info=error)
        self.glimpses.give_up()
        reason = self.history.done[step].error
        hit = [step, *self.history.graph.below(step)]
        before = self.history.timeline.before
        known = set() if before is None else {one.id for one in before.graph.steps}
        if before is not None and step not in known | self.brought:
            self._take_back(step, before.graph)
        for one in hit:
            self.promises.kept(one)
            self.failed.emit(one, reason)

    def _take_back(self, step: str, before: Graph) -> None:
        """Forget a new step, and the edit with it where that was all."""
        left = self.history.graph.remove_all([step])
        if left.steps == before.steps:
            self.history.undo()
            self.history.timeline.drop_undone()
        else:
            self.history.amend(left)
        self.reconcile()

    def _is_of_last_edit(self, step: str) -> bool:
        before = self.history.timeline.before
        if before is None:
            return False
        steps = {one.id: one for one in before.graph.steps}
        return steps.get(step) != self.history.graph.step(step)
