"""Points and shapes from tables that were not saved as such: of other programs, of napari."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from napari_darkroom.core.calibration import SPATIAL_AXES, Calibration
from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.kinds import Kind
from napari_darkroom.core.shapes import SHAPE_COLUMNS
from napari_darkroom.core.units import PIXEL
from napari_darkroom.core.values import Points, Shapes, Table

DRAWN_TYPES: Mapping[Kind, type[Points | Shapes]] = MappingProxyType(
    {"points": Points, "shapes": Shapes}
)
_AXES = ("t", "c", *SPATIAL_AXES)
# What napari calls the columns of its CSV files of shapes.
_NAPARI = MappingProxyType({"index": "shape", "shape-type": "type", "vertex-index": "vertex"})
_NAPARI_AXIS = re.compile(r"axis-(\d+)")


def as_kind(table: Table, kind: Kind) -> Table:
    """Return a table as one of the kinds of table: points, shapes, or the rows alone.

    Coordinates are in the units of their columns, in pixels where these have none. The columns of
    napari's CSV files (``index``, ``shape-type``, ``vertex-index``, ``axis-0``, …) are understood,
    their axes being the last of t, z, y, x. Columns of points that are no axis are left out.

    Parameters
    ----------
    table : Table
        With the columns of the kind.
    kind : {"table", "points", "shapes"}
        What is wanted.

    Raises
    ------
    InputError
        If a column is missing or does not hold what it has to, or the table is of another kind.
    """
    if table.kind == kind:
        return table
    if kind not in DRAWN_TYPES:
        return Table(table.data, table.columns, table.keys, table.name, table.metadata)
    type_ = DRAWN_TYPES[kind]
    if table.kind != Table.kind:
        raise InputError(f"{table!r} is {table.kind}, and {kind} are wanted.")
    renamed = _with_our_names(table)
    known = [name for name in renamed.data.columns if name in (*_AXES, *type_.beside)]
    coordinates = {name: "float64" for name in known if name in _AXES}
    columns = {name: SHAPE_COLUMNS.get(name) or _coordinate(renamed, name) for name in known}
    try:
        cells = renamed.data[known].astype(coordinates)
    except (ValueError, TypeError) as error:
        raise InputError(f"{table.name or 'The table'} holds no {kind}: {error}.") from error
    return type_(cells, columns, name=table.name, metadata=table.metadata)


def _coordinate(table: Table, name: str) -> Column:
    about = table.columns[name]
    unit = about.unit or PIXEL
    return Column(about.definition or f"Place in the world along {name}.", unit, about.source)


def _with_our_names(table: Table) -> Table:
    """Return a table of napari's with the names that columns have here."""
    found = [name for name in table.data.columns if _NAPARI_AXIS.fullmatch(name)]
    if not found:
        return table
    axes = dict(zip(sorted(found), Calibration.default(len(found)).axes, strict=True))
    names = {name: axes.get(name, _NAPARI.get(name, name)) for name in table.data.columns}
    columns = {names[name]: table.columns[name] for name in table.data.columns}
    return replace(table, data=table.data.rename(columns=names), columns=columns)
