"""Rows of a table as a spreadsheet takes them from the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from napari_darkroom.tables.conditions import is_number
from napari_darkroom.tables.text import guarded

if TYPE_CHECKING:
    import pandas as pd

_BREAKS = str.maketrans({"\t": " ", "\n": " ", "\r": " "})


def as_tsv(frame: pd.DataFrame) -> str:
    """Return cells separated by tabs under a line of names, with all digits of the numbers.

    Missing cells are empty. Text that a spreadsheet would run as a formula gets an apostrophe in
    front, and tabs and line breaks in a text become blanks.
    """
    columns = [_texts(frame[name]) for name in frame.columns]
    names = [guarded(str(name).translate(_BREAKS)) for name in frame.columns]
    lines = [names, *map(list, zip(*columns, strict=True))]
    return "".join("\t".join(line) + "\n" for line in lines)


def _texts(cells: pd.Series[Any]) -> list[str]:
    missing, number = cells.isna().tolist(), is_number(cells)
    texts = [str(cell) for cell in cells.tolist()]
    if not number:
        # The first character may be a tab, which makes a formula of what follows.
        texts = [guarded(text).translate(_BREAKS) for text in texts]
    return ["" if gone else text for gone, text in zip(missing, texts, strict=True)]
