"""What was done in a session: the graph, the sources of its inputs, what became of each step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from napari_darkroom.core.digest import digest, text_digest
from napari_darkroom.core.values import Grid, Value
from napari_darkroom.recipe.cache import Cache
from napari_darkroom.recipe.graph import Graph, reads, root
from napari_darkroom.recipe.keys import Keys, make_keys
from napari_darkroom.recipe.timeline import Timeline


class Status(StrEnum):
    """How the result of a step stands to what it would be now."""

    CURRENT = "current"
    STALE = "stale"
    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"
    BLOCKED = "blocked"
    OFF = "off"


@dataclass(frozen=True, eq=False)
class Source:
    """Where an input comes from.

    Attributes
    ----------
    value : value
        The input itself.
    file : Path or None
        The file that it was read from.
    options : mapping
        What was chosen when it was read.
    manual : bool
        Whether it was made by hand.
    """

    value: Value
    file: Path | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    manual: bool = False

    @cached_property
    def digest(self) -> str:
        """Digest of the value, made when it is first asked for, which may take a while."""
        return digest(self.value)

    @property
    def key(self) -> str:
        """What the keys of results are made of: the digest; of a lazy value in this process alone.

        The name of a lazy array may tell where its pixels lie and not what they are, and they may
        be others when they are opened again.
        """
        lazy = isinstance(self.value, Grid) and self.value.lazy
        return text_digest(self.digest, _process()) if lazy else self.digest

    @property
    def hashed(self) -> bool:
        """Whether the digest is known."""
        return "digest" in self.__dict__

    @property
    def unchanged(self) -> bool:
        """Whether the value is still what the digest says; pixels may be changed in place."""
        return digest(self.value) == self.digest


@dataclass(frozen=True)
class State:
    """What undo goes back to: the graph and the sources of its inputs."""

    graph: Graph = field(default_factory=Graph)
    sources: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """What became of a step.

    Attributes
    ----------
    key : str
        What the results depend on (`recipe.keys.step_key`).
    error : str
        Why there are no results, empty where there are.
    seconds : float
        How long it took.
    nbytes : int
        How large the results are.
    remarks : tuple of str
        What is to be told of them, such as how many objects there are.
    counts : mapping of str to int
        What was counted of them, and of what the step read (`recipe.counts`).
    """

    key: str
    error: str = ""
    seconds: float = 0.0
    nbytes: int = 0
    remarks: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


class History:
    """The record of one session: it is edited, undone, and tells what has to run.

    Parameters
    ----------
    cache : Cache, optional
        Where results are kept.
    """

    def __init__(self, cache: Cache | None = None) -> None:
        self.cache = cache or Cache()
        self.timeline: Timeline[State] = Timeline(State())
        self.done: dict[str, Done] = {}
        self.running: dict[str, float] = {}
        self.changed: list[Callable[[], None]] = []
        self._keys: tuple[State, tuple[str, ...], Keys] = (State(), (), Keys())

    @property
    def graph(self) -> Graph:
        """The graph as it is now."""
        return self.timeline.now.graph

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources of its inputs, those that are there."""
        return self.timeline.now.sources

    @property
    def names(self) -> set[str]:
        """The names of all inputs and steps, now and in what undo can go back to."""
        graphs = [state.graph for state in self.timeline.within_reach()]
        return {name for graph in graphs for name in graph.names}

    def do(self, title: str, graph: Graph, sources: Mapping[str, Source] | None = None) -> None:
        """Go on to another graph, and where given other sources."""
        known = self.sources if sources is None else sources
        self.timeline.do(title, State(graph, known))
        self.tell()

    def amend(self, graph: Graph, sources: Mapping[str, Source] | None = None) -> None:
        """Let the last edit have led to this graph: one undo takes back a whole drag."""
        known = self.sources if sources is None else sources
        self.timeline.amend(State(graph, known))
        self.tell()

    def undo(self) -> None:
        """Take back the last edit."""
        self.timeline.undo()
        self.tell()

    def redo(self) -> None:
        """Bring back the edit that was taken back last."""
        self.timeline.redo()
        self.tell()

    def renew(self, name: str) -> None:
        """Look at an input anew: its pixels were changed in place. This is no edit.

        They are the same pixels wherever undo and redo lead, so that all states have the new ones.
        """
        pixels, renewed = self.sources[name].value.data, dict[int, Source]()

        def look(source: Source) -> Source:
            if source.value.data is not pixels:
                return source
            return renewed.setdefault(id(source), replace(source))

        self.timeline.revise(
            lambda state: replace(
                state, sources={name: look(source) for name, source in state.sources.items()}
            )
        )
        self.tell()

    def tell(self) -> None:
        """Tell those who listen that something is different."""
        for listener in list(self.changed):
            listener()

    def keys(self) -> Keys:
        """Return the keys of all whose inputs have been looked at."""
        hashed = tuple(name for name, source in self.sources.items() if source.hashed)
        state, looked_at, known = self._keys
        if state is not self.timeline.now or looked_at != hashed:
            digests = {name: self.sources[name].key for name in hashed}
            known = make_keys(self.graph.steps, digests)
            self._keys = (self.timeline.now, hashed, known)
        return known

    def status(self, id: str) -> Status:
        """Return how a step stands."""
        step, done = self.graph.step(id), self.done.get(id)
        if not step.enabled:
            return Status.OFF
        if done is not None and done.key == self.keys().steps.get(id):
            return Status.FAILED if done.error else Status.CURRENT
        if id in self.running:
            return Status.RUNNING
        if self.obstacle(id):
            return Status.BLOCKED
        return Status.WAITING if done is None else Status.STALE

    def counts(self, reference: str) -> dict[str, int]:
        """Return what was counted on the way to a result, as far as it was."""
        found: dict[str, int] = {}
        for name in self.graph.above(reference):
            done = self.done.get(name)
            if done is not None:
                found |= done.counts
        return found

    def obstacle(self, id: str) -> str:
        """Return why a step cannot run: a step above that failed, or an input that is missing."""
        for name in self._needed(id):
            if name in self.graph.inputs:
                if name not in self.sources:
                    return f"The input {name} is missing."
            elif name != id and self._failed(name):
                return f"{name} failed."
        return ""

    def _needed(self, id: str) -> list[str]:
        """Return the inputs, then the steps that the result of a step is made of, in order."""
        needed = {id}
        for step in reversed(self.graph.steps):
            if step.id in needed:
                needed |= {root(name) for name in reads(step)}
        names = [*self.graph.inputs, *(step.id for step in self.graph.steps)]
        return [name for name in names if name in needed]

    def _failed(self, id: str) -> bool:
        done, key = self.done.get(id), self.keys().steps.get(id)
        return done is not None and bool(done.error) and done.key == key


@lru_cache
def _process() -> str:
    """Return what tells this process from all others."""
    return uuid4().hex
