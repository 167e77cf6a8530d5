"""Reading a table; the end of the name tells the format."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.sidecar import sidecar_path
from napari_darkroom.core.values import Table
from napari_darkroom.tables.formats import format_of
from napari_darkroom.tables.record import restore


def load_table(path: str | PathLike[str]) -> Table:
    """Read a table that `save.save_table` wrote, or one of another program.

    What Darkroom did not write has the units and descriptions that its format keeps; in text the
    types of the columns are guessed.

    Raises
    ------
    FileError
        If the file is missing, empty, damaged or no table, or its record is not of this table.
    """
    source = Path(path)
    if source.is_dir():
        raise FileError(f"{source} cannot be read as a table: it is a folder. Name a file in it.")
    if not source.is_file():
        raise FileError(
            f"{source} cannot be read as a table: it does not exist. Check the name and the folder."
        )
    chosen = format_of(source)
    try:
        loaded = chosen.code.load(source)
    except FileError:
        raise
    except OSError as error:
        raise FileError(f"{source} cannot be read as a table: {error.strerror}.") from error
    place = str(sidecar_path(source)) if chosen.sidecar else f"the record in {source.name}"
    return restore(source, loaded, place)
