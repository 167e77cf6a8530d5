"""What a column of a table comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from napari_darkroom.tables.conditions import is_number

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Summary:
    """Statistics of the numbers of a column that are there; NaN where there are too few.

    Attributes
    ----------
    count : int
        How many numbers there are.
    missing : int
        How many cells are empty.
    deviation : float
        Standard deviation of the sample (divided by n - 1).
    """

    count: int
    missing: int
    mean: float = np.nan
    median: float = np.nan
    deviation: float = np.nan
    smallest: float = np.nan
    largest: float = np.nan


def summary(cells: pd.Series[Any]) -> Summary:
    """Return the statistics of a column; of words only how many there are."""
    if not is_number(cells):
        present = int(cells.notna().sum())
        return Summary(present, len(cells) - present)
    values = cells.to_numpy().astype(np.float64)
    there = values[~np.isnan(values)]
    if not len(there):
        return Summary(0, len(values))
    # Of infinite numbers the mean is infinite and the deviation is none.
    with np.errstate(invalid="ignore"):
        deviation = float(np.std(there, ddof=1)) if len(there) > 1 else np.nan
        middles = float(there.mean()), float(np.median(there))
    ends = float(there.min()), float(there.max())
    return Summary(len(there), len(values) - len(there), *middles, deviation, *ends)
