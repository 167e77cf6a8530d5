"""Values that are kept beside a recipe: small files, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

from napari_darkroom.core.atomic import replacing
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.sidecar import sidecar_path
from napari_darkroom.core.values import Grid, Kind, Table, Value
from napari_darkroom.engine.files import read
from napari_darkroom.io.tiff_write import write_compressed_tiff
from napari_darkroom.tables.save import save_table


def keep(folder: Path, name: str, value: Value) -> Path:
    """Write a value as ``name.tif``, compressed, or ``name.csv`` with its sidecar.

    Its own name and metadata are left out, so that content alone decides the bytes.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FileError
        If it cannot be written; an older file then stays as it was.
    """
    bare = replace(value, name="", metadata={})
    if isinstance(bare, Table):
        return save_table(folder / f"{name}.csv", bare)[0]
    target = folder / f"{name}.tif"
    with replacing(target) as (draft,):
        write_compressed_tiff(draft, bare)
    return target


def read_kept(path: Path, kind: Kind, sha256: str, root: Path) -> Value:
    """Return the value in a kept file that is as it was written.

    Parameters
    ----------
    path : Path
        The file.
    kind : str
        What it is taken for.
    sha256 : str
        Its hash (`kept_hash`).
    root : Path
        The folder out of which no link may lead.

    Raises
    ------
    FileError
        If it is missing, leads out of `root`, is not what was written, or is damaged.
    """
    check_place(path, root)
    found = kept_hash(path)
    if found != sha256:
        raise FileError(
            f"{path} is not the file that was saved with the recipe: its SHA-256 should be "
            f"{sha256} and is {found}. Bring the file back, or make it anew."
        )
    value = read(path, kind=kind)
    return replace(value, name=path.stem) if isinstance(value, Grid) else value


def kept_hash(path: Path) -> str:
    """Return the SHA-256 of a kept file, of a table with its sidecar behind it.

    The sidecar tells units and types: with another one it would be another table.

    Raises
    ------
    FileError
        If it is missing or cannot be read.
    """
    state = hashlib.sha256()
    try:
        for part in (path, sidecar_path(path)):
            if part == path or part.is_file():
                state.update(part.read_bytes())
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
    return state.hexdigest()


def copy_kept(path: Path, folder: Path) -> None:
    """Copy a kept file, and the sidecar that it may have, into a folder that is made if missing.

    Raises
    ------
    FileError
        If they cannot be written.
    """
    parts = [part for part in (path, sidecar_path(path)) if part.is_file()]
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FileError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    with replacing(*(folder / part.name for part in parts)) as drafts:
        for part, draft in zip(parts, drafts, strict=True):
            shutil.copyfile(part, draft)


def check_place(path: Path, root: Path) -> None:
    """Check that a kept file is there, and no link leads it out of the folder `root`.

    Raises
    ------
    FileError
        If it is missing, or leads out.
    """
    for part in (path, sidecar_path(path)):
        if not part.resolve().is_relative_to(root.resolve()):
            raise FileError(
                f"{part} leads to {part.resolve()}, out of the folder {root}: put the file itself "
                "there, not a link to it."
            )
    if not path.is_file():
        raise FileError(f"{path} does not exist: it belongs to the recipe, bring it back.")
