"""Rows of a table as a spreadsheet takes them from the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from napari_darkroom.core.errors import InputError
from napari_darkroom.tables.conditions import is_number
from napari_darkroom.tables.formats import Told
from napari_darkroom.tables.text import guarded

if TYPE_CHECKING:
    import pandas as pd

# More than these no spreadsheet takes in a time that anybody waits.
MOST_CELLS = 5_000_000
# At once, so that it can be told how far it is, and stopped.
_ROWS = 2_000
_BREAKS = str.maketrans({"\t": " ", "\n": " ", "\r": " "})


def _silent(done: int, total: int) -> None:
    """Report nothing."""


def as_tsv(frame: pd.DataFrame, told: Told = _silent) -> str:
    """Return cells separated by tabs under a line of names, with all digits of the numbers.

    Missing cells are empty. Text that a spreadsheet would run as a formula gets an apostrophe in
    front, and tabs and line breaks in a text become blanks.

    Parameters
    ----------
    told : callable
        Called with the number of rows that are done and that of all.

    Raises
    ------
    InputError
        If there are more than 5 million cells.
    """
    check_cells(len(frame), len(frame.columns))
    names = [guarded(str(name).translate(_BREAKS)) for name in frame.columns]
    texts = ["\t".join(names) + "\n"]
    for start in range(0, len(frame), _ROWS):
        told(start, len(frame))
        part = frame.iloc[start : start + _ROWS]
        columns = [_texts(part[name]) for name in frame.columns]
        texts += [line + "\n" for line in map("\t".join, zip(*columns, strict=True))]
    return "".join(texts)


def check_cells(rows: int, columns: int) -> None:
    """Check that the clipboard takes so many cells.

    Raises
    ------
    InputError
        If there are more than 5 million.
    """
    if rows * columns > MOST_CELLS:
        raise InputError(
            f"{rows:,} rows of {columns} columns are too many for the clipboard, "
            f"which takes {MOST_CELLS:,} cells. Select fewer rows, show fewer columns, or save the "
            "table as a file."
        )


def _texts(cells: pd.Series[Any]) -> list[str]:
    missing = cells.isna().to_numpy()
    texts = list(map(str, cells.tolist()))
    if not is_number(cells):
        # Words come many times. The first character may be a tab, which makes a formula of what
        # follows.
        harmless = {text: guarded(text).translate(_BREAKS) for text in set(texts)}
        texts = [harmless[text] for text in texts]
    for row in missing.nonzero()[0].tolist():
        texts[row] = ""
    return texts
