"""What the layers of results are called."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from napari.layers import Layer

from napari_darkroom.engine.catalog import find
from napari_darkroom.plugin.entry_text import SEPARATOR
from napari_darkroom.recipe.graph import main_input, root
from napari_darkroom.recipe.model import Step

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


class ResultNames:
    """Names layers by what they show, and remembers the names of those that are gone.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._last: dict[str, str] = {}
        self._titled: dict[str, tuple[str, str]] = {}

    def last(self, reference: str) -> str:
        """Return what the layer of an input or a result was called last, empty for never."""
        return self._last.get(reference, "")

    def remember(self, layer: Layer, reference: str) -> None:
        """Remember the name of a layer that is about to go."""
        self._last[reference] = str(layer.name)

    def forget(self, layer: Layer) -> None:
        """Forget which name a layer had before it got its title."""
        self._titled.pop(str(layer.unique_id), None)

    def keep(self, names: Collection[str]) -> None:
        """Forget the names of all other inputs and steps."""
        self._last = {name: one for name, one in self._last.items() if root(name) in names}

    def new(self, step: Step, reference: str) -> str:
        """Return what a new layer is called: what the pixels show, and what became of them."""
        graph, bottom = self._session.history.graph, main_input(step)
        while root(bottom) not in graph.inputs:
            bottom = main_input(graph.step(root(bottom)))
        layer = self._session.layer(bottom)
        source = (self.last(bottom) or bottom) if layer is None else str(layer.name)
        operation = find(step.op)
        noun = reference.partition(".")[2] or operation.noun or operation.title
        name = f"{source.partition(SEPARATOR)[0]}{SEPARATOR}{noun.replace('_', ' ')}"
        return _not_taken(name, {str(one.name) for one in self._session.viewer.layers})

    def follow_titles(self) -> None:
        """Give layers the titles of their steps, and their own name back where undo took one."""
        graph = self._session.history.graph
        titles = {step.id: step.title for step in graph.steps}
        for layer, reference in list(self._session.bindings.pairs(graph)):
            self._follow_title(layer, titles.get(reference, ""))

    def _follow_title(self, layer: Layer, title: str) -> None:
        key, name = str(layer.unique_id), str(layer.name)
        given, before = self._titled.get(key, ("", name))
        if title == given:
            return
        # Who has renamed the layer since does not want the name from before.
        own = before if name == given else name
        if title:
            self._titled[key] = (title, own)
            layer.name = title
        else:
            del self._titled[key]
            layer.name = own


def _not_taken(name: str, taken: Collection[str]) -> str:
    number, result = 1, name
    while result in taken:
        number += 1
        result = f"{name} {number}"
    return result
