"""Which layer shows what: by the identity of layers, never by their names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from napari.layers import Layer

from napari_darkroom.recipe.graph import Graph, root

if TYPE_CHECKING:
    from napari import Viewer


class Bindings:
    """The layers of a viewer and the inputs and results that they show.

    A layer may have shown several things one after the other: painting on a result makes it show
    the corrected one. Of those that the graph has now it shows the last, so that undo and redo
    need no book-keeping.

    Parameters
    ----------
    viewer : Viewer
    """

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._shown: dict[str, list[str]] = {}
        self._results: set[str] = set()

    def own(self, layer: Layer) -> None:
        """Note that a layer was made to show a result."""
        self._results.add(str(layer.unique_id))

    def bind(self, layer: Layer, reference: str) -> None:
        """Let a layer show an input, or an output of a step."""
        shown = self._shown.setdefault(str(layer.unique_id), [])
        if reference in shown:
            shown.remove(reference)
        shown.append(reference)

    def forget(self, layer: Layer) -> None:
        """Let a layer show nothing."""
        self._shown.pop(str(layer.unique_id), None)
        self._results.discard(str(layer.unique_id))

    def keep(self, names: Collection[str]) -> None:
        """Forget all that layers have shown, save inputs and steps of some names."""
        for key, shown in list(self._shown.items()):
            self._shown[key] = [one for one in shown if root(one) in names]

    def references(self, layer: Layer) -> list[str]:
        """Return all that a layer has shown, the last one last."""
        return list(self._shown.get(str(layer.unique_id), []))

    def is_result(self, layer: Layer) -> bool:
        """Whether a layer was made to show a result, and not brought by the user."""
        return str(layer.unique_id) in self._results

    def taken_over(self, reference: str, graph: Graph) -> bool:
        """Whether a layer that has shown something shows what was made of it now."""
        return any(
            shown != reference and reference in self.references(layer)
            for layer, shown in self.pairs(graph)
        )

    def reference(self, layer: Layer, graph: Graph) -> str | None:
        """Return what a layer shows, None where that is nothing of the graph."""
        for reference in reversed(self._shown.get(str(layer.unique_id), [])):
            if root(reference) in graph.names:
                return reference
        return None

    def layer(self, reference: str, graph: Graph) -> Layer | None:
        """Return the layer of the viewer that shows something, the topmost of several."""
        for layer, shown in self.pairs(graph):
            if shown == reference:
                return layer
        return None

    def pairs(self, graph: Graph) -> Iterator[tuple[Layer, str]]:
        """Yield the bound layers of the viewer, from above, and what they show."""
        for layer in reversed(self._viewer.layers):
            reference = self.reference(layer, graph)
            if reference is not None:
                yield layer, reference

    def state(self, graph: Graph) -> Mapping[str, str]:
        """Return what each layer shows, by its name, for a file."""
        return {layer.name: reference for layer, reference in self.pairs(graph)}
