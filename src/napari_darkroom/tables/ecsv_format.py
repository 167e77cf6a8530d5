"""ECSV: text with units, definitions and the record in its header."""

from __future__ import annotations

from pathlib import Path

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.sidecar import KEY
from napari_darkroom.core.values import Table
from napari_darkroom.tables.astropy_cells import as_astropy, as_pandas, meanings
from napari_darkroom.tables.formats import Loaded, Told


def save(path: Path, table: Table, record: str, _: Told) -> None:
    """Write the table as astropy's own text format, with commas."""
    cells = as_astropy(table)
    cells.meta[KEY] = record
    cells.write(path, format="ascii.ecsv", delimiter=",", overwrite=True)


def load(path: Path) -> Loaded:
    """Read a table in ECSV.

    Raises
    ------
    FileError
        If it is none.
    """
    from astropy.table import Table as AstropyTable

    try:
        cells = AstropyTable.read(path, format="ascii.ecsv")
        frame = as_pandas(cells)
    except Exception as error:
        reason = str(error).strip().splitlines()[:1]
        raise FileError(f"{path} cannot be read as ECSV: {''.join(reason)}") from error
    record = cells.meta.get(KEY)
    return Loaded(frame, record if isinstance(record, str) else None, meanings(cells))
