"""Cells as an astropy table, with units and definitions, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import UnitError
from napari_darkroom.core.units import canonical_unit
from napari_darkroom.core.values import Table
from napari_darkroom.tables.cells import is_text

if TYPE_CHECKING:
    import pandas as pd


def as_astropy(table: Table) -> Any:
    """Return a table for astropy; a unit that it does not know is left out."""
    from astropy.table import Column as AstropyColumn
    from astropy.table import MaskedColumn
    from astropy.table import Table as AstropyTable

    result = AstropyTable()
    for name in table.data.columns:
        cells, meaning = table.data[name], table.columns[str(name)]
        about = {"description": meaning.definition or None, "unit": _unit(meaning.unit)}
        if is_text(cells.dtype) or (str(cells.dtype)[0] in "IUFb" and cells.isna().any()):
            missing = cells.isna().to_numpy()
            filled = cells.where(~cells.isna(), "" if is_text(cells.dtype) else 0)
            values = filled.to_numpy(dtype=str if is_text(cells.dtype) else None)
            if not is_text(cells.dtype):
                values = values.astype(str(cells.dtype).lower())
            made = MaskedColumn(values, mask=missing, **about) if missing.any() else None
            result[str(name)] = AstropyColumn(values, **about) if made is None else made
            continue
        plain = cells.to_numpy()
        result[str(name)] = AstropyColumn(
            plain.astype(str(cells.dtype).lower()) if plain.dtype == object else plain, **about
        )
    return result


def _unit(unit: str) -> Any:
    from astropy import units

    if not unit:
        return None
    try:
        return units.Unit(unit)
    except ValueError:
        return None


def as_pandas(cells: Any) -> pd.DataFrame:
    """Return the cells of an astropy table; columns that hold arrays are refused.

    Raises
    ------
    ValueError
        If a column has more than one value a row.
    """
    import pandas as pd

    frame = pd.DataFrame(index=range(len(cells)))
    for name in cells.colnames:
        column = cells[name]
        if column.ndim > 1:
            raise ValueError(f"the column {name} has several values a row")
        values = np.asarray(getattr(column, "data", column))
        values = values.astype(str).astype(object) if values.dtype.kind in "SU" else values
        series = pd.Series(values.astype(values.dtype.newbyteorder("=")))
        mask = np.asarray(getattr(column, "mask", np.zeros(len(values), bool)))
        frame[name] = series.astype(object).where(~mask, None) if mask.any() else series
    return frame


def meanings(cells: Any) -> dict[str, Column]:
    """Return unit and description of the columns."""
    return {
        name: Column(str(cells[name].info.description or ""), _known(cells[name].unit))
        for name in cells.colnames
    }


def _known(unit: Any) -> str:
    if unit is None:
        return ""
    try:
        return canonical_unit(str(unit))
    except UnitError:
        return str(unit)
