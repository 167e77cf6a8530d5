"""The JSON file beside an image whose format keeps no calibration: ``name.png.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.sidecar import own_text, sidecar_path
from napari_darkroom.io.record import parse_record
from napari_darkroom.io.stored import Stored


def check_place(path: Path) -> None:
    """Check that the sidecar of a file can be written without loss to another program.

    Raises
    ------
    FileError
        If its name is taken by a JSON file that Darkroom did not write.
    """
    beside = sidecar_path(path)
    if beside.exists() and own_text(beside) is None:
        raise FileError(
            f"{beside} was not written by Darkroom and is not replaced. {path.name} needs a JSON "
            "file of this name for its calibration: choose another name or folder, or a TIFF file."
        )


def remove_earlier(path: Path) -> None:
    """Remove the sidecar of an earlier file of this name; one of another program stays.

    Raises
    ------
    FileError
        If it cannot be removed.
    """
    beside = sidecar_path(path)
    if own_text(beside) is None:
        return
    try:
        beside.unlink()
    except OSError as error:
        raise FileError(
            f"{beside} describes an earlier {path.name} and cannot be removed: {error.strerror}. "
            "Remove it."
        ) from error


def with_sidecar(path: Path, stored: Stored) -> Stored:
    """Return what a file holds together with what its sidecar tells, if it has one.

    A JSON file of another program, which has no ``darkroom`` in it, tells nothing here.

    Raises
    ------
    FileError
        If there is a sidecar, but not of this image.
    """
    beside = sidecar_path(path)
    text = own_text(beside)
    if text is None:
        return stored
    record = parse_record(text)
    if record is None or not _fits(record, stored):
        raise FileError(
            f"{beside} does not describe {path.name} (shape {stored.data.shape}): it is damaged or "
            "of another image. Remove or rename it to read the image without calibration."
        )
    return _as_recorded(stored, record)


def _fits(record: Mapping[str, Any], stored: Stored) -> bool:
    shape = record.get("shape")
    if not isinstance(shape, list) or not all(isinstance(n, int) for n in shape):
        return False
    colour = stored.data.shape[-1:] if record.get("rgb") else ()
    return [n for n in (*shape, *colour) if n != 1] == [n for n in stored.data.shape if n != 1]


def _as_recorded(stored: Stored, record: Mapping[str, Any]) -> Stored:
    """Return `stored` with its colour as recorded: a bare array's last axis is only guessed."""
    rgb = bool(record.get("rgb"))
    if rgb == stored.rgb:
        return replace(stored, record=record)
    return replace(stored, data=stored.data, axes=tuple(record["stored"]), rgb=rgb, record=record)
