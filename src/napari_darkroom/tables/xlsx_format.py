"""Excel workbooks: the cells, the meaning of the columns, and how the table was made."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Table
from napari_darkroom.tables.formats import Loaded, Told

if TYPE_CHECKING:
    import pandas as pd

_CELLS, _COLUMNS, _RECORD = "table", "columns", "darkroom"
# What a sheet and a cell can hold, and up to where a number of it is exact.
_MOST_ROWS, _LONGEST_TEXT, _EXACT = 2**20 - 1, 32_000, 2**53
# Rows that are written between two words of how far it is.
_BLOCK = 5_000


def save(path: Path, table: Table, record: str, told: Told) -> None:
    """Write a workbook of three sheets; texts are never taken for formulas.

    Raises
    ------
    FileError
        If there are more rows than a sheet can hold.
    """
    import openpyxl

    if len(table.data) > _MOST_ROWS:
        raise FileError(
            f"An Excel sheet holds {_MOST_ROWS:,} rows and the table has {len(table.data):,}. Save "
            "it as .csv or .parquet."
        )
    book = openpyxl.Workbook(write_only=True)
    names = [str(name) for name in table.data.columns]
    cells = book.create_sheet(_CELLS)
    _fill(cells, [names])
    for begin in range(0, len(table.data), _BLOCK):
        told(begin, len(table.data))
        part = table.data.iloc[begin : begin + _BLOCK]
        columns = [_kept_cells(part.iloc[:, i]) for i in range(part.shape[1])]
        _fill(cells, zip(*columns, strict=True))
    meanings = [[n, table.columns[n].unit, table.columns[n].definition] for n in names]
    _fill(book.create_sheet(_COLUMNS), [["column", "unit", "definition"], *meanings])
    _fill(book.create_sheet(_RECORD), ([part] for part in _parts(record)))
    book.save(path)


def _fill(sheet: Any, rows: Iterable[Iterable[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell

    def text(value: str) -> Any:
        made = WriteOnlyCell(sheet, value)
        # Else a text that begins with "=" would be a formula.
        made.data_type = "s"
        return made

    for row in rows:
        sheet.append([text(cell) if isinstance(cell, str) else cell for cell in row])


def _kept_cells(cells: pd.Series[Any]) -> list[Any]:
    """Return cells as Excel can keep them; missing ones are None."""
    missing, kept = cells.isna().to_numpy(), list(map(_kept, cells.tolist()))
    for row in missing.nonzero()[0].tolist():
        kept[row] = None
    return kept


def _kept(value: Any) -> Any:
    """Return a value as Excel can keep it exactly: as text where a number would be rounded."""
    if isinstance(value, int) and abs(value) > _EXACT:
        return str(value)
    return str(value) if isinstance(value, float) and math.isinf(value) else value


def _parts(text: str) -> Iterator[str]:
    for start in range(0, len(text), _LONGEST_TEXT):
        yield text[start : start + _LONGEST_TEXT]


def load(path: Path) -> Loaded:
    """Read the first sheet, and the record where there is one.

    Raises
    ------
    FileError
        If it is no workbook, or has no header line.
    """
    import openpyxl
    import pandas as pd

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        record = _record(book)
        book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, EOFError) as error:
        raise FileError(f"{path} cannot be read as an Excel workbook: {error}.") from error
    if not rows:
        raise FileError(f"{path}: the first sheet is empty, and should begin with column names.")
    names = ["" if name is None else str(name) for name in rows[0]]
    # Rows end with their last cell.
    whole = [row + [None] * (len(names) - len(row)) for row in rows[1:]]
    cells = {name: _column([row[i] for row in whole]) for i, name in enumerate(names)}
    return Loaded(pd.DataFrame(cells, columns=names), record)


def _column(cells: list[Any]) -> Any:
    """Return cells as numbers where all of them are, else as they are."""
    import pandas as pd

    numbers = all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)
    return pd.Series(np.array(cells)) if cells and numbers else pd.Series(cells, dtype=object)


def _record(book: Any) -> str | None:
    if _RECORD not in book.sheetnames:
        return None
    return "".join(str(row[0]) for row in book[_RECORD].iter_rows(values_only=True) if row[0])
