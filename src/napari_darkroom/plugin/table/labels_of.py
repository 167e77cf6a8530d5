"""The labels or points that a table from elsewhere tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from napari.layers import Labels, Layer, Points

from napari_darkroom.core.values import Table
from napari_darkroom.plugin.placement import layer_calibration

if TYPE_CHECKING:
    from napari import Viewer


def labels_of(viewer: Viewer, table: Table) -> Layer | None:
    """Return the labels that a table tells of: by name, else the selected ones, else those above.

    Only labels are taken in which objects of the table lie. A table of points tells of those that
    are where it says.
    """
    if "label" not in table.data.columns:
        return _points_of(viewer, table)
    layers = [layer for layer in reversed(viewer.layers) if isinstance(layer, Labels)]
    active = viewer.layers.selection.active
    ranked = sorted(layers, key=lambda one: (one.name != table.name, one is not active))
    return next((layer for layer in ranked if _has_objects(layer, table)), None)


def _points_of(viewer: Viewer, table: Table) -> Layer | None:
    layers = [one for one in reversed(viewer.layers) if isinstance(one, Points)]
    return next((one for one in layers if _are_there(one, table)), None)


def _are_there(layer: Points, table: Table) -> bool:
    """Whether a table has the points of a layer, in their order."""
    axes = layer_calibration(layer).axes
    if "point" not in table.keys or not {"point", *axes} <= set(table.data.columns):
        return False
    places = table.data[list(axes)].to_numpy(dtype=float)
    return places.shape == layer.data.shape and np.allclose(places, layer.data)


def _has_objects(layer: Labels, table: Table) -> bool:
    data = layer.data[0] if layer.multiscale else layer.data
    if hasattr(data, "dask"):
        return True
    import fastremap

    found = fastremap.unique(np.asarray(data))
    return bool(np.isin(table.data["label"].to_numpy(), found[found > 0]).any())
