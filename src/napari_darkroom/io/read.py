"""From a file to calibrated values."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from stat import S_ISDIR

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Kind
from napari_darkroom.io.damage import decoding
from napari_darkroom.io.formats import Format, format_of, readable_suffixes
from napari_darkroom.io.label_files import check_may_be_labels, check_no_mask
from napari_darkroom.io.record import restore
from napari_darkroom.io.sidecar import with_sidecar
from napari_darkroom.io.stored import Picture, Stored, to_kind


def read(path: str | PathLike[str], *, kind: Kind | None = None) -> Picture:
    """Read the first image of a file.

    Parameters
    ----------
    path : path
        A file whose name ends in one of `formats.readable_suffixes`.
    kind : {"image", "labels", "mask"}, optional
        What to take it for. By default what the file says it is, else an image. An image read
        as a mask is true above 0; whole numbers can be read as labels, a mask cannot.

    Returns
    -------
    Image, Labels or Mask
        Axes in the order others, t, c, z, y, x (and colour), in native byte order. Sizes and
        units are the file's; axes whose size it does not tell are in pixels.

    Raises
    ------
    FileError
        If the file is missing, empty, cut off, damaged, or of no known format.
    InputError
        If its pixels cannot be of the `kind` asked for.
    """
    return read_all(path, kind=kind)[0]


def read_labels(path: str | PathLike[str]) -> Picture:
    """Read the first image of a file for an input that takes labels.

    As `read` with the kind ``labels``, but there somebody has said what the file holds. Here
    it is not taken for labels where it looks like a mask or a picture, or was made as an image.

    Raises
    ------
    FileError
        As `read`.
    InputError
        If it is a mask, holds only 0 and the value that masks have, looks like a picture, was made
        as an image by Darkroom, or holds what labels cannot be.
    """
    file = Path(path)
    stored = _stored(file)[0]
    value = _value(file, stored, None)
    check_may_be_labels(file, stored, value)
    return to_kind(value, "labels")


def read_all(path: str | PathLike[str], *, kind: Kind | None = None) -> list[Picture]:
    """Read every image of a file: the series of a TIFF, the image HDUs of a FITS file.

    Parameters, errors and the order of axes are those of `read`.
    """
    file = Path(path)
    return [_value(file, one, kind) for one in _stored(file)]


def _stored(file: Path) -> list[Stored]:
    """Return what a file holds, at least one image."""
    chosen = _check(file)
    images = chosen.read(file)
    if not images:
        raise FileError(f"{file} holds no image: it is a {chosen.title} file with other contents.")
    if chosen.sidecar and len(images) == 1:
        return [with_sidecar(file, images[0])]
    return list(images)


def _value(file: Path, stored: Stored, kind: Kind | None) -> Picture:
    if 0 in stored.data.shape:
        raise FileError(f"{file} holds an image without pixels: its shape is {stored.data.shape}.")
    with decoding(file, format_of(file).title):
        value = restore(stored, default_name(file))
    if kind == "labels":
        check_no_mask(file, value)
    return to_kind(value, kind)


def default_name(file: Path) -> str:
    """Return the name of a file without the end that tells its format."""
    ends = [suffix for suffix in readable_suffixes() if file.name.lower().endswith(suffix)]
    return file.name[: -len(max(ends, key=len))] if ends else file.stem


def _check(file: Path) -> Format:
    try:
        about = file.stat()
    except FileNotFoundError as error:
        raise FileError(f"{file} does not exist. Check the name and the folder.") from error
    except (OSError, ValueError) as error:
        raise FileError(
            f"{file} cannot be opened: {error}. Check the name and the folder."
        ) from error
    if S_ISDIR(about.st_mode):
        raise FileError(f"{file} is a folder: name one file in it, or run a recipe on the folder.")
    chosen = format_of(file)
    if about.st_size == 0:
        raise FileError(f"{file} is empty (0 bytes). Copy or export it anew from its source.")
    return chosen
