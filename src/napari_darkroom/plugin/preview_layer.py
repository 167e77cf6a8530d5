"""The one layer that shows a live preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Layer
from numpy.typing import NDArray

from napari_darkroom.core.values import Image, Labels, Mask
from napari_darkroom.plugin.appearance import contrast, image_appearance, value_range
from napari_darkroom.plugin.colours import white_of
from napari_darkroom.plugin.layers import PREVIEW, is_preview, layer_white, to_layer_data
from napari_darkroom.plugin.placement import RECORD, placement

if TYPE_CHECKING:
    from napari import Viewer
    from napari.components import LayerList

NAME = "Preview"
# These would mix the preview with what it is to stand for.
_MIXING = ("additive", "minimum", "multiplicative")


class PreviewLayer:
    """A layer above the input that shows what an operation would give; updated in place.

    What is selected in the layer list stays selected.

    Parameters
    ----------
    viewer : Viewer
        Other previews in it are taken away when this one is shown.

    Attributes
    ----------
    layer : Layer or None
    adding : bool
        Whether it is just being put into the layer list, whose followers are told of it.
    """

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.layer: Layer | None = None
        self.adding = False
        self._placed: dict[str, Any] = {}

    @property
    def shown(self) -> bool:
        """Whether the layer is in the viewer."""
        return self.layer is not None and self.layer in self.viewer.layers

    def show(self, value: Image | Labels | Mask, like: Layer) -> Layer:
        """Show a value above all layers, looking like a result made of one of them."""
        named = replace(value, name=NAME, metadata={})
        data, attributes, type_ = to_layer_data(named, {PREVIEW: True}, _white(value, like))
        # An array of its own, to be written into: others may hold the value.
        data = np.array(data)
        layer = self.layer
        if layer is None or not self.shown or not _fits(layer, type_, value):
            self.remove()
            layer = self._add(data, attributes, type_, value, like)
        else:
            self._update(layer, data, attributes, value, like)
        if not layer.visible:
            layer.visible = True
        return layer

    def hide(self, hidden: bool) -> None:
        """Let see what is under the preview, or the preview again."""
        if self.layer is not None:
            self.layer.visible = not hidden

    def remove(self) -> None:
        """Take the layer out of the viewer."""
        layer, self.layer = self.layer, None
        if layer is not None and layer in self.viewer.layers:
            self.viewer.layers.remove(layer)

    def _add(
        self,
        data: Any,
        attributes: dict[str, Any],
        type_: str,
        value: Image | Labels | Mask,
        like: Layer,
    ) -> Layer:
        if isinstance(value, Image) and not value.rgb:
            attributes |= image_appearance(like, value_range(value))
            if str(attributes.get("blending")) in _MIXING:
                attributes["blending"] = "translucent_no_depth"
        layers = self.viewer.layers
        for other in [one for one in layers if is_preview(one)]:
            layers.remove(other)
        self.layer = layer = Layer.create(data, attributes, type_)
        self._placed = placement(value.calibration)
        self.adding = True
        _put_on_top(layers, layer)
        self.adding = False
        return layer

    def _update(
        self,
        layer: Layer,
        data: Any,
        attributes: Mapping[str, Any],
        value: Image | Labels | Mask,
        like: Layer,
    ) -> None:
        _put(layer, np.asarray(data))
        placed = placement(value.calibration)
        for name, setting in placed.items():
            if not _same(setting, self._placed.get(name)):
                setattr(layer, name, _given(name, setting, layer.ndim))
        self._placed = placed
        limits = attributes.get("contrast_limits")
        if isinstance(value, Image) and not value.rgb:
            limits = contrast(like, value_range(value))
            colormap = getattr(like, "colormap", layer.colormap)
            if colormap != layer.colormap:
                layer.colormap = colormap
        if limits is not None and list(limits) != list(layer.contrast_limits):
            layer.contrast_limits_range = limits
            layer.contrast_limits = limits
        record = attributes["metadata"][RECORD]
        if record != layer.metadata.get(RECORD):
            layer.metadata = {**layer.metadata, RECORD: record}


def _put(layer: Layer, data: NDArray[Any]) -> None:
    """Give a layer other pixels; in place where they fit, which spares the viewer much work."""
    if data.shape == layer.data.shape and data.dtype == layer.data.dtype:
        layer.data[...] = data
        layer.refresh(thumbnail=False, extent=False)
    else:
        layer.data = data


def _put_on_top(layers: LayerList, layer: Layer) -> None:
    """Put a layer above all others, with the selection as it was."""
    selection = layers.selection
    chosen, active = set(selection), selection.active
    with selection.events.blocker_all():
        layers.append(layer)
        selection.active = active
        selection.update(chosen)
        selection.discard(layer)


def _white(value: Image | Labels | Mask, like: Layer) -> int | None:
    """Return what white is in a preview of colours: as in its input, unless the scale shrank."""
    if not (isinstance(value, Image) and value.rgb):
        return None
    white = layer_white(like)
    if white is None and np.dtype(like.dtype).kind == "u":
        white = white_of(Image.of(np.zeros((1, 1, 3), like.dtype), rgb=True))
    if white is not None and white > 1 and value.dtype.kind == "f" and np.max(value.data) <= 1:
        return None
    return white


def _fits(layer: Layer, type_: str, value: Image | Labels | Mask) -> bool:
    same_kind = layer.metadata.get(RECORD, {}).get("kind") == value.kind
    same_colours = not isinstance(value, Image) or layer.rgb == value.rgb
    same_type = type(layer).__name__.lower() == type_
    return same_kind and same_type and same_colours and layer.ndim == value.calibration.ndim


def _same(setting: Any, other: Any) -> bool:
    if setting is None or other is None:
        return setting is other
    return bool(np.array_equal(setting, other))


def _given(name: str, setting: Any, ndim: int) -> Any:
    if setting is not None:
        return setting
    return np.eye(ndim + 1 if name == "affine" else ndim)
