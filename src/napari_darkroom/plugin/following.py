"""Following napari's events for as long as somebody wants to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any


class Following:
    """Connections to napari's events that are given up together."""

    def __init__(self) -> None:
        self._ends: list[Callable[[], object]] = []
        self._layer_ends: list[Callable[[], object]] = []

    def follow(
        self, emitters: Iterable[Any], call: Callable[..., None], *, layer: bool = False
    ) -> None:
        """Call something at every event of some emitters.

        Parameters
        ----------
        layer : bool
            Whether these are events of a layer, which may be left alone (`leave_layers`).
        """
        ends = self._layer_ends if layer else self._ends
        for emitter in emitters:
            emitter.connect(call)
            ends.append(partial(emitter.disconnect, call))

    def at_end(self, call: Callable[[], object]) -> None:
        """Call something when all is left."""
        self._ends.append(call)

    def leave_layers(self) -> None:
        """Follow layers no more."""
        while self._layer_ends:
            self._layer_ends.pop()()

    def leave(self) -> None:
        """Follow nothing any more."""
        self.leave_layers()
        while self._ends:
            self._ends.pop()()
