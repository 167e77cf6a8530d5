"""Choosing a table of the session as the input of an operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from napari.layers import Layer
from qtpy.QtWidgets import QComboBox

from napari_darkroom.core.values import Table
from napari_darkroom.plugin.session import Session
from napari_darkroom.recipe.graph import main_input, root

if TYPE_CHECKING:
    from napari import Viewer

_NOTHING = "none"
_EMPTY = "no table: measure something, or open one"


class TableInputChoice(QComboBox):
    """One of the tables of the session, those of steps first, the newest on top.

    It stands among the choices of layers, and has none.

    Parameters
    ----------
    viewer : Viewer
    optional : bool
        Whether nothing may be chosen.
    """

    def __init__(self, viewer: Viewer, *, optional: bool) -> None:
        super().__init__()
        self._viewer = viewer
        self._optional = optional
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setPlaceholderText(_EMPTY)

    def refresh(self, layers: Sequence[Layer], preferred: Layer | None = None) -> None:
        """Offer the tables that there are now; the choice stays where it can."""
        del layers, preferred
        chosen, offered = self.reference(), self._offered()
        if offered == [(self.itemText(i), self.itemData(i)) for i in range(self.count())]:
            return
        self.blockSignals(True)
        self.clear()
        for name, reference in offered:
            self.addItem(name, reference)
        self.setCurrentIndex(max(self.findData(chosen), 0) if offered else -1)
        self.setEnabled(bool(offered))
        self.blockSignals(False)
        if self.reference() != chosen:
            self.currentIndexChanged.emit(self.currentIndex())

    def _offered(self) -> list[tuple[str, str | None]]:
        session = Session.of(self._viewer)
        graph, sources = session.history.graph, session.history.sources
        found = [name for name, kind in graph.kinds.items() if kind == "table"]
        # The first output of a step has its name too.
        own = [name for name in found if root(name) == name or root(name) not in found]
        # What was opened is offered once, whether a step reads it already or not.
        own = [name for name in own if session.opened.key_of(sources.get(name)) is None]
        names = [*own, *session.opened][::-1]
        names.sort(key=lambda name: name not in graph.kinds)
        named: list[tuple[str, str | None]] = [(self._name(session, one), one) for one in names]
        return [(_NOTHING, None), *named] if self._optional else named

    def _name(self, session: Session, reference: str) -> str:
        graph = session.history.graph
        if reference in session.opened or root(reference) in graph.inputs:
            return session.title(reference)
        measured = session.title(main_input(graph.step(root(reference))))
        return f"{measured}: {session.title(reference)}"

    def reference(self) -> str | None:
        """Return what names the chosen table in the record, None for none."""
        data = self.currentData()
        return None if data is None else str(data)

    def set_reference(self, reference: str) -> None:
        """Choose a table; one that there is not is passed over."""
        session = Session.of(self._viewer)
        opened = session.opened.key_of(session.history.sources.get(reference))
        index = self.findData(opened or reference)
        if index >= 0:
            self.setCurrentIndex(index)

    def table(self) -> Table | None:
        """Return the chosen table, None while it is not there."""
        reference = self.reference()
        if reference is None:
            return None
        session = Session.of(self._viewer)
        if reference in session.opened:
            value: object = session.opened[reference].source.value
        else:
            value = session.scheduler.value(reference)
        return value if isinstance(value, Table) else None

    def layer(self) -> Layer | None:
        """Return no layer."""
        return None

    def set_layer(self, layer: Layer | None) -> None:
        """Pass a layer over."""

    def layers(self) -> list[Layer]:
        """Return no layers."""
        return []
