"""Rows of numbers, with a meaning for every column."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError
from napari_darkroom.core.kinds import Kind

if TYPE_CHECKING:
    import pandas as pd

    from napari_darkroom.core.lineage import Lineage


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of measurements, with a unit and a definition for every column.

    Attributes
    ----------
    data : pandas.DataFrame
        One row an object (or image).
    columns : mapping of str to Column
        What each column of `data` is.
    keys : tuple of str
        The columns that together name a row: ``("t", "label")``.
    lineage : lineage or None
        What made it, as `core.lineage.lineage_of` checks it.
    """

    data: pd.DataFrame
    columns: Mapping[str, Column] = field(default_factory=dict)
    keys: tuple[str, ...] = ("label",)
    name: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    lineage: Lineage | None = field(default=None, kw_only=True)

    kind: ClassVar[Kind] = "table"

    def __post_init__(self) -> None:
        unknown = [name for name in self.data.columns if name not in self.columns]
        if unknown:
            raise InputError(
                f"The columns {', '.join(unknown)} have no definition: name each once."
            )

    def copied(self) -> Self:
        """Return a table with rows of its own; what was checked is not checked again."""
        other = copy(self)
        object.__setattr__(other, "data", self.data.copy())
        return other

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({self.name!r}: {len(self.data)} rows, "
            f"columns {', '.join(self.data.columns)})"
        )

    def _repr_html_(self) -> str:
        return str(self.data._repr_html_())  # type: ignore[operator]  # typed as no method
