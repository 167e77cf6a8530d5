"""Cells of a column as the csv module takes them, with the digits that pandas writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from napari_darkroom.tables.cells import is_text
from napari_darkroom.tables.text import guarded

if TYPE_CHECKING:
    import pandas as pd


def written(cells: pd.Series[Any]) -> list[Any]:
    """Return cells to be written as text: missing ones empty, formulas guarded.

    Numbers and truth values are left to the csv module. Short floats stay NumPy's: as a Python
    number each would get the digits of its nearest double.
    """
    missing = cells.isna().to_numpy()
    if is_text(cells.dtype):
        values = [guarded(one) if isinstance(one, str) else one for one in cells.tolist()]
    elif str(cells.dtype) in ("float16", "float32"):
        values = list(cells.to_numpy())
    else:
        values = cells.tolist()
    for row in missing.nonzero()[0].tolist():
        values[row] = ""
    return values


def dates_as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose times are texts, each column in one form: days where all are whole."""
    times = [name for name, dtype in frame.dtypes.items() if dtype.kind in "mM"]
    texts = {name: frame[name].astype(str).where(frame[name].notna(), None) for name in times}
    return frame.assign(**{str(name): one for name, one in texts.items()}) if texts else frame
