"""Reading and writing whatever a value is kept in: images and tables, told by the name's end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from napari_darkroom.core.channels import take_channel
from napari_darkroom.core.errors import FileError, InputError
from napari_darkroom.core.fingerprint import fingerprint
from napari_darkroom.core.lineage import FileState, Given
from napari_darkroom.core.values import GRID_TYPES, Grid, Image, Kind, Table, Value
from napari_darkroom.engine.convert import as_value
from napari_darkroom.io import read as images_in
from napari_darkroom.io import write as images_out
from napari_darkroom.io.formats import readable_suffixes
from napari_darkroom.tables.drawn import as_kind
from napari_darkroom.tables.formats import table_suffixes
from napari_darkroom.tables.frame import as_table, is_frame
from napari_darkroom.tables.load import load_table
from napari_darkroom.tables.save import save_table


def read(
    path: str | PathLike[str], *, kind: Kind | None = None, channel: int | str | None = None
) -> Value:
    """Read a file: an image, labels, a mask, a table, points or shapes.

    Parameters
    ----------
    path : path
        The file. The end of its name tells the format.
    kind : {"image", "labels", "mask", "table", "points", "shapes"}, optional
        What to take it for; by default what the file says it is, else an image or a table.
        An image of whole numbers can be taken for labels: each number is one object, also 255 in
        a file of 0 and 255. What the file says is a mask cannot, as a mask does not tell its
        objects apart.
    channel : int or str, optional
        The one channel to take from an image with several: its index or its name.

    Returns
    -------
    Image, Labels, Mask, Table, Points or Shapes
        With the file's calibration; in pixels where it tells none.

    Raises
    ------
    FileError
        If the file is missing, empty, cut off, damaged, or of no known format.
    InputError
        If its contents cannot be of the `kind` asked for, or there is no such channel.
    """
    state = FileState.of(Path(path))
    value = _read(path, kind)
    if channel is not None:
        if not isinstance(value, Image):
            raise InputError(f"{path} is {value.kind} and has no channels: leave the channel out.")
        value = take_channel(value, channel)
    return _from_file(value, Path(path), state, channel)


def read_input(path: str | PathLike[str], kind: Kind | None) -> Value:
    """Read a file for an input, where nobody but the input says what it holds.

    As `read`, but a file is not taken for labels that looks like a mask or a picture, or was made
    as an image.

    Parameters
    ----------
    path : path
        The file.
    kind : str or None
        What the input takes; None where that is several, or an image.

    Raises
    ------
    FileError, InputError
        As `read`.
    """
    if kind != "labels":
        return read(path, kind=kind)
    state = FileState.of(Path(path))
    _is_table(Path(path), kind)
    return _from_file(images_in.read_labels(path), Path(path), state)


def _from_file(
    value: Value, path: Path, state: FileState | None, channel: int | str | None = None
) -> Value:
    """Return a value that knows the file that it was read from."""
    origin = Given(
        value.kind,
        fingerprint(value),
        name=value.name,
        file=path.name,
        channel=channel,
        state=state,
    )
    return replace(value, lineage=origin)


def _read(path: str | PathLike[str], kind: Kind | None) -> Value:
    if not _is_table(Path(path), kind):
        return images_in.read(path, kind=kind)
    return load_table(path) if kind is None else as_kind(load_table(path), kind)


def _is_table(source: Path, kind: Kind | None) -> bool:
    """Return whether a file is to be read as a table; raise if it cannot be of the kind."""
    suffix = source.suffix.lower()
    table = suffix in table_suffixes()
    if table and suffix in readable_suffixes():
        # FITS keeps both: what is asked for decides, or what is in the file.
        table = kind not in GRID_TYPES if kind is not None else _holds_only_tables(source)
    if kind is not None and table == (kind in GRID_TYPES):
        raise FileError(
            f"{source} cannot be read as {kind}: tables, points and shapes are in files that end "
            f"in {', '.join(table_suffixes())}, images in all others."
        )
    return table


def _holds_only_tables(source: Path) -> bool:
    from napari_darkroom.tables.fits_format import holds_only_tables

    return holds_only_tables(source)


def write(
    path: str | PathLike[str], value: Any, *, provenance: Mapping[str, Any] | None = None
) -> list[Path]:
    """Write a value; the end of the name tells the format.

    Parameters
    ----------
    path : path
        Name of the file; its folder must exist. A file that is there is replaced, whole or not
        at all.
    value : Image, Labels, Mask, Table, layer, array or DataFrame
        A bare array of bool is a mask, any other an image; a DataFrame is a table.
    provenance : mapping, optional
        Where the value came from, kept as JSON in the file or beside it.

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
    """
    given = writable(path, value)
    if isinstance(given, Table):
        return save_table(path, given, provenance=provenance)
    return images_out.write(path, given, provenance=provenance)


def writable(path: str | PathLike[str], value: Any) -> Value:
    """Return what is given to be written as a value of the kind that the file is for.

    Raises
    ------
    InputError
        If it is no value, or of a kind that the format is not for.
    """
    if value is None or isinstance(value, str | PathLike):
        raise InputError(f"{value!r} cannot be written: give a value, an array or a table.")
    given: Value = as_table(value) if is_frame(value) else as_value(value, ("image", "mask"))
    if not isinstance(given, Grid | Table):
        raise InputError(f"{type(value).__name__} cannot be written: give a value, array or table.")
    suffix = Path(path).suffix.lower()
    tables = set(table_suffixes())
    fits = (
        suffix in tables
        if isinstance(given, Table)
        else suffix not in tables - set(readable_suffixes())
    )
    if not fits:
        raise InputError(
            f"{path} cannot hold the {given.kind}: a table goes into a file that ends in "
            f"{', '.join(table_suffixes())}, pixels into an image such as .tif."
        )
    return given
