"""Which rows of a view stand out in the image, fade or are hidden, and the colours for that."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.tables.view import Objects, TableView

FAINT = 0.25
CLEAR = (0.0, 0.0, 0.0, 0.0)
UNKNOWN = (0.45, 0.47, 0.5, 0.5)


def hides(view: TableView) -> bool:
    """Whether objects are not to be seen."""
    return view.objects is Objects.SELECTED or (view.objects is Objects.ROWS and view.filtered)


def fades(view: TableView) -> bool:
    """Whether several rows are selected, but not all: they are to stand out."""
    return 1 < len(view.selection) < len(view.table.data)


def seen_rows(view: TableView) -> NDArray[np.bool_]:
    """Return for each row of the table whether its object is to be seen."""
    if view.objects is Objects.SELECTED:
        return view.selection.mask
    return view.shown if view.objects is Objects.ROWS else np.ones(len(view.table.data), dtype=bool)
