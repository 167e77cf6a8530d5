"""The one table of image formats: manifest, dialogs and error texts are made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Grid, Kind
from napari_darkroom.io.fits import read_fits
from napari_darkroom.io.npy import read_npy, write_npy
from napari_darkroom.io.png_jpeg import read_picture, write_png
from napari_darkroom.io.stored import Stored
from napari_darkroom.io.tiff import read_tiff
from napari_darkroom.io.tiff_write import write_ome_tiff, write_tiff

Provenance: TypeAlias = Mapping[str, Any] | None
_GRIDS: tuple[Kind, ...] = ("image", "labels", "mask")


def _only_read(path: Path, value: Grid, provenance: Provenance) -> None:
    raise FileError(f"{path} cannot be written: this format is only read.")


@dataclass(frozen=True)
class Format:
    """One file format.

    Attributes
    ----------
    name : str
        Short unique name: ``ome_tiff``.
    title : str
        Name for people: ``OME-TIFF``.
    suffixes : tuple of str
        Ends of file names in lower case, the usual one first.
    kinds : tuple of str
        Kinds of values it can hold.
    read : callable
        From a path to the images in the file.
    write : callable
        From the path to write at, the value and its provenance to a file.
    sidecar : bool
        Whether the file alone keeps no calibration, so that a JSON file stands beside it.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    kinds: tuple[Kind, ...]
    read: Callable[[Path], list[Stored]]
    write: Callable[[Path, Grid, Provenance], None] = _only_read
    sidecar: bool = False

    @property
    def writable(self) -> bool:
        """Whether the format can be written."""
        return self.write is not _only_read


FORMATS: tuple[Format, ...] = (
    Format("ome_tiff", "OME-TIFF", (".ome.tif", ".ome.tiff"), _GRIDS, read_tiff, write_ome_tiff),
    Format("tiff", "TIFF", (".tif", ".tiff"), _GRIDS, read_tiff, write_tiff),
    Format("png", "PNG", (".png",), _GRIDS, read_picture, write_png, sidecar=True),
    Format("jpeg", "JPEG", (".jpg", ".jpeg"), ("image",), read_picture),
    Format("gif", "GIF", (".gif",), ("image",), read_picture),
    Format(
        "fits",
        "FITS",
        (".fits", ".fit", ".fts", ".fits.gz", ".fit.gz", ".fts.gz", ".fits.fz", ".fz"),
        ("image",),
        read_fits,
    ),
    Format("npy", "NumPy array", (".npy",), _GRIDS, read_npy, write_npy, sidecar=True),
)


def readable_suffixes() -> tuple[str, ...]:
    """Return the ends of the names of files that can be read."""
    return tuple(suffix for one in FORMATS for suffix in one.suffixes)


def writable_suffixes() -> tuple[str, ...]:
    """Return the ends of the names of files that can be written."""
    return tuple(suffix for one in FORMATS if one.writable for suffix in one.suffixes)


def format_of(path: Path, *, writing: bool = False) -> Format:
    """Return the format that the end of a file's name tells; the longest end counts.

    Raises
    ------
    FileError
        If no format has that end, or (with `writing`) it can only be read.
    """
    name = path.name.lower()
    allowed = writable_suffixes() if writing else readable_suffixes()
    fitting = [suffix for suffix in allowed if name.endswith(suffix)]
    if not fitting:
        raise FileError(
            f"{path} is of no format that can be {'written' if writing else 'read'}. "
            f"Allowed: names that end in {', '.join(allowed)}."
        )
    longest = max(fitting, key=len)
    return next(one for one in FORMATS if longest in one.suffixes)
