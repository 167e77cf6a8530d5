"""The link between a row and the object that it measures, in both directions."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Labels, Layer

from napari_darkroom.core.values import Table
from napari_darkroom.plugin.placement import layer_calibration

if TYPE_CHECKING:
    from napari import Viewer
    from numpy.typing import NDArray

Key = tuple[int, ...]

# Where a table of a part of its layer keeps the calibration that its indices count in.
PART = "darkroom part"


def row_keys(table: Table) -> dict[Key, int]:
    """Return the row of every object: of the numbers in the table's key columns."""
    if not all(name in table.data.columns for name in table.keys):
        return {}
    columns = [table.data[name].to_numpy().tolist() for name in table.keys]
    return {key: row for row, key in enumerate(zip(*columns, strict=True))}


def show_object(viewer: Viewer, layer: Layer, table: Table, row: int) -> None:
    """Select the object of a row, move to its slice and frame, and centre the canvas on it."""
    if isinstance(layer, Labels) and "label" in table.data.columns:
        layer.selected_label = int(table.data["label"].iloc[row])
    index = object_index(layer, table, row)
    if index is None:
        return
    part = table.metadata.get(PART)
    world = np.asarray(layer.data_to_world(index) if part is None else part.world(index), float)
    first = viewer.dims.ndim - len(world)
    hidden = [axis for axis in viewer.dims.not_displayed if axis >= first]
    if hidden:
        viewer.dims.set_point(hidden, [world[axis - first] for axis in hidden])
    shown = [world[axis - first] for axis in viewer.dims.displayed if axis >= first]
    center = np.zeros(3)
    center[3 - len(shown) :] = shown
    viewer.scene.camera.center = tuple(center)


def object_index(layer: Layer, table: Table, row: int) -> NDArray[np.float64] | None:
    """Return the index in the array that was measured at which an object has its middle.

    None where neither the table nor the layer tells.
    """
    record = table.data.iloc[row]
    found: list[float] = []
    for axis in layer_calibration(layer).axes:
        name = next((n for n in (f"centroid_{axis}", axis) if n in record.index), None)
        if name is None:
            return _search(layer, table, row)
        found.append(float(record[name]))
    return np.asarray(found)


def _search(layer: Layer, table: Table, row: int) -> NDArray[np.float64] | None:
    if not isinstance(layer, Labels) or "label" not in table.data.columns:
        return None
    data = layer.data[0] if layer.multiscale else layer.data
    places = np.argwhere(np.asarray(data) == table.data["label"].iloc[row])
    return np.asarray(places.mean(axis=0)) if len(places) else None


def key_at(viewer: Viewer, layer: Labels, table: Table, event: Any) -> Key | None:
    """Return the key of the object under the cursor, None over background.

    Parameters
    ----------
    event : napari mouse event
    """
    value = layer.get_value(
        event.position,
        view_direction=event.view_direction,
        dims_displayed=list(event.dims_displayed),
        world=True,
    )
    label = value[1] if isinstance(value, tuple) else value
    if not label:
        return None
    axes = layer_calibration(layer).axes
    index = layer.world_to_data(event.position)
    place = dict(zip(axes, np.round(index).astype(int).tolist(), strict=True))
    return tuple(int(label) if name == "label" else place.get(name, 0) for name in table.keys)


def on_click(react: Callable[[Any], None]) -> Callable[..., Generator[None, None, None]]:
    """Return a mouse callback of a viewer that reacts to a click, not to a drag."""

    def clicked(_: Any, event: Any) -> Generator[None, None, None]:
        yield
        dragged = False
        while event.type == "mouse_move":
            dragged = True
            yield
        if not dragged:
            react(event)

    return clicked
