"""Choosing layers: combo boxes that offer only what fits, and follow the layer list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from napari.layers import Layer
from qtpy.QtCore import Qt
from qtpy.QtGui import QFontMetrics, QPaintEvent
from qtpy.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from napari_darkroom.plugin.present import present

_NOTHING = "none"
_LINES = 4


class LayerChoice(QComboBox):
    """One of the layers that fit; the choice stays when others come, go or are renamed.

    What was chosen for want of another, the topmost that is seen, stays until one is preferred or
    comes, as the result of the step before does that was still at work.

    Parameters
    ----------
    fits : callable
        Whether a layer may be chosen.
    as_mask : callable
        Whether a fitting layer is none of the wanted kind, but taken as a mask.
    optional : bool
        Whether nothing may be chosen.
    """

    def __init__(
        self,
        fits: Callable[[Layer], bool],
        as_mask: Callable[[Layer], bool] = lambda _: False,
        *,
        optional: bool = False,
    ) -> None:
        super().__init__()
        self._fits = fits
        self._as_mask = as_mask
        self._optional = optional
        # Whether somebody has chosen, and whether somebody has or what was preferred is chosen.
        self._asked = self._meant = False
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        present(self.view()).setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._description = ""
        self.currentIndexChanged.connect(lambda _: self._say_layer_name())
        self.activated.connect(lambda _: self._mean())

    def _mean(self) -> None:
        self._asked = self._meant = True

    def setToolTip(self, text: str | None) -> None:  # noqa: N802 - Qt's name
        """Say what is chosen here; the full name of the layer stands above it."""
        self._description = text or ""
        self._say_layer_name()

    def _say_layer_name(self) -> None:
        name = escape(str(self.currentText()))
        super().setToolTip("<br>".join(filter(None, [name, self._description])))

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        """Paint the name with its middle left out where it is too long: names differ at the end."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style, part = present(self.style()), QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        text = option.currentText or self.placeholderText()
        option.currentText = elided(text, option.fontMetrics, room.width())
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def refresh(
        self,
        layers: Sequence[Layer],
        preferred: Layer | None = None,
        taken: Layer | None = None,
    ) -> None:
        """Offer the fitting layers, the topmost first, and last those taken as a mask.

        Parameters
        ----------
        preferred : Layer, optional
            What is chosen where nothing was before, or nothing that was meant.
        taken : Layer, optional
            What is chosen for another input: here too only where somebody says so, or nothing else
            fits.
        """
        chosen = self.layer()
        fitting = sorted(filter(self._fits, reversed(layers)), key=self._as_mask)
        others = [one for one in fitting if one is not taken]
        free = others if any(not self._as_mask(one) for one in others) else fitting
        arrived = self._arrived(free)
        self.blockSignals(True)
        self.clear()
        if self._optional:
            self.addItem(_NOTHING, None)
        for layer in fitting:
            name = layer_name(layer, self._as_mask(layer))
            self.addItem(name, layer)
            self.setItemData(self.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        self.setEnabled(self.count() > 0)
        if preferred is not None and self._as_mask(preferred):
            # Nobody asked for it, and nothing may be chosen, or something is.
            preferred = None if self._optional or chosen in fitting else preferred
        wanted = preferred if _among(preferred, others) else arrived
        before = chosen if chosen is None or _among(chosen, free) else None
        self._asked = self._asked and chosen in fitting
        kept = self._asked or (self._meant and _among(chosen, free))
        self._choose(chosen if kept else wanted, before, free)
        self.blockSignals(False)
        self._say_layer_name()
        if self.layer() is not chosen:
            self.currentIndexChanged.emit(self.currentIndex())

    def _arrived(self, fitting: Sequence[Layer]) -> Layer | None:
        """Return the topmost of those that are seen, of the wanted kind, and were not there."""
        known = {id(self.itemData(i)) for i in range(self.count())}
        new = (one for one in fitting if id(one) not in known and not self._as_mask(one))
        return next((one for one in new if one.visible), None) if known else None

    def _choose(self, wanted: Layer | None, before: Layer | None, free: Sequence[Layer]) -> None:
        """Choose what is wanted, else what was before, else the topmost of those that are seen."""
        index = self._index(wanted)
        self._meant = index >= 0
        last = -1 if before is None else self._index(before)
        kept = index if index >= 0 else last
        self.setCurrentIndex(kept if kept >= 0 else self._usual(free))

    def _usual(self, free: Sequence[Layer]) -> int:
        """Return what is chosen for want of better: of the wanted kind, and seen if one is."""
        offered = [self.itemData(i) for i in range(self.count())]
        left = [i for i, one in enumerate(offered) if one is None or _among(one, free)]
        own = [i for i in left if offered[i] is None or not self._as_mask(offered[i])]
        places = own or left
        seen = (i for i in places if offered[i] is None or offered[i].visible)
        return next(seen, next(iter(places), -1))

    def _index(self, layer: Layer | None) -> int:
        return next((i for i in range(self.count()) if self.itemData(i) is layer), -1)

    def layer(self) -> Layer | None:
        """Return the chosen layer."""
        return self.currentData()

    def set_layer(self, layer: Layer | None) -> None:
        """Choose a layer; one that does not fit is passed over."""
        index = self._index(layer)
        if index >= 0:
            self._mean()
            self.setCurrentIndex(index)

    def set_layers(self, layers: Sequence[Layer]) -> None:
        """Choose the first of some layers, none where there is none."""
        self.set_layer(next(iter(layers), None))

    def layers(self) -> list[Layer]:
        """Return the chosen layer in a list, an empty one for none."""
        layer = self.layer()
        return [] if layer is None else [layer]


def _among(layer: Layer | None, layers: Sequence[Layer]) -> bool:
    return any(layer is one for one in layers)


def layer_name(layer: Layer, as_mask: bool) -> str:
    """Return what a layer is called among those that may be chosen."""
    return f"{layer.name} (as mask)" if as_mask else str(layer.name)


def elided(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return a text whose middle is left out where it is wider than `width`."""
    return str(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width))


def watch_layers(viewer: Any, widget: QWidget, refresh: Callable[[], None]) -> None:
    """Call `refresh` whenever layers come, go, move or are renamed, as long as `widget` lives."""
    events = viewer.layers.events
    emitters = [events.inserted, events.removed, events.reordered, events.renamed]

    def changed(event: Any = None) -> None:
        refresh()

    def forget(_: Any = None) -> None:
        for emitter in emitters:
            emitter.disconnect(changed)

    for emitter in emitters:
        emitter.connect(changed)
    widget.destroyed.connect(forget)
