"""From napari's layers to calibrated values, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from napari.layers import Image as ImageLayer
from napari.layers import Labels as LabelsLayer
from napari.layers import Layer
from napari.layers import Points as PointsLayer
from napari.layers import Shapes as ShapesLayer

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.values import (
    Grid,
    Image,
    Kind,
    Labels,
    Mask,
    Points,
    Shapes,
    Value,
)
from napari_darkroom.plugin.colours import colour_limits, given_colours, shown_colours
from napari_darkroom.plugin.drawn import DRAWN, drawn_layer_data, drawn_value
from napari_darkroom.plugin.found import found_in
from napari_darkroom.plugin.placement import (
    RECORD,
    calibration_of,
    layer_calibration,
    place_of,
    placement,
)

LayerData: TypeAlias = tuple[Any, dict[str, Any], str]

# The entry of that record which marks the layer of a live preview.
PREVIEW = "preview"
# The entry of that record with what a reader took of a file with several images or channels.
READ = "read"
# The entry of that record which says that one frame alone is up to date, and the layer no result.
PARTIAL = "partial"
# The entry of that record with the fingerprint of the pixels of a result.
MARK = "mark"
MASK_COLOUR = "#22d3ee"


def is_preview(layer: Layer) -> bool:
    """Whether a layer only shows what an operation would give: it is nobody's input."""
    return bool(layer.metadata.get(RECORD, {}).get(PREVIEW, False))


def kind_of(layer: Layer) -> Kind | None:
    """Return what a layer is to Darkroom: its kind of value; None for other layers."""
    if is_preview(layer):
        return None
    if isinstance(layer, LabelsLayer):
        return "mask" if layer.metadata.get(RECORD, {}).get("kind") == "mask" else "labels"
    if isinstance(layer, ImageLayer):
        return "mask" if np.dtype(layer.dtype) == bool and not layer.rgb else "image"
    if isinstance(layer, PointsLayer):
        return "points"
    return "shapes" if isinstance(layer, ShapesLayer) else None


def check_whole(name: str, metadata: Mapping[str, Any]) -> None:
    """Refuse a layer of which one frame alone is up to date.

    Raises
    ------
    InputError
        If it is such a layer.
    """
    if metadata.get(RECORD, {}).get(PARTIAL, False):
        raise InputError(
            f"{name} is still being computed: what is seen of it is new, the rest is as it was. "
            "Wait until its step is done; the history tells."
        )


def taken_as(layer: Layer, kinds: Sequence[Kind]) -> Kind | None:
    """Return as which of some kinds a layer is taken, None where as none.

    Labels are also taken as a mask: true where there is an object.
    """
    kind = kind_of(layer)
    if kind in kinds:
        return kind
    return "mask" if kind == "labels" and "mask" in kinds else None


def to_value(layer: Layer) -> Value:
    """Return a layer as a calibrated value; the pixels are shared, not copied.

    Raises
    ------
    InputError
        If it is no layer of images, labels, points or shapes.
    """
    attributes, layer_type = layer_attributes(layer), type(layer).__name__.lower()
    if kind_of(layer) in DRAWN:
        found = found_in(layer, layer.metadata.get(RECORD, {}))
        if found is not None:
            return found
        return from_drawn_data(layer.data, attributes, layer_type)
    return from_layer_data(layer.data, attributes, layer_type)


def layer_attributes(layer: Layer) -> dict[str, Any]:
    """Return the attributes of a layer that `from_layer_data` and `from_drawn_data` ask for.

    Raises
    ------
    InputError
        If it is no layer of images, labels, points or shapes.
    """
    if is_preview(layer):
        raise InputError(f"{layer.name} is a preview and no result: run the operation first.")
    if kind_of(layer) is None:
        raise InputError(
            f"{layer.name} is a {type(layer).__name__} layer: choose an Image, Labels, Points or "
            "Shapes layer."
        )
    attributes = {**place_of(layer), "rgb": getattr(layer, "rgb", False)}
    known = {"name": layer.name, "metadata": layer.metadata, "multiscale": layer.multiscale}
    shapes = {"shape_type": list(layer.shape_type)} if isinstance(layer, ShapesLayer) else {}
    return attributes | known | shapes


def layer_white(layer: Layer) -> int | None:
    """Return what white is in an RGB layer, None where only its pixels may tell."""
    white = layer.metadata.get(RECORD, {}).get("white")
    return None if white is None else int(white)


def layer_shape(layer: Layer) -> dict[str, int]:
    """Return the length of an image or labels layer along each of its axes."""
    finest = layer.data[0] if layer.multiscale else layer.data
    return dict(zip(layer_calibration(layer).axes, map(int, finest.shape), strict=False))


def from_layer_data(
    data: Any, attributes: Mapping[str, Any], layer_type: str
) -> Image | Labels | Mask:
    """Return the data and attributes of an image or labels layer as a calibrated value.

    Parameters
    ----------
    data : array or sequence of array
        Of several scales the finest is taken.
    attributes : mapping
        As ``Layer.as_layer_data_tuple`` gives them; what is missing has napari's default.
    layer_type : str
        ``image`` or ``labels``.
    """
    rgb = layer_type == "image" and bool(attributes.get("rgb", False))
    metadata = dict(attributes.get("metadata") or {})
    record = metadata.pop(RECORD, {})
    pixels = given_colours(_pixels(data, bool(attributes.get("multiscale", False))), record)
    calibration = calibration_of(attributes, pixels.ndim - rgb)
    name = str(attributes.get("name") or "")
    if not rgb and (record.get("kind") == "mask" or np.dtype(pixels.dtype) == bool):
        return Mask(
            pixels if np.dtype(pixels.dtype) == bool else pixels != 0, calibration, name, metadata
        )
    if layer_type == "labels":
        return Labels(pixels, calibration, name, metadata)
    channels = tuple(record.get("channels", ()))
    return Image(pixels, calibration, name, metadata, rgb=rgb, channels=channels)


def from_drawn_data(data: Any, attributes: Mapping[str, Any], layer_type: str) -> Points | Shapes:
    """Return the data and attributes of a points or shapes layer as a value.

    Parameters
    ----------
    data : array (n, ndim) or list of array (k, ndim)
        Points, or the vertices of each shape.
    attributes : mapping
        As ``Layer.as_layer_data_tuple`` gives them; what is missing has napari's default.
    layer_type : str
        ``points`` or ``shapes``.
    """
    metadata = dict(attributes.get("metadata") or {})
    metadata.pop(RECORD, None)
    return drawn_value(data, attributes, layer_type, metadata)


def _pixels(data: Any, multiscale: bool) -> Any:
    level = data[0] if multiscale else data
    if isinstance(level, np.ndarray) or hasattr(level, "dask"):
        return level
    if not hasattr(level, "shape"):
        return np.asarray(level)
    # Arrays of zarr and its like have no transpose: dask gives them one, still on demand.
    import dask.array as da

    return da.from_array(level)


def to_layer_data(
    value: Grid | Points | Shapes,
    record: Mapping[str, Any] | None = None,
    white: int | None = None,
    calibration: Calibration | None = None,
) -> LayerData:
    """Return a value as data, attributes and type of a layer that napari can add.

    Parameters
    ----------
    value : Image, Labels, Mask, Points or Shapes
        A mask becomes a labels layer of one colour that comes back as a mask.
    record : mapping, optional
        What Darkroom is to remember of the layer's origin.
    white : int, optional
        What white is in an RGB image; by default its pixels tell.
    calibration : Calibration, optional
        Of the image whose pixels points or shapes are to count; by default they lie in a layer
        whose pixels are units of the world.
    """
    own: dict[str, Any] = {**(record or {}), "kind": value.kind}
    if isinstance(value, Points | Shapes):
        drawn, told = drawn_layer_data(value, calibration)
        return drawn, {**told, "metadata": {**value.metadata, RECORD: own}}, value.kind
    attributes: dict[str, Any] = {"name": value.name or value.kind, **placement(value.calibration)}
    if isinstance(value, Image):
        data, scale = shown_colours(value, white)
        own |= ({"channels": list(value.channels)} if value.channels else {}) | scale
        attributes |= {"rgb": value.rgb, "metadata": {**value.metadata, RECORD: own}}
        attributes |= colour_limits(scale)
        return data, attributes, "image"
    attributes["metadata"] = {**value.metadata, RECORD: own}
    if isinstance(value, Mask):
        return value.data.view(np.uint8), attributes | _mask_appearance(), "labels"
    return value.data, attributes, "labels"


def _mask_appearance() -> dict[str, Any]:
    from napari.utils import DirectLabelColormap

    colours = {None: MASK_COLOUR, 0: "transparent"}
    return {"colormap": DirectLabelColormap(color_dict=colours), "opacity": 0.5}
