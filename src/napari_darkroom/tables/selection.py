"""Which rows of a table are selected, as a person does it: one, one more, a range."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray


class How(Enum):
    """What becomes of rows that are pointed at."""

    ONLY = "only"
    ADD = "add"
    DROP = "drop"
    TOGGLE = "toggle"


class Selection:
    """Selected rows as one truth value a row: a million of them cost no more than a copy.

    Parameters
    ----------
    count : int
        Number of rows.
    """

    def __init__(self, count: int) -> None:
        self.mask = np.zeros(count, dtype=bool)
        # What was selected before the range that is being drawn.
        self._before = self.mask

    @property
    def rows(self) -> NDArray[np.intp]:
        """The selected rows."""
        return np.flatnonzero(self.mask)

    def __len__(self) -> int:
        return int(np.count_nonzero(self.mask))

    def point(self, rows: NDArray[np.intp], how: How, *, stretch: bool = False) -> None:
        """Point at rows.

        Parameters
        ----------
        stretch : bool
            Whether the rows take the place of those pointed at last, as while a range is drawn.
        """
        if not stretch:
            self._before = self.mask
        start = np.zeros_like(self.mask) if how is How.ONLY else self._before.copy()
        if how is How.ONLY:
            self._before = start.copy()
        start[rows] = ~start[rows] if how is How.TOGGLE else how is not How.DROP
        self.mask = start

    def keep(self, shown: NDArray[np.bool_]) -> bool:
        """Let go of all rows that are not shown; return whether there were any."""
        left = self.mask & shown
        lost = int(left.sum()) < len(self)
        self.mask = self._before = left
        return lost
