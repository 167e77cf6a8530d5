"""The values that a graph's steps can read now: inputs, and results that are up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from napari_darkroom.core.values import Value
from napari_darkroom.engine.catalog import find
from napari_darkroom.recipe.graph import main_input, references, root
from napari_darkroom.recipe.history import History, Status
from napari_darkroom.recipe.keys import Keys
from napari_darkroom.recipe.model import Step

Values: TypeAlias = Mapping[str, Value]


class AtHand:
    """Finds what refers to a value, through steps that are switched off.

    The cache may forget a result at any time. What a waiting step is to read is held here, so that
    it is not computed twice.

    Parameters
    ----------
    history : History
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._held: dict[str, Values] = {}

    def value(self, reference: str, known: Keys) -> Value | None:
        """Return an input or a result as it is now, None where it is not at hand."""
        maker = self.maker(reference)
        if maker is None:
            source = self._history.sources.get(root(self._behind(reference)))
            return None if source is None or not source.hashed else source.value
        key = known.steps.get(maker.id)
        if key is None or self._history.status(maker.id) is not Status.CURRENT:
            return None
        values = self._held.get(key) or self._history.cache.get(key)
        return None if values is None else values[self.output(reference)]

    def inputs(self, step: Step, known: Keys) -> dict[str, Value] | None:
        """Return what a step reads by reference, None while something is not there yet."""
        found: dict[str, Value] = {}
        for name in references(step):
            value = self.value(name, known)
            if value is None:
                return None
            found[name] = value
        return found

    def maker(self, reference: str) -> Step | None:
        """Return the step that a result comes from, None for an input."""
        behind = root(self._behind(reference))
        graph = self._history.graph
        return None if behind in graph.inputs else graph.step(behind)

    def output(self, reference: str) -> str:
        """Return which output of its maker a result is."""
        behind = self._behind(reference)
        maker = self._history.graph.step(root(behind))
        return behind.partition(".")[2] or find(maker.op).outputs[0].name

    def _behind(self, reference: str) -> str:
        """Return the input, or the result of a step that is switched on, behind a reference."""
        graph = self._history.graph
        while root(reference) not in graph.inputs:
            step = graph.step(root(reference))
            if step.enabled:
                break
            reference = main_input(step)
        return reference

    def forgotten(self, step: Step, known: Keys) -> set[str]:
        """Return the steps above one that are up to date, but whose results nobody has."""
        makers = [self.maker(name) for name in references(step)]
        return {
            maker.id
            for maker in makers
            if maker is not None
            and self._history.status(maker.id) is Status.CURRENT
            and not self._has(known.steps.get(maker.id))
        }

    def _has(self, key: str | None) -> bool:
        """Whether the results of a key are at hand; from here on they are held."""
        if key is None:
            return False
        # What stands on disk is known to be whole when it has been read, and not before.
        values = self._held.get(key) or self._history.cache.get(key)
        if values is not None:
            self._held[key] = values
        return values is not None

    def hold(self, key: str, values: Values) -> None:
        """Hold results that have just been made."""
        self._held[key] = values

    def release(self, known: Keys, wanted: Iterable[str]) -> None:
        """Let go of results that none of some steps waits for."""
        makers = {
            known.steps.get(maker.id)
            for one in wanted
            for name in references(self._history.graph.step(one))
            if (maker := self.maker(name)) is not None
        }
        self._held = {key: values for key, values in self._held.items() if key in makers}
