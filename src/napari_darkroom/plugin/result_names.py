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

# What the list of layers has room for; of longer names it leaves out the middle.
_LONGEST, _LEAST = 26, 12


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
        # The names that layers of results were given here, and what of.
        self._given: dict[str, tuple[str, str]] = {}

    def last(self, reference: str) -> str:
        """Return what the layer of an input or a result was called last, empty for never."""
        return self._last.get(reference, "")

    def remember(self, layer: Layer, reference: str) -> None:
        """Remember the name of a layer that is about to go."""
        self._last[reference] = str(layer.name)

    def forget(self, layer: Layer) -> None:
        """Forget which name a layer had before it got its title."""
        self._titled.pop(str(layer.unique_id), None)
        self._given.pop(str(layer.unique_id), None)

    def keep(self, names: Collection[str]) -> None:
        """Forget the names of all other inputs and steps."""
        self._last = {name: one for name, one in self._last.items() if root(name) in names}

    def new(self, step: Step, reference: str) -> str:
        """Return what a new layer is called: what the pixels show, and what became of them."""
        return self._not_taken(self._wanted(step, reference), None)

    def gave(self, layer: Layer, reference: str) -> None:
        """Remember that a layer has the name that a result gets."""
        self._given[str(layer.unique_id)] = (reference, str(layer.name))

    def follow_sources(self) -> None:
        """Let results whose names were given here follow the names of what they were made of."""
        graph = self._session.history.graph
        steps = {step.id: step for step in graph.steps}
        for layer, _ in list(self._session.bindings.pairs(graph)):
            reference, given = self._given.get(str(layer.unique_id), ("", ""))
            if layer.name != given or root(reference) not in steps:
                continue
            wanted = self._wanted(steps[root(reference)], reference)
            if not _is(given, wanted):
                name = self._not_taken(wanted, layer)
                self._given[str(layer.unique_id)] = (reference, name)
                layer.name = name

    def _wanted(self, step: Step, reference: str) -> str:
        operation = find(step.op)
        noun = reference.partition(".")[2] or operation.noun or operation.title
        became = f"{SEPARATOR}{noun.replace('_', ' ')}"
        return _short(self._source(step), max(_LONGEST - len(became), _LEAST)) + became

    def _source(self, step: Step) -> str:
        """Return what the pixels show: the name of the input, or what somebody called a result."""
        graph, bottom = self._session.history.graph, main_input(step)
        while root(bottom) not in graph.inputs:
            layer = self._session.layer(bottom)
            if layer is not None and self._renamed(layer):
                return str(layer.name)
            bottom = main_input(graph.step(root(bottom)))
        layer = self._session.layer(bottom)
        name = (self.last(bottom) or bottom) if layer is None else str(layer.name)
        return name.partition(SEPARATOR)[0]

    def _renamed(self, layer: Layer) -> bool:
        """Whether somebody has given a result another name than it got here."""
        given = self._given.get(str(layer.unique_id))
        return given is not None and given[1] != layer.name

    def _not_taken(self, name: str, own: Layer | None) -> str:
        others = (one for one in self._session.viewer.layers if one is not own)
        return _not_taken(name, {str(one.name) for one in others})

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


def _is(given: str, wanted: str) -> bool:
    """Whether a name is the wanted one, or that with a number behind it."""
    rest = given.removeprefix(wanted)
    return given.startswith(wanted) and (not rest or rest.strip().isdigit())


def _short(source: str, room: int) -> str:
    """Return a name without its middle where it is longer than there is room for.

    What tells the files of a folder apart stands at their ends more often than at their beginnings.
    """
    if len(source) <= room:
        return source
    beginning = room // 3
    return f"{source[:beginning].rstrip()}…{source[beginning + 1 - room :].lstrip()}"


def _not_taken(name: str, taken: Collection[str]) -> str:
    number, result = 1, name
    while result in taken:
        number += 1
        result = f"{name} {number}"
    return result
