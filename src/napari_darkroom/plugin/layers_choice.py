"""Choosing several layers: a list that offers only what fits, and follows the layer list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from napari.layers import Layer
from qtpy.QtCore import Qt, Signal
from qtpy.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from napari_darkroom.plugin.layer_choice import layer_name
from napari_darkroom.plugin.present import present

_LINES = 4


class LayersChoice(QListWidget):
    """One or several of the layers that fit, in the order of the layer list from below.

    Parameters
    ----------
    fits, as_mask, optional
        As of `LayerChoice`.
    """

    currentIndexChanged = Signal(int)  # noqa: N815 - as a combo box calls it

    def __init__(
        self,
        fits: Callable[[Layer], bool],
        as_mask: Callable[[Layer], bool],
        *,
        optional: bool = False,
    ) -> None:
        super().__init__()
        self._fits = fits
        self._as_mask = as_mask
        self._optional = optional
        # Whether somebody has chosen: none may be chosen too.
        self._touched = False
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 8)
        self.itemSelectionChanged.connect(self._select)

    def _select(self) -> None:
        self._touched = True
        self.currentIndexChanged.emit(0)

    def refresh(self, layers: Sequence[Layer], preferred: Layer | None = None) -> None:
        """Offer the fitting layers; all are chosen that were.

        Parameters
        ----------
        preferred : Layer, optional
            What is chosen as long as nobody has chosen; where it does not fit and one is needed,
            what was chosen, or the topmost.
        """
        chosen = self.layers()
        fitting = list(filter(self._fits, layers))
        wanted = chosen if self._touched else self._proposed(fitting, preferred)
        self.blockSignals(True)
        self.clear()
        for layer in fitting:
            item = QListWidgetItem(layer_name(layer, self._as_mask(layer)))
            item.setData(Qt.ItemDataRole.UserRole, layer)
            item.setToolTip(layer.name)
            self.addItem(item)
            item.setSelected(any(layer is one for one in wanted))
        self.blockSignals(False)
        if self.layers() != chosen:
            self.currentIndexChanged.emit(0)

    def _proposed(self, fitting: Sequence[Layer], preferred: Layer | None) -> list[Layer]:
        """Return what is chosen before anybody chooses."""
        if any(layer is preferred for layer in fitting):
            return [layer for layer in fitting if layer is preferred]
        if self._optional and preferred is not None:
            return []
        kept = [one for one in self.layers() if any(one is layer for layer in fitting)]
        if kept or self._optional:
            return kept
        return [min(fitting[::-1], key=self._as_mask)] if fitting else []

    def layer(self) -> Layer | None:
        """Return the first of the chosen layers."""
        return next(iter(self.layers()), None)

    def set_layer(self, layer: Layer | None) -> None:
        """Choose this layer alone; one that does not fit is passed over."""
        if layer is None or any(
            item.data(Qt.ItemDataRole.UserRole) is layer for item in self._items()
        ):
            self.set_layers([] if layer is None else [layer])

    def set_layers(self, layers: Sequence[Layer]) -> None:
        """Choose these layers and no others."""
        before = self.layers()
        self.blockSignals(True)
        for item in self._items():
            layer = item.data(Qt.ItemDataRole.UserRole)
            item.setSelected(any(layer is one for one in layers))
        self.blockSignals(False)
        if self.layers() != before:
            self._select()

    def layers(self) -> list[Layer]:
        """Return the chosen layers."""
        chosen = [item for item in self._items() if item.isSelected()]
        return [item.data(Qt.ItemDataRole.UserRole) for item in chosen]

    def _items(self) -> list[QListWidgetItem]:
        return [present(self.item(i)) for i in range(self.count())]
