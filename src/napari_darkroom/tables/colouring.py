"""Values of a column as steps of a colour scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.tables.conditions import categories, is_number

if TYPE_CHECKING:
    import pandas as pd

# Steps of a colour scale. The last number that fits into 8 bits stands for missing.
STEPS = 255
MISSING = 255


@dataclass(frozen=True)
class Colouring:
    """Objects coloured by a column.

    Attributes
    ----------
    column : str
    colormap : str
        The name of a colour scale.
    low, high : float
        Values at its ends; those beyond have the colours of the ends.
    """

    column: str
    colormap: str = "viridis"
    low: float = 0.0
    high: float = 1.0

    def steps(self, cells: pd.Series[Any]) -> NDArray[np.uint8]:
        """Return for each cell its step on the scale, `MISSING` where there is no number."""
        values = numbers_of(cells)
        span = self.high - self.low
        with np.errstate(invalid="ignore", over="ignore"):
            place = (values - self.low) / span if span > 0 else (values > self.low) + 0.0
        steps = np.rint(np.clip(np.nan_to_num(place), 0, 1) * (STEPS - 1)).astype(np.uint8)
        steps[np.isnan(values)] = MISSING
        return steps


def colouring_of(cells: pd.Series[Any], colormap: str = "viridis") -> Colouring:
    """Return the colouring by a column whose scale holds all of its finite values."""
    values = numbers_of(cells)
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    return Colouring(str(cells.name), colormap, low, high)


def numbers_of(cells: pd.Series[Any]) -> NDArray[np.float64]:
    """Return the numbers of a column; of words, their place among the different ones in order."""
    if is_number(cells):
        return cells.to_numpy().astype(np.float64)
    codes, _ = categories(cells)
    return np.where(codes < 0, np.nan, codes)
