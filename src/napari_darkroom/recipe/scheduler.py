"""Running what is stale, in order and in other threads; what is no longer wanted is dropped."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any, TypeAlias

from napari_darkroom.core.errors import Cancelled
from napari_darkroom.core.values import Value
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.job import Job
from napari_darkroom.recipe.at_hand import AtHand, Values
from napari_darkroom.recipe.cache import size
from napari_darkroom.recipe.glances import Glances
from napari_darkroom.recipe.history import Done, History, Source, Status
from napari_darkroom.recipe.keys import Keys
from napari_darkroom.recipe.model import Step
from napari_darkroom.recipe.run import StepError, run_step

Deliver: TypeAlias = Callable[[Callable[[], None]], None]
_STEP_OF_PROGRESS = 0.01


class _SourceChangedError(Exception):
    """An input was changed in place since it was looked at."""


@dataclass
class _Run:
    """A step at work, or waiting for a free thread."""

    step: Step
    key: str
    stop: Event = field(default_factory=Event)
    progress: float = 0.0


def _nothing(*_: Any) -> None:
    """Do nothing."""


class Scheduler:
    """Brings the results of a history up to date.

    All its methods and callbacks run in the owner's thread; only the steps themselves, and
    `prepare`, run in others.

    Parameters
    ----------
    history : History
        What is to be brought up to date.
    deliver : callable
        Runs a function in the owner's thread, called from any.
    prepare : callable, optional
        Called in the thread of a step with the step, what it read by reference, and its results;
        what it returns goes to `arrived`.
    workers : int
        How many steps run side by side.

    Attributes
    ----------
    arrived : callable
        Called with the id of a step, its results by output, and what `prepare` returned.
    failed : callable
        Called with the id of a step that failed, and the exception where it was none of Darkroom's.
    looked_at : callable
        Called when an input has been looked at: a step that seemed to wait may be up to date.
    priority : callable
        The step with the smallest number runs first, of equals the one that stands first.
    glances : Glances
        Makes what is seen before the whole is made.
    """

    def __init__(
        self,
        history: History,
        deliver: Deliver,
        prepare: Callable[[Step, Values, Values], Any] = _nothing,
        workers: int = 2,
    ) -> None:
        self.history = history
        self.arrived: Callable[[str, Values, Any], None] = _nothing
        self.failed: Callable[[str, BaseException | None], None] = _nothing
        self.looked_at: Callable[[], None] = _nothing
        self.priority: Callable[[str], int] = lambda _: 0
        self._deliver = deliver
        self._prepare = prepare
        self._pool = ThreadPoolExecutor(workers, "darkroom")
        self._runs: dict[str, _Run] = {}
        self._hashing: set[int] = set()
        self._at_hand = AtHand(history)
        self.glances = Glances(history, self._at_hand, self._hand_over)
        self.glances.ended = self.update
        self._closed = False

    @property
    def idle(self) -> bool:
        """Whether there is nothing left to do."""
        return not (self._runs or self._hashing or self.glances.busy)

    def update(self) -> None:
        """Stop what is no longer wanted, start what can run."""
        if self._closed:
            return
        self._look_at_sources()
        known = self.history.keys()
        self._drop_unwanted(known)
        wanted = self._wanted(known)
        self._at_hand.release(known, wanted)
        busy = self.glances.update(known) | self._runs.keys()
        for name in sorted(wanted, key=self.priority):
            step = self.history.graph.step(name)
            inputs = None if name in busy else self._at_hand.inputs(step, known)
            if inputs is not None:
                self._start(step, known, inputs)

    def value(self, reference: str) -> Value | None:
        """Return an input or a result as it is now, None where it is not at hand."""
        return self._at_hand.value(reference, self.history.keys())

    def in_background(self, work: Callable[[], None]) -> None:
        """Do something beside the steps, when a thread is free; not at all after `close`."""
        if not self._closed:
            self._pool.submit(work)

    def close(self) -> None:
        """Stop everything; nothing is delivered any more."""
        self._closed = True
        for run in self._runs.values():
            run.stop.set()
        self.glances.close()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _look_at_sources(self) -> None:
        for source in self.history.sources.values():
            if not source.hashed and id(source) not in self._hashing:
                self._hashing.add(id(source))
                self._pool.submit(self._hash, source)

    def _hash(self, source: Source) -> None:
        try:
            _ = source.digest
        except Exception as failure:  # noqa: BLE001 - told where it can be seen
            broken = failure
            self._hand_over(lambda: self._not_hashed(source, broken))
        else:
            self._hand_over(lambda: self._hashed(source))

    def _hashed(self, source: Source) -> None:
        self._hashing.discard(id(source))
        self.looked_at()
        self.update()
        self.history.tell()

    def _not_hashed(self, source: Source, failure: Exception) -> None:
        self._hashing.discard(id(source))
        raise failure

    def _drop_unwanted(self, known: Keys) -> None:
        steps = {step.id: step for step in self.history.graph.steps if step.enabled}
        for run in list(self._runs.values()):
            if run.step.id not in steps or known.steps.get(run.step.id) != run.key:
                run.stop.set()
                self._end(run)

    def _wanted(self, known: Keys) -> list[str]:
        """Return the steps that have to run, those too whose results were forgotten meanwhile."""
        graph, wanted = self.history.graph, set[str]()
        for step in reversed(graph.steps):
            status = self.history.status(step.id)
            if status in (Status.STALE, Status.WAITING, Status.RUNNING) or step.id in wanted:
                wanted.add(step.id)
                wanted |= self._at_hand.forgotten(step, known)
        return [step.id for step in graph.steps if step.id in wanted]

    def _start(self, step: Step, known: Keys, inputs: dict[str, Value]) -> None:
        key = known.steps.get(step.id)
        if key is None:
            return
        run = _Run(step, key)
        self._runs[step.id] = run
        self.history.running[step.id] = 0.0
        sources = {n: self.history.sources[n] for n in inputs if n in self.history.sources}
        self._pool.submit(self._work, run, inputs, sources)
        self.history.tell()

    def _work(self, run: _Run, inputs: dict[str, Value], sources: Mapping[str, Source]) -> None:
        """Run a step; in a thread of the pool."""
        begun = time.perf_counter()
        values, prepared, error, broken = dict[str, Value](), None, "", None
        try:
            values = self._results(run, inputs, sources)
            prepared = self._prepare(run.step, inputs, values)
        except Cancelled:
            return
        except _SourceChangedError as changed:
            name = str(changed)
            self._hand_over(lambda: self._renew(run, name))
            return
        except StepError as failure:
            error = failure.reason
        except Exception as failure:  # noqa: BLE001 - an operation may raise anything; it is told
            error, broken = f"{type(failure).__name__}: {failure}", failure
        done = Done(run.key, error, time.perf_counter() - begun, sum(map(size, values.values())))
        self._hand_over(lambda: self._finish(run, done, values, prepared, broken))

    def _results(
        self, run: _Run, inputs: dict[str, Value], sources: Mapping[str, Source]
    ) -> dict[str, Value]:
        # Before the cache is asked: what it has is the result of the pixels as they were.
        for name, source in sources.items():
            if not source.unchanged:
                raise _SourceChangedError(name)
        kept = self.history.cache.get(run.key)
        if kept is not None:
            return dict(kept)
        named = run_step(run.step, inputs, Job(lambda d, t: self._progress(run, d, t), run.stop))
        names = [output.name for output in find(run.step.op).outputs]
        values = {name: named[f"{run.step.id}.{name}"] for name in names}
        self.history.cache.put(run.key, values)
        return values

    def _progress(self, run: _Run, done: int, total: int) -> None:
        share = done / max(total, 1)
        if share - run.progress >= _STEP_OF_PROGRESS:
            run.progress = share
            self._hand_over(lambda: self._show_progress(run))

    def _show_progress(self, run: _Run) -> None:
        if self._runs.get(run.step.id) is run:
            self.history.running[run.step.id] = run.progress
            self.history.tell()

    def _renew(self, run: _Run, name: str) -> None:
        if self._runs.get(run.step.id) is run:
            self._end(run)
            self.history.renew(name)
            self.update()

    def _finish(
        self, run: _Run, done: Done, values: Values, prepared: Any, broken: Exception | None
    ) -> None:
        if self._runs.get(run.step.id) is not run:
            return
        self._end(run)
        self.history.done[run.step.id] = done
        if not done.error:
            self._at_hand.hold(run.key, values)
            self.arrived(run.step.id, values, prepared)
        self.update()
        self.history.tell()
        if done.error:
            self.failed(run.step.id, broken)

    def _end(self, run: _Run) -> None:
        del self._runs[run.step.id]
        self.history.running.pop(run.step.id, None)

    def _hand_over(self, call: Callable[[], None]) -> None:
        if not self._closed:
            self._deliver(lambda: None if self._closed else call())
