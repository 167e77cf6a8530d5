"""Putting results into the viewer: as new layers, or in place of the same run's earlier ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Layer

from napari_darkroom.core.values import Grid, Image, Table, Value
from napari_darkroom.plugin.appearance import Range, contrast, image_appearance
from napari_darkroom.plugin.fingerprint import Watched, fingerprint
from napari_darkroom.plugin.layers import RECORD, LayerData
from napari_darkroom.plugin.placement import placement

if TYPE_CHECKING:
    from napari import Viewer

SEPARATOR = " · "


@dataclass(frozen=True)
class Origin:
    """Which run a result comes from: the same origin again updates the same layer.

    Attributes
    ----------
    operation : str
        Id of the operation.
    inputs : tuple of str
        Unique ids of the input layers.
    region : str
        Unique id of the shapes layer that the run was kept to, empty for the whole.
    """

    operation: str
    inputs: tuple[str, ...]
    region: str = ""

    def key(self, output: str) -> str:
        """Return the text that names one output of the run."""
        return "|".join([self.operation, *self.inputs, self.region, output])


@dataclass(frozen=True)
class Result:
    """One output of a run, ready to be shown.

    Attributes
    ----------
    value : value
        What was computed.
    key : str
        Of its origin and output.
    record : mapping
        What the layer is to remember: operation and parameters.
    extent : (float, float) or None
        Smallest and largest grey value.
    like : Layer or None
        The layer of the first input.
    layer_data : (data, attributes, type) or None
        Of the layer that shows a grid.
    fingerprint : str
        Of the pixels in it.
    """

    value: Value
    key: str
    record: Mapping[str, Any]
    extent: Range | None
    like: Layer | None
    layer_data: LayerData | None = None
    fingerprint: str = ""


def result_name(source: str, title: str) -> str:
    """Return the name of a result: what the pixels show, and what was done last."""
    return f"{source_name(source)}{SEPARATOR}{title}"


def source_name(name: str) -> str:
    """Return the name of the layer that a result, by its name, was made from first."""
    return name.partition(SEPARATOR)[0]


def show_grid(
    viewer: Viewer, result: Result, *, keep_both: bool, watched: Sequence[Watched] = ()
) -> Layer:
    """Show an image, label image or mask, and return its layer.

    The layer that an earlier run of the same origin made is updated, unless `keep_both`; a
    layer that was changed since (painted on, for one) is never touched.
    """
    value = result.value
    if result.layer_data is None or not isinstance(value, Grid):
        raise TypeError(f"{type(value).__name__} is no grid.")
    earlier = None if keep_both else find_earlier(viewer, result.key, watched)
    if earlier is not None and _fits(earlier, value):
        _update(earlier, value, result.layer_data, result)
        return earlier
    return _add(viewer, value, result.layer_data, result)


def show_table(layer: Layer, key: str, table: Table) -> None:
    """Keep a table with the layer whose objects it measures, and give napari its features.

    napari finds the row of a label through the column ``index``; where a label stands once a
    frame there is no such row, and the layer gets no features.
    """
    record = dict(layer.metadata.get(RECORD, {}))
    record["tables"] = {**record.get("tables", {}), key: table}
    layer.metadata = {**layer.metadata, RECORD: record}
    if table.keys == ("label",) and hasattr(layer, "features"):
        frame = table.data.copy()
        frame.insert(0, "index", frame["label"].to_numpy())
        layer.features = frame


def tables_of(layer: Layer) -> dict[str, Table]:
    """Return the tables that were measured on a layer, by the key of their origin."""
    return dict(layer.metadata.get(RECORD, {}).get("tables", {}))


def candidates(viewer: Viewer, key: str) -> list[Layer]:
    """Return the layers that runs of one origin made, the topmost first, painted on or not."""
    found = []
    for layer in reversed(viewer.layers):
        record = layer.metadata.get(RECORD, {})
        # A duplicated layer carries the record too, but not the identity in it.
        if record.get("key") == key and record.get("layer") == str(layer.unique_id):
            found.append(layer)
    return found


def find_earlier(viewer: Viewer, key: str, watched: Sequence[Watched] = ()) -> Layer | None:
    """Return the untouched layer that a run of the same origin made, None where there is none.

    Parameters
    ----------
    watched : sequence of Watched
        Layers whose pixels the worker has looked at already.
    """
    for layer in candidates(viewer, key):
        known = next((one for one in watched if one.layer is layer), None)
        now = fingerprint(layer.data) if known is None else known.fingerprint()
        if layer.metadata[RECORD].get("fingerprint") == now:
            return layer
    return None


def _fits(layer: Layer, value: Grid) -> bool:
    wanted = "image" if isinstance(value, Image) else "labels"
    same_kind = type(layer).__name__.lower() == wanted
    same_colours = not isinstance(value, Image) or layer.rgb == value.rgb
    return same_kind and same_colours and layer.ndim == value.calibration.ndim


def _update(layer: Layer, value: Grid, layer_data: LayerData, result: Result) -> None:
    data, attributes, _ = layer_data
    record = layer.metadata[RECORD]
    layer.data = data
    for name, setting in placement(value.calibration).items():
        setattr(layer, name, _identity(name, layer.ndim) if setting is None else setting)
    untouched = isinstance(value, Image) and _limits(layer) == record.get("limits")
    limits = attributes.get("contrast_limits", contrast(result.like, result.extent))
    if untouched and limits is not None:
        layer.contrast_limits_range = result.extent or limits
        layer.contrast_limits = limits
    _remember(layer, {**record, **attributes["metadata"][RECORD]}, result.fingerprint)


def _identity(name: str, ndim: int) -> Any:
    return np.eye(ndim + 1 if name == "affine" else ndim)


def _add(viewer: Viewer, value: Grid, layer_data: LayerData, result: Result) -> Layer:
    data, attributes, layer_type = layer_data
    if isinstance(value, Image) and not value.rgb:
        attributes = attributes | image_appearance(result.like, result.extent)
    layer = Layer.create(data, attributes, layer_type)
    layers = viewer.layers
    layers.insert(layers.index(result.like) + 1 if result.like in layers else len(layers), layer)
    _remember(layer, layer.metadata[RECORD], result.fingerprint)
    return layer


def _remember(layer: Layer, record: Mapping[str, Any], fingerprint: str) -> None:
    own = {
        **record,
        "layer": str(layer.unique_id),
        "fingerprint": fingerprint,
        "limits": _limits(layer),
    }
    layer.metadata = {**layer.metadata, RECORD: own}


def _limits(layer: Layer) -> list[float] | None:
    limits = getattr(layer, "contrast_limits", None)
    return None if limits is None else [float(limit) for limit in limits]
