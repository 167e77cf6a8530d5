"""Which objects the image shows: a choice that changes no pixel."""

from __future__ import annotations

from types import MappingProxyType

from qtpy.QtWidgets import QComboBox

from napari_darkroom.tables.view import Objects, TableView

_TEXTS = MappingProxyType(
    {
        Objects.ALL: "all objects",
        Objects.ROWS: "rows shown",
        Objects.SELECTED: "selected rows",
    }
)


class SeenChoice(QComboBox):
    """Chooses between all objects, those in the rows that are shown, and those selected."""

    def __init__(self) -> None:
        super().__init__()
        self._view: TableView | None = None
        for objects, text in _TEXTS.items():
            self.addItem(text, objects)
        self.setToolTip("Which objects the image shows. The others are hidden, not removed.")
        self.currentIndexChanged.connect(lambda _: self._see())

    def show_view(self, view: TableView | None) -> None:
        """Show what a view has chosen."""
        self._view = view
        if view is not None:
            blocked = self.blockSignals(True)
            self.setCurrentIndex(list(_TEXTS).index(view.objects))
            self.blockSignals(blocked)

    def _see(self) -> None:
        if self._view is not None:
            self._view.see(self.currentData())
