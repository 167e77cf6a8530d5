"""Choosing what stands for an input that was made by hand."""

from __future__ import annotations

from collections.abc import Sequence

from napari.layers import Layer
from qtpy.QtWidgets import QComboBox

from napari_darkroom.plugin.layers import taken_as
from napari_darkroom.recipe.model import RecipeInput

_KEPT, _OFF = "kept", "off"


class ManualChoice(QComboBox):
    """What was made by hand, as it was kept; a layer in its place; or doing without it.

    Parameters
    ----------
    declared : RecipeInput
    kept : bool
        Whether its file lies beside the recipe.
    users : sequence of str
        The steps that read it, where they can be switched off.
    """

    def __init__(self, declared: RecipeInput, kept: bool, users: Sequence[str]) -> None:
        super().__init__()
        self._declared = declared
        self._fits = False
        self._has_file = kept
        self.setPlaceholderText("choose…")
        if kept:
            self.addItem("", _KEPT)
        if users:
            self.addItem(f"switch off {', '.join(users)}", _OFF)
        self.setCurrentIndex(-1)
        self.say_whether_made_on_these(False)

    def say_whether_made_on_these(self, fits: bool) -> None:
        """Say whether it was made on the images that are chosen; if so, take it without asking."""
        if self._has_file:
            self.setItemText(0, "as it was made" if fits else "use anyway (another image)")
        changed, self._fits = fits != self._fits, fits
        if self._has_file and changed and (fits or self.kept):
            self.setCurrentIndex(0 if fits else -1)

    def refresh(self, layers: Sequence[Layer]) -> None:
        """Offer the layers that fit."""
        chosen = self.layer
        self.blockSignals(True)
        for index in reversed(range(self.count())):
            if isinstance(self.itemData(index), Layer):
                self.removeItem(index)
        fitting = [one for one in reversed(layers) if taken_as(one, (self._declared.kind,))]
        for number, layer in enumerate(fitting):
            self.insertItem(number + self._has_file, f"the layer {layer.name}", layer)
            if layer is chosen:
                self.setCurrentIndex(number + self._has_file)
        self.blockSignals(False)

    @property
    def decided(self) -> bool:
        """Whether something is chosen."""
        return self.currentIndex() >= 0

    @property
    def fits(self) -> bool:
        """Whether it was made on the images that are chosen."""
        return self._fits

    @property
    def kept(self) -> bool:
        """Whether the file beside the recipe is taken."""
        return bool(self.currentData() == _KEPT) if self.layer is None else False

    @property
    def off(self) -> bool:
        """Whether the steps that read it are switched off."""
        return bool(self.currentData() == _OFF) if self.layer is None else False

    @property
    def layer(self) -> Layer | None:
        """The layer that is chosen."""
        data = self.currentData()
        return data if isinstance(data, Layer) else None
