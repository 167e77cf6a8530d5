"""The labels whose objects a table from elsewhere tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from napari.layers import Labels, Layer

from napari_darkroom.core.values import Table

if TYPE_CHECKING:
    from napari import Viewer


def labels_of(viewer: Viewer, table: Table) -> Layer | None:
    """Return the labels that a table tells of: by name, else the selected ones, else those above.

    Only labels are taken in which objects of the table lie.
    """
    if "label" not in table.data.columns:
        return None
    layers = [layer for layer in reversed(viewer.layers) if isinstance(layer, Labels)]
    active = viewer.layers.selection.active
    ranked = sorted(layers, key=lambda one: (one.name != table.name, one is not active))
    return next((layer for layer in ranked if _has_objects(layer, table)), None)


def _has_objects(layer: Labels, table: Table) -> bool:
    data = layer.data[0] if layer.multiscale else layer.data
    if hasattr(data, "dask"):
        return True
    import fastremap

    found = fastremap.unique(np.asarray(data))
    return bool(np.isin(table.data["label"].to_numpy(), found[found > 0]).any())
