"""Writing a value together with how it was made."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from napari_darkroom.core.errors import DarkroomError
from napari_darkroom.core.lineage import Given, Lineage, is_changed
from napari_darkroom.core.values import Value
from napari_darkroom.engine import files
from napari_darkroom.engine.foreign import PackageWarning
from napari_darkroom.recipe.lineage import unroll
from napari_darkroom.recipe.provenance import CHANGED

PROVENANCE = "provenance"


def write(
    path: str | PathLike[str], value: Any, *, provenance: Mapping[str, Any] | None = None
) -> list[Path]:
    """Write a value; the end of the name tells the format.

    The file tells how the value was made: the operations that were run, as a recipe, the files
    and arrays that they began with, and what computed; ``darkroom verify`` makes it again. An
    array tells nothing.

    Parameters
    ----------
    path : path
        Name of the file; its folder must exist. A file that is there is replaced, whole or not
        at all.
    value : Image, Labels, Mask, Table, layer, array or DataFrame
        A bare array of bool is a mask, any other an image; a DataFrame is a table.
    provenance : mapping, optional
        Where the value came from, kept as JSON in the file or beside it; by default what the
        value itself knows.

    Returns
    -------
    list of Path
        The files written; the one asked for is the first.

    Raises
    ------
    FileError
        If the format is unknown or cannot hold the value, or the file cannot be written.
    InputError
        If it is no value, or of a kind that the format is not for.

    Warns
    -----
    PackageWarning
        If an operation that made it is not known any more: the file then does not tell.
    """
    given = files.writable(path, value)
    if provenance is None and given.lineage is not None:
        given, provenance = _told(Path(path), given, given.lineage)
    return files.write(path, given, provenance=provenance)


def _told(path: Path, value: Value, lineage: Lineage) -> tuple[Value, Mapping[str, Any] | None]:
    """Return a value without what its file told of the origin, and what is to be told now."""
    earlier = value.metadata.get(PROVENANCE)
    kept = {key: one for key, one in value.metadata.items() if key != PROVENANCE}
    if isinstance(lineage, Given) and isinstance(earlier, Mapping):
        # The copy of a result is made as the result was.
        provenance = dict(earlier)
    else:
        try:
            provenance = unroll(lineage).provenance()
        except DarkroomError as error:
            # A function of one's own was declared anew since; the result is not to be lost for it.
            told = f"{path} does not tell how it was made: {error}"
            warnings.warn(told, PackageWarning, stacklevel=3)
            return replace(value, metadata=kept), None
    if is_changed(value):
        provenance[CHANGED] = "the result was changed by other means after it was made."
    return replace(value, metadata=kept), provenance
