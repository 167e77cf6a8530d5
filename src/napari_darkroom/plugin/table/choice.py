"""Which of the tables is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from napari.layers import Layer
from qtpy.QtCore import Signal
from qtpy.QtWidgets import QComboBox

from napari_darkroom.core.values import Table
from napari_darkroom.plugin.showing import tables_of
from napari_darkroom.plugin.table.layer_tables import LayerTables
from napari_darkroom.plugin.table.marking import LOADED_AS, MARKED_OF

if TYPE_CHECKING:
    from napari import Viewer

_NARROWEST, _WIDEST = 160, 185


class TableChoice(QComboBox):
    """Offers the tables of all layers, those of points and tracks too, and those without a layer.

    Parameters
    ----------
    viewer : Viewer
    """

    chosen = Signal()
    """Another table is to be shown, or the same one with other numbers."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__()
        self._viewer = viewer
        self.own = LayerTables(self, viewer)
        self._alone: dict[str, tuple[str, Table]] = {}
        self.layer: Layer | None = None
        self.key = ""
        self._wanted: tuple[Layer | None, str] = (None, "")
        self._expected = ""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumWidth(_NARROWEST)
        self.setMaximumWidth(_WIDEST)
        self.currentIndexChanged.connect(lambda _: self._ask())
        self.currentTextChanged.connect(self.setToolTip)
        self.own.changed.connect(self.refresh)

    @property
    def table(self) -> Table | None:
        """The table that is chosen."""
        return self._table(self.layer, self.key)

    @property
    def identity(self) -> str:
        """The key of the table, or that of the one whose objects were marked in it."""
        return _identity(self.key, self.table)

    @property
    def source(self) -> str:
        """The name of the layer that the table tells of."""
        if self.layer is not None:
            return str(self.layer.name)
        return self._alone[self.key][0] if self.key in self._alone else "table"

    def _table(self, layer: Layer | None, key: str) -> Table | None:
        if layer is not None:
            return tables_of(layer).get(key) or self.own.table(key)
        return self._alone[key][1] if key in self._alone else None

    def set_table(self, layer: Layer, key: str) -> None:
        """Choose one table of a layer."""
        self._wanted, self._expected = (layer, _identity(key, tables_of(layer).get(key))), ""
        self.refresh()

    def expect(self, identity: str) -> None:
        """Choose a table as soon as it is there, whatever layer it comes with."""
        self._expected = identity
        self.refresh()

    def add_alone(self, table: Table, key: str, source: str) -> None:
        """Offer and choose a table that no open layer is told of by; `source` says whose it is."""
        self._alone[key] = (source, table)
        self._wanted = None, _identity(key, table)
        self.refresh()

    def keep_tables(self, layer: Layer) -> None:
        """Offer the tables of a layer that was removed; one that is shown stays so."""
        for key, table in tables_of(layer).items():
            self._alone[key] = (removed(str(layer.name)), table)
        if self._wanted[0] is layer:
            self._wanted = None, self._wanted[1]
        self.refresh()

    def drop_alone(self, key: str) -> None:
        """Offer a table without a layer no longer."""
        if self._alone.pop(key, None) is not None:
            self.refresh()

    def refresh(self) -> None:
        """Offer the tables that there are now."""
        blocked = self.blockSignals(True)
        self.clear()
        for layer in reversed(self._viewer.layers):
            # Further tables of a step, such as that of its changes, stand last.
            for key, table in sorted(tables_of(layer).items(), key=lambda item: "." in item[0]):
                self._offer(f"{layer.name}: {table.name}", layer, key)
        # Measurements first: points may only be what they were measured around.
        for layer in reversed(self._viewer.layers):
            key = self.own.key(layer)
            own = self.own.table(key) if key else None
            if own is not None:
                self._offer(f"{layer.name}: {own.name}", layer, key)
        for key, (source, table) in self._alone.items():
            named = table.name not in ("", source)
            self._offer(f"{source}: {table.name}" if named else source, None, key)
        self.setVisible(self.count() > 0)
        self.setCurrentIndex(max(self._index(), 0))
        # Names of files are long.
        self.setToolTip(self.currentText())
        self.blockSignals(blocked)
        self._choose()

    def _offer(self, title: str, layer: Layer | None, key: str) -> None:
        """Offer a table, unless it is shown with marks, or with a layer again."""
        there = [one for other in self._viewer.layers for one in tables_of(other).items()]
        alone = [(one, table) for one, (_, table) in self._alone.items()]
        marked = {table.metadata.get(LOADED_AS) for _, table in (*there, *alone)}
        back = layer is None and key in dict(there)
        if key not in marked and not back:
            self.addItem(title, (layer, key))

    def _index(self) -> int:
        """Return where the table stands that was asked for last, also if it is marked now."""
        entries = [self.itemData(i) for i in range(self.count())]
        for one, key in entries:
            if self._expected and _identity(key, self._table(one, key)) == self._expected:
                self._wanted, self._expected = (one, self._expected), ""
        layer, identity = self._wanted
        same = [
            i
            for i, (one, key) in enumerate(entries)
            if identity in (key, _identity(key, self._table(one, key)))
        ]
        # Its layer may have been removed, or be back.
        with_layer = [i for i in same if entries[i][0] is layer]
        return next(iter([*with_layer, *same]), -1)

    def _ask(self) -> None:
        self._expected = ""
        self._choose()
        self._wanted = self.layer, self.identity

    def _choose(self) -> None:
        self.layer, self.key = self.currentData() or (None, "")
        self.setToolTip(str(self.currentText()))
        self.chosen.emit()


def removed(source: str) -> str:
    """Return what a layer that was removed is called where its table is offered."""
    return f"{source} (removed)"


def _identity(key: str, table: Table | None) -> str:
    if table is None:
        return key
    return str(table.metadata.get(LOADED_AS) or table.metadata.get(MARKED_OF, key))
