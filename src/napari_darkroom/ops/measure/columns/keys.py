"""The columns that tell which object, frame and channel a row is about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from napari_darkroom.core.columns import Column

LABEL = Column("Number of the object in the label image.")
_AXES: Mapping[str, Column] = MappingProxyType(
    {
        "t": Column("Index of the frame, counted from 0."),
        "c": Column("Index of the channel, counted from 0."),
    }
)


def axis_key(name: str) -> Column:
    """Return what the index along an axis that is not spatial is."""
    return _AXES.get(name) or Column(f"Index along the axis {name}, counted from 0.")
