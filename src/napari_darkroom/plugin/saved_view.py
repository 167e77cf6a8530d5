"""Reading how a session was seen; the file may be damaged or of another napari."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from napari_darkroom.plugin.view_state import (
    ACTIVE,
    ASIDE,
    DIGESTS,
    DOCKS,
    FILE,
    INTERMEDIATES,
    LAYERS,
    LINKED,
    LOOK,
    OPENED,
    REFERENCES,
    TABLE,
)
from napari_darkroom.recipe.graph import root


class SavedView:
    """The layers of a saved session by their number, from below, and what else was seen.

    Parameters
    ----------
    view : mapping
        As `view_state.view_of` tells it; what is not as it should be counts as not told.
    """

    def __init__(self, view: Mapping[str, Any]) -> None:
        self.told = view
        layers = view.get(LAYERS)
        self._layers = [one for one in _list(layers) if isinstance(one, dict)]

    def __len__(self) -> int:
        return len(self._layers)

    def references(self, number: int) -> list[str]:
        """Return what a layer has shown one after the other, the last one last."""
        given = _list(self._layers[number].get(REFERENCES))
        return [one for one in given if isinstance(one, str)]

    def showing(self, reference: str) -> int | None:
        """Return the layer that showed something at the end, the topmost of several."""
        return next((n for n in self._from_above() if self.references(n)[-1:] == [reference]), None)

    def begun_with(self, reference: str) -> int | None:
        """Return the layer that showed something at any time, the topmost of several."""
        return next((n for n in self._from_above() if reference in self.references(n)), None)

    def _from_above(self) -> list[int]:
        return list(reversed(range(len(self))))

    def linked(self, number: int) -> list[str]:
        """Return the inputs, tables from files, that tell of a layer."""
        known = _list(self._layers[number].get(LINKED)) if number < len(self) else []
        return [one for one in known if isinstance(one, str)]

    def look(self, number: int) -> Mapping[str, Any]:
        """Return how a layer looked."""
        return _mapping(self._layers[number].get(LOOK)) if number < len(self) else {}

    def files(self) -> dict[int, Mapping[str, Any]]:
        """Return what is told of the layers that no step reads."""
        return {n: one for n, one in enumerate(self._layers) if isinstance(one.get(FILE), str)}

    @property
    def aside(self) -> set[str]:
        """The steps whose results were not shown."""
        return {one for one in _list(self.told.get(ASIDE)) if isinstance(one, str)}

    @property
    def painted_on(self) -> set[str]:
        """The inputs and steps whose layers showed at the end what was painted on them."""
        return {root(one) for n in range(len(self)) for one in self.references(n)[:-1]}

    @property
    def active(self) -> int:
        """The selected layer, below 0 for none."""
        number = self.told.get(ACTIVE)
        return number if isinstance(number, int) else -1

    @property
    def intermediates(self) -> bool:
        """Whether results that others were made of were visible."""
        return bool(self.told.get(INTERMEDIATES, True))

    @property
    def table(self) -> bool:
        """Whether the table was open."""
        return bool(self.told.get(TABLE))

    @property
    def docks(self) -> list[Mapping[str, Any]]:
        """How each dock of tables was set up, the first one first."""
        return [_mapping(one) for one in _list(self.told.get(DOCKS))]

    def title_of(self, table: str) -> str:
        """Return what people called a table that no step reads."""
        return str(_mapping(self.told.get(OPENED)).get(table, table))

    @property
    def digests(self) -> Mapping[str, Any]:
        """The digests of the inputs."""
        return _mapping(self.told.get(DIGESTS))


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}
