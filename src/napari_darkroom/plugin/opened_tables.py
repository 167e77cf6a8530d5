"""Tables that were opened from files or given by a script: a step can read them like any layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from napari.layers import Layer

from napari_darkroom.core.values import Table
from napari_darkroom.plugin.table.labels_of import labels_of
from napari_darkroom.recipe.history import Source
from napari_darkroom.recipe.model import RecipeInput

if TYPE_CHECKING:
    from napari import Viewer


@dataclass(frozen=True)
class OpenedTable:
    """A table that no step gives.

    Attributes
    ----------
    name : str
        What people call it: the name of its file.
    source : Source
    """

    name: str
    source: Source

    @property
    def declared(self) -> RecipeInput:
        """How a recipe declares it as an input."""
        return RecipeInput(kind="table", description=f"{self.name}.")


class OpenedTables:
    """The tables of a session that no step gives; what a step reads of them becomes an input.

    Parameters
    ----------
    viewer : Viewer
    """

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._tables: dict[str, OpenedTable] = {}
        self._labels: WeakKeyDictionary[Source, Layer] = WeakKeyDictionary()

    def __getitem__(self, key: str) -> OpenedTable:
        return self._tables[key]

    def __contains__(self, key: object) -> bool:
        return key in self._tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def open(self, path: Path, table: Table, *, named_by_hand: bool) -> str:
        """Keep a table that was read from a file; return what names it here.

        One whose columns somebody has named is kept with the record itself: the file alone does
        not give it again.
        """
        source = Source(table, None if named_by_hand else path, manual=named_by_hand)
        return self._keep(f"file {path}", OpenedTable(path.name, source))

    def give(self, table: Table, path: Path | None) -> str:
        """Keep a table that a script has given, read from a file or made by itself."""
        name = table.name or "table" if path is None else path.name
        source = Source(table, path, manual=path is None)
        known = (key for key, one in self._tables.items() if one.source.digest == source.digest)
        return next(known, None) or self._keep(f"given {source.digest}", OpenedTable(name, source))

    def key_of(self, source: Source | None) -> str | None:
        """Return what names the table of a source here, None where it is none of these."""
        return next((key for key, one in self._tables.items() if one.source is source), None)

    def unread(self, sources: Iterable[Source]) -> dict[str, str]:
        """Return what a saved session calls each table that is none of some sources, by its key."""
        read = {id(source) for source in sources}
        keys = [key for key, one in self._tables.items() if id(one.source) not in read]
        return {key: f"opened_{number}" for number, key in enumerate(keys, 1)}

    def bring_back(self, key: str, name: str, table: Table) -> None:
        """Keep a table that a session has brought back: from then on it is of the session."""
        self._keep(key, OpenedTable(name, Source(table, manual=True)))

    def labels(self, source: Source | None) -> Layer | None:
        """Return the open labels whose objects the table of a source tells of."""
        table = None if source is None else source.value
        if source is None or not isinstance(table, Table):
            return None
        known = self._labels.get(source)
        if known is None or known not in self._viewer.layers:
            known = labels_of(self._viewer, table)
            self._labels.pop(source, None)
            if known is not None:
                self._labels[source] = known
        return known

    def link(self, source: Source, layer: Layer) -> None:
        """Note of which labels the table of a source tells, as in a session that is opened."""
        self._labels[source] = layer

    def linked(self, source: Source) -> Layer | None:
        """Return the labels that were found last for the table of a source; none are looked for."""
        return self._labels.get(source)

    def _keep(self, key: str, opened: OpenedTable) -> str:
        self._tables[key] = opened
        return key
