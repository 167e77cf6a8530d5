"""The JSON file beside a table, which tells what its columns mean: ``name.csv.json``."""

from __future__ import annotations

from pathlib import Path

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.sidecar import own_text, sidecar_path


def check_place(path: Path) -> None:
    """Check that a table can be written here without loss to another program.

    Raises
    ------
    FileError
        If the name of its sidecar is taken by a file that Darkroom did not write.
    """
    beside = sidecar_path(path)
    if beside.exists() and own_text(beside) is None:
        raise FileError(
            f"{beside} was not written by Darkroom and is not replaced. The columns of {path.name} "
            "are described in a file of this name: choose another name or folder."
        )
