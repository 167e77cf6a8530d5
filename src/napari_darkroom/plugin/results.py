"""Putting results into the viewer: as new layers, or in place of the same run's earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Layer

from napari_darkroom.core.values import Grid, Image, Table, Value
from napari_darkroom.plugin.appearance import Range, contrast, image_appearance
from napari_darkroom.plugin.layers import RECORD, to_layer_data
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
    white : int or None
        What white is in an RGB image.
    """

    value: Value
    key: str
    record: Mapping[str, Any]
    extent: Range | None
    like: Layer | None
    white: int | None = None


def result_name(source: str, title: str) -> str:
    """Return the name of a result: what the pixels show, and what was done last."""
    return f"{source.partition(SEPARATOR)[0]}{SEPARATOR}{title}"


def show_grid(viewer: Viewer, result: Result, *, keep_both: bool) -> Layer:
    """Show an image, label image or mask, and return its layer.

    The layer that an earlier run of the same origin made is updated, unless `keep_both`; a
    layer that was changed since (painted on, for one) is never touched.
    """
    value = _unshared(result)
    earlier = None if keep_both else find_earlier(viewer, result.key)
    if earlier is not None and _fits(earlier, value):
        _update(earlier, value, result)
        return earlier
    return _add(viewer, value, result)


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


def find_earlier(viewer: Viewer, key: str) -> Layer | None:
    """Return the untouched layer that a run of the same origin made, None where there is none."""
    for layer in reversed(viewer.layers):
        record = layer.metadata.get(RECORD, {})
        # A duplicated layer carries the record too, but not the identity in it.
        own = record.get("key") == key and record.get("layer") == str(layer.unique_id)
        if own and record.get("fingerprint") == fingerprint(layer.data):
            return layer
    return None


def fingerprint(data: Any) -> str:
    """Return what changes when pixels do: a hash; of a lazy array its name."""
    if hasattr(data, "dask"):
        return str(data.name)
    array = np.ascontiguousarray(data)
    digest = blake2b(f"{array.shape} {array.dtype}".encode(), digest_size=16)
    digest.update(array.reshape(-1).view(np.uint8).data)
    return digest.hexdigest()


def _unshared(result: Result) -> Grid:
    """Return the value with pixels of its own where they can be painted on."""
    value = result.value
    if not isinstance(value, Grid):
        raise TypeError(f"{type(value).__name__} is no grid.")
    shared = (
        result.like is not None
        and isinstance(value.data, np.ndarray)
        and (
            isinstance(result.like.data, np.ndarray)
            and np.may_share_memory(value.data, result.like.data)
        )
    )
    return replace(value, data=value.data.copy()) if shared else value


def _fits(layer: Layer, value: Grid) -> bool:
    wanted = "image" if isinstance(value, Image) else "labels"
    same_kind = type(layer).__name__.lower() == wanted
    same_colours = not isinstance(value, Image) or layer.rgb == value.rgb
    return same_kind and same_colours and layer.ndim == value.calibration.ndim


def _update(layer: Layer, value: Grid, result: Result) -> None:
    data, attributes, _ = to_layer_data(value, result.record, result.white)
    record = layer.metadata[RECORD]
    layer.data = data
    for name, setting in placement(value.calibration).items():
        setattr(layer, name, _identity(name, layer.ndim) if setting is None else setting)
    untouched = isinstance(value, Image) and _limits(layer) == record.get("limits")
    limits = attributes.get("contrast_limits", contrast(result.like, result.extent))
    if untouched and limits is not None:
        layer.contrast_limits_range = result.extent or limits
        layer.contrast_limits = limits
    _remember(layer, {**record, **attributes["metadata"][RECORD]})


def _identity(name: str, ndim: int) -> Any:
    return np.eye(ndim + 1 if name == "affine" else ndim)


def _add(viewer: Viewer, value: Grid, result: Result) -> Layer:
    record = {**result.record, "key": result.key}
    data, attributes, layer_type = to_layer_data(value, record, result.white)
    if isinstance(value, Image) and not value.rgb:
        attributes |= image_appearance(result.like, result.extent)
    layer = Layer.create(data, attributes, layer_type)
    layers = viewer.layers
    layers.insert(layers.index(result.like) + 1 if result.like in layers else len(layers), layer)
    _remember(layer, layer.metadata[RECORD])
    return layer


def _remember(layer: Layer, record: Mapping[str, Any]) -> None:
    own = {
        **record,
        "layer": str(layer.unique_id),
        "fingerprint": fingerprint(layer.data),
        "limits": _limits(layer),
    }
    layer.metadata = {**layer.metadata, RECORD: own}


def _limits(layer: Layer) -> list[float] | None:
    limits = getattr(layer, "contrast_limits", None)
    return None if limits is None else [float(limit) for limit in limits]
