"""What a person may decide on an object: the columns that hold it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from napari_darkroom.core.columns import Column

ACCEPTED, REJECTED = "accepted", "rejected"
VERDICT, REASON, CLASS = "verdict", "reason", "class"
MARK_COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        VERDICT: Column("What a person decided: accepted or rejected; empty for nothing."),
        REASON: Column("Why a person rejected the object."),
        CLASS: Column("The class that a person gave to the object."),
    }
)
