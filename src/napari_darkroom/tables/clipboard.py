"""Rows of a table as a spreadsheet takes them from the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from napari_darkroom.core.errors import InputError
from napari_darkroom.tables.conditions import is_number
from napari_darkroom.tables.text import guarded

if TYPE_CHECKING:
    import pandas as pd

# More than these no spreadsheet takes in a time that anybody waits.
MOST_CELLS = 5_000_000
_BREAKS = str.maketrans({"\t": " ", "\n": " ", "\r": " "})


def as_tsv(frame: pd.DataFrame) -> str:
    """Return cells separated by tabs under a line of names, with all digits of the numbers.

    Missing cells are empty. Text that a spreadsheet would run as a formula gets an apostrophe in
    front, and tabs and line breaks in a text become blanks.

    Raises
    ------
    InputError
        If there are more than 5 million cells.
    """
    if frame.size > MOST_CELLS:
        raise InputError(
            f"{len(frame):,} rows of {len(frame.columns)} columns are too many for the clipboard, "
            f"which takes {MOST_CELLS:,} cells. Select fewer rows, show fewer columns, or save the "
            "table as a file."
        )
    columns = [_texts(frame[name]) for name in frame.columns]
    names = [guarded(str(name).translate(_BREAKS)) for name in frame.columns]
    lines = [names, *map(list, zip(*columns, strict=True))]
    return "".join("\t".join(line) + "\n" for line in lines)


def _texts(cells: pd.Series[Any]) -> list[str]:
    missing = cells.isna().to_numpy()
    texts = list(map(str, cells.tolist()))
    if not is_number(cells):
        # The first character may be a tab, which makes a formula of what follows.
        texts = [guarded(text).translate(_BREAKS) for text in texts]
    for row in missing.nonzero()[0].tolist():
        texts[row] = ""
    return texts
