"""Undo and redo: the states that something has been in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

State = TypeVar("State")


@dataclass(frozen=True)
class Moment(Generic[State]):
    """A state, and what led to it."""

    title: str
    state: State


class Timeline(Generic[State]):
    """States that never change, in the order in which they came.

    Parameters
    ----------
    state : object
        The first one.
    limit : int
        How many edits can be undone; older ones are forgotten, with all that they hold.
    """

    def __init__(self, state: State, limit: int = 100) -> None:
        self._limit = limit
        self._done: list[Moment[State]] = [Moment("", state)]
        self._undone: list[Moment[State]] = []

    @property
    def now(self) -> State:
        """The present state."""
        return self._done[-1].state

    @property
    def before(self) -> State | None:
        """The state before the last edit, None where there was none."""
        return self._done[-2].state if len(self._done) > 1 else None

    @property
    def undo_title(self) -> str:
        """What undo would take back, empty for nothing."""
        return self._done[-1].title if len(self._done) > 1 else ""

    @property
    def redo_title(self) -> str:
        """What redo would bring back, empty for nothing."""
        return self._undone[-1].title if self._undone else ""

    def do(self, title: str, state: State) -> None:
        """Go on to another state; what was undone is gone."""
        self._done.append(Moment(title, state))
        del self._done[: -self._limit - 1]
        self._undone.clear()

    def amend(self, state: State) -> None:
        """Let the last change have led to another state, as while a slider is dragged."""
        self._done[-1] = Moment(self._done[-1].title, state)
        self._undone.clear()

    def within_reach(self) -> Iterator[State]:
        """Yield the present state and all that undo can go back to."""
        return (moment.state for moment in self._done)

    def revise(self, revised: Callable[[State], State]) -> None:
        """Let every state be another one, those that undo and redo lead to as well."""
        for moments in (self._done, self._undone):
            moments[:] = [Moment(one.title, revised(one.state)) for one in moments]

    def undo(self) -> State:
        """Go back to the state before, where there is one, and return it."""
        if len(self._done) > 1:
            self._undone.append(self._done.pop())
        return self.now

    def drop_undone(self) -> None:
        """Forget what was undone: it cannot come back."""
        self._undone.clear()

    def redo(self) -> State:
        """Go on to the state that was undone last, where there is one, and return it."""
        if self._undone:
            self._done.append(self._undone.pop())
        return self.now
