"""Results that others were made of: hidden where they would be in the way of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from napari.layers import Layer

from napari_darkroom.plugin.layers import kind_of
from napari_darkroom.recipe.graph import main_input, root
from napari_darkroom.recipe.model import Step

if TYPE_CHECKING:
    from napari_darkroom.plugin.session import Session


class Intermediates:
    """Hides and shows the layers of results that others were made of.

    Parameters
    ----------
    session : Session

    Attributes
    ----------
    visible : bool
        Whether they are to be seen, all together.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.visible = True
        # Layers that were hidden because others were made of them, and whether they are so now.
        self._hidden: dict[str, bool] = {}

    def show(self, on: bool) -> None:
        """Show or hide the layers of all of them."""
        self.visible = on
        self._hidden.clear()
        for layer, reference in list(self._session.bindings.pairs(self._session.history.graph)):
            if self._holds(reference):
                layer.visible = on
                if not on:
                    self._hidden[str(layer.unique_id)] = True

    def hide_mask_of(self, step: Step, objects: Layer) -> None:
        """Hide the mask that a step made objects of: its colour would be seen through theirs."""
        graph, source = self._session.history.graph, main_input(step)
        mask = self._session.layer(source)
        if mask is None or root(source) in graph.inputs or not mask.visible:
            return
        if (kind_of(mask), kind_of(objects)) == ("mask", "labels"):
            self._hidden[str(mask.unique_id)] = True
            mask.visible = False

    def follow(self) -> None:
        """Show what was hidden and is the last one now, as after an undo."""
        for layer, reference in list(self._session.bindings.pairs(self._session.history.graph)):
            key, hide = str(layer.unique_id), self._holds(reference)
            if key in self._hidden and self._hidden[key] != hide:
                self._hidden[key] = hide
                layer.visible = not hide

    def forget(self, layer: Layer) -> None:
        """Hide a layer no more."""
        self._hidden.pop(str(layer.unique_id), None)

    def _holds(self, reference: str) -> bool:
        """Whether something that is seen was made of a result."""
        graph = self._session.history.graph
        below = [one for one in graph.below(reference) if graph.kinds[one] != "table"]
        return bool(below) and root(reference) not in graph.inputs
