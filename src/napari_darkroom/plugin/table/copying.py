"""Copying rows for a spreadsheet; many of them while the window works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from qtpy.QtGui import QGuiApplication

from napari_darkroom.engine.job import Job
from napari_darkroom.plugin.filing import Errand
from napari_darkroom.plugin.present import present
from napari_darkroom.tables.clipboard import as_tsv

if TYPE_CHECKING:
    import pandas as pd


def copying(frame: pd.DataFrame, rows: NDArray[np.intp], columns: list[str]) -> Errand[str]:
    """Return what puts rows of a table on the clipboard, and gives words of it."""

    def work(job: Job) -> str:
        return as_tsv(frame[columns].iloc[rows], job.step)

    def end(text: str) -> str:
        present(QGuiApplication.clipboard()).setText(text)
        return f"Copied {len(rows):,} row{'' if len(rows) == 1 else 's'} with their header."

    return Errand(f"Copying {len(rows):,} rows", work, end)
