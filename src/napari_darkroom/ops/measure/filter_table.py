"""Keeping rows of a table by one of its columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from napari_darkroom.core.annotations import ColumnName, Limit
from napari_darkroom.core.declaration import operation
from napari_darkroom.core.errors import ParameterError
from napari_darkroom.core.ranges import Range, Side, column_of
from napari_darkroom.core.values import Table

_OWNER = "measure.filter_table"


@operation(title="Filter rows of a table", noun="rows", menu="measure/tables", tolerance=1e-9)
def filter_table(
    measurements: Table,
    *,
    column: ColumnName = "area",
    lower: Limit | None = None,
    upper: Limit | None = None,
    text: str | None = None,
    keep: Side = "inside",
) -> Table:
    """Keep the rows of a table whose value in a column lies in a range, or is a text.

    Parameters
    ----------
    measurements : Table
        The table.
    column : str
        The column that decides.
    lower : float or str, optional
        The smallest value of the range, in the unit of the column or with one, ``50 um^2``; none
        leaves it open.
    upper : float or str, optional
        The largest value of the range, as `lower`; none leaves it open.
    text : str, optional
        The text that a cell must be, such as the name of a channel, instead of a range.
    keep : {"inside", "outside"}
        Whether the rows inside of the range (or with the text) are kept, or the others.

    Returns
    -------
    table : Table
        The rows that are kept, in their order, with all columns.

    Raises
    ------
    InputError
        If there is no such column, it holds texts and a range is given, or it cannot be told in
        the unit of a limit.
    ParameterError
        If `lower` is above `upper`, or both a range and a text are given.

    Notes
    -----
    Both ends belong to the range. A row whose cell is missing is kept on neither side.

    Formula::

        rows = those with lower ≤ column ≤ upper

    Equivalent for a range::

        import numpy as np

        value = measurements[column]
        low = -np.inf if lower is None else lower
        high = np.inf if upper is None else upper
        inside = value.between(low, high)
        table = measurements[inside if keep == "inside" else ~inside & value.notna()]
    """
    if text is None:
        found = Range(_OWNER, column, lower, upper, keep)
        kept = found.kept(found.values(measurements), found.ends(measurements))
    else:
        if lower is not None or upper is not None:
            raise ParameterError(f"{_OWNER}: give a range or a text, not both.")
        cells = column_of(_OWNER, measurements, column)
        same = cells.astype(str).to_numpy() == text
        kept = (same if keep == "inside" else ~same) & cells.notna().to_numpy()
    rows = measurements.data[np.asarray(kept)].reset_index(drop=True)
    return replace(measurements, data=rows)
