"""Tables as text with one header line; what a column means stands in JSON beside it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.sidecar import own_text, sidecar_path
from napari_darkroom.core.values import Table
from napari_darkroom.tables.cells import guessed, is_text
from napari_darkroom.tables.formats import Loaded, Told
from napari_darkroom.tables.text import guarded, unguarded
from napari_darkroom.tables.texts import dates_as_text, written

if TYPE_CHECKING:
    import pandas as pd

# Rows that are written between two words of how far it is.
_BLOCK = 5_000


def save_separated(separator: str, path: Path, table: Table, _: str, told: Told) -> None:
    """Write the cells; text that a spreadsheet would run as a formula is guarded."""
    frame = dates_as_text(table.data)
    texts = [frame.iloc[:, i] for i, dtype in enumerate(frame.dtypes) if is_text(dtype)]
    # The csv module of Python 3.11 does not quote a lone carriage return by itself.
    returns = any(cells.astype(str).str.contains("\r", regex=False).any() for cells in texts)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(
            file,
            delimiter=separator,
            lineterminator="\n",
            quoting=csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL,
        )
        lines.writerow([guarded(str(name)) for name in frame.columns])
        for begin in range(0, len(frame), _BLOCK):
            told(begin, len(frame))
            part = frame.iloc[begin : begin + _BLOCK]
            columns = [written(part.iloc[:, i]) for i in range(part.shape[1])]
            lines.writerows(zip(*columns, strict=True))


def load_separated(separator: str, path: Path) -> Loaded:
    """Read the cells, as text where a sidecar tells their types, else with guessed types.

    Raises
    ------
    FileError
        If the file is empty, no text or no table.
    """
    import pandas as pd

    record = own_text(sidecar_path(path))
    try:
        frame = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, na_filter=False)
    except (UnicodeDecodeError, ValueError, pd.errors.ParserError) as error:
        raise FileError(f"{path} cannot be read as a table: {_reason(error)}.") from error
    if record is None:
        return Loaded(frame.apply(_unguarded).apply(guessed))
    named = frame.set_axis([unguarded(str(name)) for name in frame.columns], axis="columns")
    return Loaded(named.apply(_unguarded), record)


def _unguarded(cells: pd.Series[Any]) -> pd.Series[Any]:
    return cells.map(unguarded) if cells.str.startswith("'").any() else cells


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not text in UTF-8"
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else "it is no CSV"
