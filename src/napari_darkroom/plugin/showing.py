"""Results as layers: made in the thread of the step, put into the viewer in the main one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Image as ImageLayer
from napari.layers import Labels as LabelsLayer
from napari.layers import Layer

from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.fingerprint import fingerprint, pixel_mark
from napari_darkroom.core.points import Points
from napari_darkroom.core.shapes import Shapes
from napari_darkroom.core.values import Grid, Image, Table, Value
from napari_darkroom.plugin.appearance import Range, contrast, image_appearance, value_range
from napari_darkroom.plugin.found import FOUND, fits_found, found_attributes, put_found
from napari_darkroom.plugin.layers import MARK, LayerData, is_preview, kind_of, to_layer_data
from napari_darkroom.plugin.painting import shows
from napari_darkroom.plugin.placement import (
    OWN_PLACE,
    RECORD,
    calibration_of,
    layer_calibration,
    placed,
    placement,
    shown_at,
)

if TYPE_CHECKING:
    import pandas as pd
    from napari import Viewer


# What the record of a layer tells of the result that it shows.
_OF_RESULTS = ("reference", "session", "layer", "limits", FOUND, MARK)


# The ways to blend that leave little of what lies below.
_OPAQUE = ("opaque", "translucent", "translucent_no_depth")

# Of features with a row for every number up to the largest.
_MOST_CELLS = 5_000_000


@dataclass(frozen=True)
class Picture:
    """One result, ready to be a layer.

    Attributes
    ----------
    value : value
        What was computed.
    layer_data : (data, attributes, type) or None
        Of the layer, with pixels of its own where one can paint on them.
    extent : (float, float) or None
        Smallest and largest grey value.
    remark : str
        What is told of the result in the history.
    mark : str
        The fingerprint of its pixels, or of points and shapes.
    grid : Calibration, optional
        Of the image whose pixels the layer of points and shapes counts.
    """

    value: Value
    layer_data: LayerData | None = None
    extent: Range | None = None
    remark: str = ""
    mark: str = ""
    grid: Calibration | None = None


def picture(
    value: Value,
    white: int | None,
    origin: Mapping[str, Any],
    remark: str = "",
    grid: Calibration | None = None,
) -> Picture:
    """Return a result ready to be shown; for the thread that computed it.

    Parameters
    ----------
    white : int, optional
        What white is in an RGB image.
    origin : mapping
        What made it.
    remark : str
        What is told of it in the history.
    grid : Calibration, optional
        Of the image that points or shapes were found in.
    """
    value = replace(value, metadata={**value.metadata, "provenance": dict(origin)})
    if isinstance(value, Points | Shapes):
        return _found_picture(value, remark, grid)
    if isinstance(value, Table):
        return Picture(value, remark=remark)
    if isinstance(value, Image):
        data, attributes, type_ = to_layer_data(value, white=white)
    else:
        # One can paint on it, and the result itself stays as it was computed.
        own = value.with_data(value.data.copy())
        data, attributes, type_ = to_layer_data(own)
    layer_data = (data, attributes, type_)
    return Picture(value, layer_data, value_range(value), remark, pixel_mark(value))


def _found_picture(value: Points | Shapes, remark: str, grid: Calibration | None) -> Picture:
    # They are known by the very value: a layer rounds, and knows no units of columns.
    data, attributes, type_ = to_layer_data(value, {FOUND: value}, calibration=grid)
    layer_data = (data, found_attributes(value, attributes), type_)
    return Picture(value, layer_data, remark=remark, mark=fingerprint(value), grid=grid)


def new_layer(shown: Picture, name: str, like: Layer | None) -> Layer:
    """Return a new layer that shows a result, looking like the one that it was made of."""
    data, attributes, layer_type = _layer_data(shown)
    if isinstance(shown.value, Image) and not shown.value.rgb:
        attributes = attributes | image_appearance(like, shown.extent)
    if isinstance(shown.value, Grid):
        attributes = placed(attributes, shown_at(shown.value.calibration, like))
    return Layer.create(data, {**attributes, "name": name}, layer_type)


def insert_layer(viewer: Viewer, layer: Layer, like: Layer | None) -> None:
    """Put a layer above the one that it was made of, and above all that would hide it.

    One that is shown beside its image comes into view.
    """
    layers = viewer.layers
    lowest = layers.index(like) + 1 if like in layers else len(layers)
    hiding = [n + 1 for n, one in enumerate(layers) if n >= lowest and _hides(one, layer)]
    layers.insert(max(hiding, default=lowest), layer)
    if OWN_PLACE in layer.metadata.get(RECORD, {}):
        viewer.fit_to_view()


def _hides(above: Layer, layer: Layer) -> bool:
    """Whether nothing, or less, would be seen of a new layer under another one."""
    if not above.visible or is_preview(above):
        return False
    opaque = isinstance(above, ImageLayer) and str(above.blending) in _OPAQUE
    return opaque or (isinstance(above, LabelsLayer) and isinstance(layer, LabelsLayer))


def fits(layer: Layer, value: Value) -> bool:
    """Whether a layer can show a value in place of what it shows."""
    if isinstance(value, Points | Shapes):
        return fits_found(layer, value)
    if not isinstance(value, Grid):
        return False
    same_kind = type(layer).__name__ == ("Image" if isinstance(value, Image) else "Labels")
    same_colours = not isinstance(value, Image) or layer.rgb == value.rgb
    return same_kind and same_colours and layer.ndim == value.calibration.ndim


def update_layer(layer: Layer, shown: Picture, like: Layer | None) -> None:
    """Show a result in a layer that is there.

    Pixels that one can paint on are left alone where they are the same, and so is the layer's own
    undo.
    """
    data, attributes, _ = _layer_data(shown)
    value = shown.value
    if isinstance(value, Points | Shapes):
        put_found(layer, value, shown.grid)
        _place(layer, {name: attributes[name] for name in placement(layer_calibration(layer))})
        return
    if not isinstance(value, Grid):
        return
    if isinstance(value, Image) or not shows(layer, value):
        layer.data = data
    _place(layer, placed({"metadata": layer.metadata}, shown_at(value.calibration, like)))
    record = layer.metadata.get(RECORD, {})
    untouched = isinstance(value, Image) and _limits(layer) == record.get("limits")
    limits = attributes.get("contrast_limits", contrast(like, shown.extent))
    if untouched and limits is not None:
        layer.contrast_limits_range = shown.extent or limits
        layer.contrast_limits = limits


def _place(layer: Layer, wanted: Mapping[str, Any]) -> None:
    """Put a layer where it belongs, if it is not there."""
    if layer_calibration(layer) == calibration_of(wanted, layer.ndim):
        return
    # For each attribute that is set napari takes the whole slice anew.
    for name, setting in wanted.items():
        setattr(layer, name, _identity(name, layer.ndim) if setting is None else setting)


def draw(layer: Layer, value: Value) -> None:
    """Show in a layer of drawings, points or painted labels a value of its kind."""
    if not isinstance(value, Grid | Points | Shapes):
        raise TypeError(f"{type(value).__name__} cannot be drawn.")
    _take_origin(layer, value)
    data, attributes, layer_type = to_layer_data(value)
    if layer_type == "shapes":
        types = attributes.get("shape_type", [])
        layer.data = list(zip(data, types, strict=True)) if len(types) == len(data) else data
    else:
        layer.data = np.array(data)


def _take_origin(layer: Layer, value: Grid | Points | Shapes) -> None:
    """Forget that a layer has shown a result meanwhile."""
    record = {n: one for n, one in layer.metadata.get(RECORD, {}).items() if n not in _OF_RESULTS}
    layer.metadata = {**value.metadata, RECORD: record}


def remember(layer: Layer, shown: Picture, record: Mapping[str, Any]) -> None:
    """Keep with a layer what Darkroom has to know of it."""
    _, attributes, _ = _layer_data(shown)
    earlier = layer.metadata.get(RECORD, {})
    own = {
        **{name: earlier[name] for name in ("tables", "features", OWN_PLACE) if name in earlier},
        **attributes["metadata"][RECORD],
        **record,
        "layer": str(layer.unique_id),
        "limits": _limits(layer),
        MARK: shown.mark,
    }
    layer.metadata = {**layer.metadata, **attributes["metadata"], RECORD: own}


def show_table(layer: Layer, key: str, table: Table) -> None:
    """Keep a table with the layer whose objects it measures, and give napari its features.

    Where a label stands once a frame, the dock of the table gives those of the frame that is shown.
    """
    _set_tables(layer, {**tables_of(layer), key: table})
    if table.keys == ("label",) and kind_of(layer) == "labels":
        give_features(layer, key, table.data)


def give_features(layer: Layer, key: str, frame: pd.DataFrame) -> None:
    """Let napari have rows of a table, one a label, as the features of a layer.

    napari's own table takes the place of a row for its label, and its status bar finds a label
    through the column ``index``. So row i is that of label i, empty where there is no such object;
    where the numbers are too sparse for this only the status bar is right.
    """
    layer.features = _by_label(frame)
    _note(layer, "features", key)


def take_table(layer: Layer, key: str) -> None:
    """Take a table from the layer that it is kept with."""
    _set_tables(layer, {name: one for name, one in tables_of(layer).items() if name != key})
    if layer.metadata[RECORD].get("features") == key:
        layer.features = None
        _note(layer, "features", "")


def take_tables(layer: Layer) -> None:
    """Take all tables from a layer, as from a copy: they are those of the original."""
    for key in tables_of(layer):
        take_table(layer, key)


def tables_of(layer: Layer) -> dict[str, Table]:
    """Return the tables that were measured on a layer, by the step that measured them."""
    return dict(layer.metadata.get(RECORD, {}).get("tables", {}))


def _by_label(frame: pd.DataFrame) -> pd.DataFrame:
    labels = frame["label"].to_numpy()
    rows = int(labels.max()) + 1 if len(labels) else 0
    if rows * len(frame.columns) <= _MOST_CELLS and frame["label"].is_unique:
        frame = frame.set_index("label", drop=False).reindex(range(rows)).reset_index(drop=True)
        labels = np.arange(rows)
    else:
        frame = frame.reset_index(drop=True)
    return frame.drop(columns="index", errors="ignore").assign(index=labels)


def _set_tables(layer: Layer, tables: Mapping[str, Table]) -> None:
    _note(layer, "tables", dict(tables))


def _note(layer: Layer, name: str, entry: Any) -> None:
    layer.metadata = {**layer.metadata, RECORD: {**layer.metadata.get(RECORD, {}), name: entry}}


def _layer_data(shown: Picture) -> LayerData:
    if shown.layer_data is None:
        raise TypeError(f"{type(shown.value).__name__} is not shown as a layer.")
    return shown.layer_data


def _identity(name: str, ndim: int) -> Any:
    return np.eye(ndim + 1 if name == "affine" else ndim)


def _limits(layer: Layer) -> list[float] | None:
    limits = getattr(layer, "contrast_limits", None)
    return None if limits is None else [float(limit) for limit in limits]
