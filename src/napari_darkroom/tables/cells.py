"""Cells of a column in the types that files keep, and back in their own."""

from __future__ import annotations

from typing import Any

import numpy as np


def is_text(dtype: Any) -> bool:
    """Whether a column of this type holds text."""
    return str(dtype) in ("object", "str", "string", "category")


def typed(cells: Any, dtype: str, *, empty: bool = False) -> Any:
    """Return a column as it was before a file kept it as text, numbers or nothing.

    Parameters
    ----------
    cells : Series
        What the file gave; missing cells are None, NaN or empty.
    dtype : str
        The type that is recorded.
    empty : bool
        Whether an empty text is a text; else it is missing.

    Raises
    ------
    ValueError
        If a cell is of another type.
    """
    if str(cells.dtype) == dtype and not is_text(dtype):
        return cells
    missing = cells.isna() | (cells == "") if is_text(cells.dtype) else cells.isna()
    if dtype == "bool":
        return _truths(cells)
    if dtype.startswith("float"):
        # Through text: what a number in a text stands for is then found in one way.
        return cells.where(~missing, np.nan).astype(object).to_numpy().astype(dtype)
    if is_text(dtype):
        absent = cells.isna() if empty else missing
        texts = cells.astype(object).where(cells.isna(), cells.astype(str))
        texts = texts.where(~absent, "" if empty else None)
        return texts.astype(_text_dtype() if dtype == "str" else dtype)
    return _whole(cells.astype(object).where(~missing, None), dtype)


def _text_dtype() -> Any:
    """Return what pandas takes for text, which differs between its versions."""
    import pandas as pd

    return pd.Series(["text"]).dtype


def _truths(cells: Any) -> Any:
    # 1 and 0, which some files keep, equal True and False.
    known = cells.map({"True": True, "False": False, True: True, False: False})
    if known.isna().any():
        raise ValueError(f"{cells.name} holds neither True nor False")
    return known.astype(bool)


def _whole(cells: Any, dtype: str) -> Any:
    """Return whole numbers; what a file kept as text or as a float is one first."""
    return cells.map(lambda cell: cell if cell is None else int(cell)).astype(dtype)


def guessed(cells: Any) -> Any:
    """Return a column of text as whole numbers, numbers or truth values where all cells are."""
    for dtype in ("int64", "float64", "bool"):
        try:
            return typed(cells, dtype)
        except (ValueError, TypeError, OverflowError):
            continue
    return typed(cells, "str")
