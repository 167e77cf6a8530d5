"""Layers that were taken out of the viewer and may come back as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from napari.layers import Layer

if TYPE_CHECKING:
    from napari import Viewer


class Shelf:
    """Takes layers out of a viewer and gives them back to their place.

    Parameters
    ----------
    viewer : Viewer

    Attributes
    ----------
    moving : bool
        Whether layers come and go by its hand now, not by the user's.
    """

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._layers: list[tuple[int, Layer]] = []
        self.moving = False

    def take(self, layers: Iterable[Layer]) -> None:
        """Take layers out of the viewer, and keep them."""
        for layer in layers:
            self._layers.append((self._viewer.layers.index(layer), layer))
            self.drop(layer)

    def drop(self, layer: Layer) -> None:
        """Take a layer out of the viewer for good."""
        self.moving = True
        try:
            self._viewer.layers.remove(layer)
        finally:
            self.moving = False

    def let_go(self, wanted: Callable[[Layer], bool]) -> list[Layer]:
        """Keep some layers, and return the others, which will not come back."""
        gone = [layer for _, layer in self._layers if not wanted(layer)]
        self._layers = [entry for entry in self._layers if wanted(entry[1])]
        return gone

    def give_back(self, wanted: Callable[[Layer], bool]) -> None:
        """Put layers back into the viewer."""
        for place, layer in reversed([entry for entry in self._layers if wanted(entry[1])]):
            self._layers.remove((place, layer))
            self.moving = True
            try:
                self._viewer.layers.insert(min(place, len(self._viewer.layers)), layer)
            finally:
                self.moving = False
