"""FITS binary tables: cells and units in one extension, the record in another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.sidecar import KEY
from napari_darkroom.core.values import Table
from napari_darkroom.tables.astropy_cells import as_astropy, as_pandas, meanings
from napari_darkroom.tables.formats import Loaded, Told

_RECORD = KEY.upper()


def save(path: Path, table: Table, record: str, _: Told) -> None:
    """Write a binary table; its extension is called TABLE.

    Raises
    ------
    FileError
        If a text is not ASCII, as FITS asks for.
    """
    from astropy.io import fits

    cells = as_astropy(table)
    for name in cells.colnames:
        # Definitions have no place in a FITS table; they stand in the record.
        cells[name].info.description = None
    try:
        extension = fits.table_to_hdu(cells)
    except (UnicodeEncodeError, ValueError) as error:
        raise FileError(
            f"{path.name}: FITS keeps texts in ASCII alone ({error}). Save as .ecsv instead."
        ) from error
    extension.name = "TABLE"
    told = fits.ImageHDU(np.frombuffer(record.encode("utf-8"), np.uint8), name=_RECORD)
    fits.HDUList([fits.PrimaryHDU(), extension, told]).writeto(path, overwrite=True)


def load(path: Path) -> Loaded:
    """Read the first binary table of a file.

    Raises
    ------
    FileError
        If there is none, or the file is damaged.
    """
    from astropy.io import fits
    from astropy.table import Table as AstropyTable

    try:
        with fits.open(path, memmap=False) as file:
            found = [hdu for hdu in file if isinstance(hdu, fits.BinTableHDU | fits.TableHDU)]
            tables = [AstropyTable.read(hdu) for hdu in found[:1]]
            record = bytes(file[_RECORD].data).decode("utf-8") if _RECORD in file else None
        frames = [as_pandas(cells) for cells in tables]
    except Exception as error:
        raise FileError(f"{path} cannot be read as a FITS table: {error}") from error
    if not tables:
        raise FileError(f"{path} holds no table.")
    return Loaded(frames[0], record, meanings(tables[0]))


def holds_only_tables(path: Path) -> bool:
    """Whether a FITS file has a table and no image; what cannot be read has neither."""
    from astropy.io import fits

    try:
        with fits.open(path) as file:
            return _has_table(file) and not any(_has_pixels(hdu) for hdu in file)
    except (OSError, TypeError, ValueError):
        return False


def _has_table(file: Any) -> bool:
    from astropy.io import fits

    # A compressed image is kept as a table too.
    return any(isinstance(h, fits.BinTableHDU) and not h.header.get("ZIMAGE") for h in file)


def _has_pixels(hdu: Any) -> bool:
    return bool(hdu.is_image and hdu.header.get("NAXIS", 0) > 0 and hdu.name != _RECORD)
