"""Showing first what is seen: frames of results, made beside the steps and before them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from napari_darkroom.core.values import Value
from napari_darkroom.recipe.at_hand import AtHand
from napari_darkroom.recipe.glance import Aim, Glimpse, Outline, Seen
from napari_darkroom.recipe.history import History
from napari_darkroom.recipe.keys import Keys

Deliver = Callable[[Callable[[], None]], None]
# One that is no longer wanted may take a while to stop.
_AT_ONCE = 2


@dataclass
class _Glance:
    """Frames that are being made."""

    aims: Sequence[Aim]
    stop: Event = field(default_factory=Event)


def _nothing(*_: Any) -> None:
    """Do nothing."""


def _see_nothing() -> Mapping[str, Seen]:
    return {}


class Glances:
    """Makes one frame of each result that is seen and out of date, before the whole is made.

    All methods and callbacks run in the owner's thread; only the steps run in another, one of its
    own, so that no long step stands in the way. What is made has no place among results: it goes
    to `arrived` and nowhere else.

    Parameters
    ----------
    history : History
    at_hand : AtHand
    deliver : callable
        Runs a function in the owner's thread, called from any.

    Attributes
    ----------
    seen : callable
        Returns what is seen, by what refers to it.
    arrived : callable
        Called with what refers to a result, and a `Glimpse` of it.
    ended : callable
        Called when there is nothing to wait for any more.
    """

    def __init__(self, history: History, at_hand: AtHand, deliver: Deliver) -> None:
        self.seen: Callable[[], Mapping[str, Seen]] = _see_nothing
        self.arrived: Callable[[str, Glimpse], None] = _nothing
        self.ended: Callable[[], None] = _nothing
        self._history = history
        self._at_hand = at_hand
        self._deliver = deliver
        self._pool = ThreadPoolExecutor(_AT_ONCE, "darkroom-glance")
        self._running: _Glance | None = None
        self._over: set[tuple[Any, ...]] = set()

    @property
    def busy(self) -> bool:
        """Whether a frame is being made."""
        return self._running is not None

    def update(self, known: Keys) -> set[str]:
        """Stop what is no longer wanted, begin with what is; return the steps that shall wait."""
        aims = {aim.identity: aim for aim in self._aims(known)}
        self._over &= aims.keys()
        if self._running is not None and not {a.identity for a in self._running.aims} <= {*aims}:
            self._running.stop.set()
            self._running = None
        new = [aim for identity, aim in aims.items() if identity not in self._over]
        if self._running is None and new:
            self._running = _Glance(new)
            self._pool.submit(self._work, self._running)
        waiting = () if self._running is None else self._running.aims
        return {step.id for aim in waiting for step in aim.steps}

    def close(self) -> None:
        """Stop everything."""
        if self._running is not None:
            self._running.stop.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _aims(self, known: Keys) -> list[Aim]:
        outline = Outline(self._history, self._at_hand, known)
        found = (outline.aim(reference, seen) for reference, seen in self.seen().items())
        return [aim for aim in found if aim is not None]

    def _work(self, glance: _Glance) -> None:
        """Make the frames one after the other; in a thread of its own."""
        made: dict[Any, Mapping[str, Value]] = {}
        for aim in glance.aims:
            try:
                glimpse = None if glance.stop.is_set() else aim.make(made, glance.stop)
            except Exception:  # noqa: BLE001 - the step itself, run on the whole, tells of it
                glimpse = None
            if glimpse is not None:
                self._hand_over(glance, aim.reference, glimpse)
        self._deliver(lambda: self._end(glance))

    def _hand_over(self, glance: _Glance, reference: str, glimpse: Glimpse) -> None:
        def arrived() -> None:
            if self._running is glance:
                self.arrived(reference, glimpse)

        self._deliver(arrived)

    def _end(self, glance: _Glance) -> None:
        if self._running is glance:
            self._running = None
            self._over |= {aim.identity for aim in glance.aims}
            self.ended()
