"""What is on the screen, computed before the rest: one frame of results that are out of date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any, TypeAlias, cast

import numpy as np

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.values import GRID_TYPES, Grid, Image, Labels, Mask, Value
from napari_darkroom.engine.catalog import find
from napari_darkroom.engine.framewise import cut, outlined, place
from napari_darkroom.engine.job import Job
from napari_darkroom.engine.memory import available
from napari_darkroom.recipe.at_hand import AtHand
from napari_darkroom.recipe.graph import reads, root
from napari_darkroom.recipe.history import History, Status
from napari_darkroom.recipe.keys import Keys
from napari_darkroom.recipe.model import Step
from napari_darkroom.recipe.run import run_step

# Of the free memory, what the copy of a result may take into which a frame is put.
_SHARE = 4
Picture: TypeAlias = Image | Labels | Mask
_TO_RUN = (Status.STALE, Status.WAITING, Status.RUNNING)


@dataclass(frozen=True)
class Seen:
    """What somebody sees of a result.

    Attributes
    ----------
    value : value
        What is shown now.
    frame : mapping of str to int
        The index that is shown along each axis of which one is shown.
    """

    value: Value
    frame: Mapping[str, int]


@dataclass(frozen=True)
class Glimpse:
    """A result of which one frame is new, and all others as they were before.

    Attributes
    ----------
    value : Image, Labels or Mask
        The frames together. It is no result: nothing is to be made of it, and nothing kept.
    place : tuple of slice
        Where the new frame is.
    key : str
        The key of the whole.
    """

    value: Picture
    place: tuple[slice, ...]
    key: str

    @property
    def frame(self) -> Any:
        """The pixels of the new frame."""
        return self.value.data[self.place]


@dataclass(frozen=True)
class Aim:
    """A frame of one result, and what it takes to make it.

    Attributes
    ----------
    reference : str
        The result.
    key : str
        The key of the whole.
    frame : mapping of str to int
        The index along each axis that is cut.
    steps : tuple of Step
        Those that have to run, in order.
    known : mapping of str to value
        What they read that is there, by reference.
    before : Image, Labels or Mask
        What is shown now.
    """

    reference: str
    key: str
    frame: Mapping[str, int]
    steps: tuple[Step, ...]
    known: Mapping[str, Value]
    before: Picture

    @property
    def identity(self) -> tuple[Any, ...]:
        """What tells it from another one: the same, the same pixels."""
        return (self.reference, self.key, tuple(sorted(self.frame.items())))

    def make(self, made: dict[Any, Mapping[str, Value]], stop: Event) -> Glimpse | None:
        """Run the steps on the frame, in a thread of its own; None where there is no room for it.

        Parameters
        ----------
        made : dict
            Frames of steps that other aims have made already.

        Raises
        ------
        DarkroomError
            If a step fails, or it was stopped.
        """
        if self.before.data.nbytes > available() // _SHARE:
            return None
        frame = tuple(sorted(self.frame.items()))
        known = {name: cut(value, self.frame) for name, value in self.known.items()}
        for step in self.steps:
            if (step.id, frame) not in made:
                made[step.id, frame] = run_step(step, known, Job(stop=stop))
            known |= made[step.id, frame]
        new = cast("Grid", known[self.reference])
        where, pixels = place(self.before, self.frame), np.array(self.before.data)
        pixels[where] = new.data
        return Glimpse(self.before.with_data(pixels), where, self.key)


@dataclass(frozen=True)
class _Drawn:
    """The results of a step without pixels, and along which axes it and all above it walk."""

    results: Mapping[str, Value]
    lone: frozenset[str] | None


class Outline:
    """What results that are out of date would be like, and what makes a frame of them.

    Parameters
    ----------
    history : History
    at_hand : AtHand
    keys : Keys
        As they are now; an outline is good for as long as they are.
    """

    def __init__(self, history: History, at_hand: AtHand, keys: Keys) -> None:
        self._history = history
        self._at_hand = at_hand
        self._keys = keys
        self._drawn: dict[str, _Drawn | None] = {}

    def aim(self, reference: str, seen: Seen) -> Aim | None:
        """Return what makes the frame of a result that is seen.

        None where the whole is needed for it, for what is up to date or will be in no time, and for
        what has still to wait for the whole of something above.
        """
        key = self._keys.values.get(reference)
        before = seen.value
        if key is None or not isinstance(before, Grid) or not self._is_to_run(reference):
            return None
        if not _has_frames(before, seen.frame):
            return None
        steps = self._above(reference)
        for step in steps:
            if step.id not in self._drawn:
                self._drawn[step.id] = self._draw(step)
        whole, lone = self._at(reference)
        if not isinstance(whole, Grid) or not lone or not _alike(whole, before):
            return None
        lengths = dict(zip(whole.calibration.axes, whole.shape, strict=True))
        frame = {n: i for n, i in seen.frame.items() if n in lone and lengths.get(n, 1) > 1}
        if not frame or any(not 0 <= i < lengths[name] for name, i in frame.items()):
            return None
        known = {name: self._whole(name) for step in steps for name in reads(step)}
        there = {name: value for name, value in known.items() if value is not None}
        return Aim(reference, key, frame, tuple(steps), there, before)

    def _is_to_run(self, reference: str) -> bool:
        maker = self._at_hand.maker(reference)
        if maker is None or self._history.status(maker.id) not in _TO_RUN:
            return False
        key = self._keys.steps.get(maker.id)
        return key is not None and key not in self._history.cache

    def _above(self, reference: str) -> list[Step]:
        """Return the steps whose results have to be made for one, in order."""
        needed = {root(reference)}
        for step in reversed(self._history.graph.steps):
            if step.id in needed and self._whole(step.id) is None:
                needed |= {root(name) for name in reads(step)}
            else:
                needed.discard(step.id)
        return [step for step in self._history.graph.steps if step.id in needed]

    def _whole(self, reference: str) -> Value | None:
        return self._at_hand.value(reference, self._keys)

    def _at(self, reference: str) -> tuple[Value | None, frozenset[str] | None]:
        """Return a result, at hand or without pixels, and along which axes it is made by frames."""
        value = self._whole(reference)
        maker = self._at_hand.maker(reference)
        drawn = None if maker is None else self._drawn.get(maker.id)
        if value is not None or drawn is None:
            return value, None
        return drawn.results[self._at_hand.output(reference)], drawn.lone

    def _draw(self, step: Step) -> _Drawn | None:
        """Return what a step gives; None where it needs the whole, or something above does."""
        if not step.enabled:
            return None
        operation, inputs, lone = find(step.op), dict[str, Value](), list[frozenset[str]]()
        for name, given in step.inputs.items():
            # Those that take many are left to the whole: each of the many would be cut alike.
            value, walked = self._at(given) if isinstance(given, str) else (None, None)
            if value is None:
                return None
            inputs[name] = value
            lone += [] if walked is None else [walked]
        try:
            found = outlined(operation, inputs, step.params, step.axes, step.over)
        except DarkroomError:
            # The step itself will tell.
            return None
        return None if found is None else _Drawn(found[0], found[1].intersection(*lone))


def _has_frames(value: Grid, frame: Mapping[str, int]) -> bool:
    lengths = dict(zip(value.calibration.axes, value.shape, strict=True))
    return not value.lazy and any(lengths.get(name, 1) > 1 for name in frame)


def _alike(whole: Grid, before: Grid) -> bool:
    """Whether a frame of one can stand among those of the other."""
    return (
        type(whole) is type(before)
        and whole.kind in GRID_TYPES
        and whole.data.shape == before.data.shape
        and whole.dtype == before.dtype
        and whole.calibration.axes == before.calibration.axes
    )
