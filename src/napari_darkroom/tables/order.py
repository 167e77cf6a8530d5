"""The order of rows by a column, as indices; the rows themselves stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.tables.conditions import categories, is_number

if TYPE_CHECKING:
    import pandas as pd


def sorted_rows(cells: pd.Series[Any], *, descending: bool = False) -> NDArray[np.intp]:
    """Return the rows in the order of a column.

    Equal ones keep the order of the table, upwards and downwards, and missing ones stand last.
    """
    keys = cells.to_numpy() if is_number(cells) else categories(cells)[0]
    missing = np.isnan(keys) if keys.dtype.kind == "f" else np.zeros(len(keys), dtype=bool)
    if not is_number(cells):
        missing = keys < 0
    present = np.flatnonzero(~missing)
    return np.concatenate([present[_order(keys[present], descending)], np.flatnonzero(missing)])


def _order(keys: NDArray[Any], descending: bool) -> NDArray[np.intp]:
    if not descending:
        return np.argsort(keys, kind="stable")
    # Backwards twice, for unsigned numbers have no opposite, and ties keep their order.
    return len(keys) - 1 - np.argsort(keys[::-1], kind="stable")[::-1]
