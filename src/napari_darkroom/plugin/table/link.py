"""Where the object of a row is, and which object is at a place."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.layers import Labels, Layer, Points, Tracks
from numpy.typing import NDArray

from napari_darkroom.core.table import Table
from napari_darkroom.plugin.placement import layer_calibration

if TYPE_CHECKING:
    from napari import Viewer

# Where a table of a part of its layer keeps the calibration that its indices count in.
PART = "darkroom part"
# Where a table with rows around points keeps their places in the world, a column an axis.
AROUND, POINT = "darkroom around", "point"
# What the objects of a layer are numbered by in a table.
_TRACK_COLUMNS = ("track", "track_id", "label")


def show_object(viewer: Viewer, layer: Layer, table: Table, row: int) -> None:
    """Move to the slice and frame of a row's object, and centre the canvas on it."""
    place = object_place(viewer, layer, table, row)
    if not place:
        return
    hidden = [axis for axis in viewer.dims.not_displayed if axis in place]
    if hidden:
        viewer.dims.set_point(hidden, [place[axis] for axis in hidden])
    shown = viewer.dims.displayed
    if all(axis in place for axis in shown):
        center = np.zeros(3)
        center[3 - len(shown) :] = [place[axis] for axis in shown]
        viewer.scene.camera.center = tuple(center)


def object_place(viewer: Viewer, layer: Layer, table: Table, row: int) -> dict[int, float]:
    """Return the place in the world of a row's object, by the viewer's axes.

    Axes of which neither table nor layer tells are left out.
    """
    axes, first = layer_calibration(layer).axes, viewer.dims.ndim - layer.ndim
    record = table.data.iloc[row]
    if table.kind != Table.kind:
        # Points and shapes stand where they are in the world.
        found = {axis: float(record[axis]) for axis in axes if axis in record.index}
        return {first + axes.index(axis): place for axis, place in found.items()}
    known = _indices(axes, table, row)
    known = _around(viewer, layer, axes, _point_of(table, row)) | known
    if len(known) < len(axes):
        known = _searched(layer, axes, table, row, known) or known
    if not known:
        return {}
    here = np.asarray(layer.world_to_data(viewer.dims.point[first:]), dtype=float)
    index = np.array([known.get(axis, here[i]) for i, axis in enumerate(axes)])
    part = table.metadata.get(PART)
    if part is not None and len(known) == len(axes):
        world = part.world(index)
    else:
        world = np.asarray(layer.data_to_world(index), dtype=float)
    return {first + i: float(world[i]) for i, axis in enumerate(axes) if axis in known}


def _around(
    viewer: Viewer, layer: Layer, axes: tuple[str, ...], place: Mapping[str, float]
) -> dict[str, float]:
    """Return the index in the array of a place in the world, along the axes that it has."""
    world = list(viewer.dims.point[viewer.dims.ndim - layer.ndim :])
    shared = [axis for axis in axes if axis in place]
    for axis in shared:
        world[axes.index(axis)] = place[axis]
    index = layer.world_to_data(world)
    return {axis: float(index[axes.index(axis)]) for axis in shared}


def _point_of(table: Table, row: int) -> dict[str, float]:
    """Return the place in the world of the point that a row was measured around."""
    points, record = table.metadata.get(AROUND), table.data.iloc[row]
    if points is None or POINT not in record.index or not 0 <= record[POINT] < len(points):
        return {}
    return {str(axis): float(one) for axis, one in points.iloc[int(record[POINT])].items()}


def _indices(axes: tuple[str, ...], table: Table, row: int) -> dict[str, float]:
    record, found = table.data.iloc[row], dict[str, float]()
    for axis in axes:
        name = next((n for n in (f"centroid_{axis}", axis) if n in record.index), None)
        if name is not None and np.isfinite(float(record[name])):
            found[axis] = float(record[name])
    return found


def _searched(
    layer: Layer, axes: tuple[str, ...], table: Table, row: int, known: Mapping[str, float]
) -> dict[str, float]:
    """Return the middle of an object's pixels, or the first vertex or the point of a row."""
    record = table.data.iloc[row]
    if isinstance(layer, Labels) and "label" in record.index:
        data = layer.data[0] if layer.multiscale else layer.data
        at = tuple(int(known[axis]) if axis in known else slice(None) for axis in axes)
        places = np.argwhere(np.asarray(data[at]) == record["label"])
        if not len(places):
            return {}
        middle = iter(places.mean(axis=0).tolist())
        return {axis: known[axis] if axis in known else next(middle) for axis in axes}
    if isinstance(layer, Tracks):
        name = track_column(table)
        vertices = layer.data[layer.data[:, 0] == record[name]] if name else layer.data[:0]
        return dict(zip(axes, vertices[0, 1:].tolist(), strict=True)) if len(vertices) else {}
    if isinstance(layer, Points) and len(layer.data) == len(table.data):
        return dict(zip(axes, layer.data[row].tolist(), strict=True))
    return {}


def track_column(table: Table) -> str:
    """Return the column of a table that names tracks, empty for none."""
    return next((name for name in _TRACK_COLUMNS if name in table.data.columns), "")


def frame_key(viewer: Viewer, layer: Layer, table: Table) -> dict[str, int]:
    """Return the numbers of a table's key columns that are axes, at the place that is shown."""
    first = viewer.dims.ndim - layer.ndim
    return _axis_keys(layer, table, viewer.dims.point[first:])


def _axis_keys(layer: Layer, table: Table, world: Any) -> dict[str, int]:
    axes = layer_calibration(layer).axes
    names = [name for name in table.keys if name in axes]
    if not names:
        return {}
    part = table.metadata.get(PART)
    place = np.asarray(world, dtype=float)
    index = np.asarray(layer.world_to_data(place) if part is None else part.index(place))
    return {name: round(float(index[axes.index(name)])) for name in names}


def rows_in_frame(viewer: Viewer, layer: Layer, table: Table) -> NDArray[np.bool_]:
    """Return for each row whether its object is in the frame that is shown."""
    found = np.ones(len(table.data), dtype=bool)
    for name, number in frame_key(viewer, layer, table).items():
        if name in table.data.columns and viewer.dims.ndim > 2:
            found &= table.data[name].to_numpy() == number
    return found


def key_at(viewer: Viewer, layer: Layer, table: Table, event: Any) -> dict[str, int]:
    """Return the key of the object under the cursor, nothing over background.

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
    number = value[1] if isinstance(value, tuple) else value
    if not number:
        return {}
    first = viewer.dims.ndim - layer.ndim
    key = _axis_keys(layer, table, event.position[first:])
    names = ("label",) if isinstance(layer, Labels) else _TRACK_COLUMNS
    name = next((one for one in names if one in table.data.columns), None)
    return {} if name is None else {**key, name: int(number)}


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
