"""The JSON file beside an image whose format keeps no calibration: ``name.png.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from napari_darkroom.core.errors import FileError
from napari_darkroom.io.record import parse_record
from napari_darkroom.io.stored import Stored


def sidecar_path(path: Path) -> Path:
    """Return where the sidecar of a file stands."""
    return path.with_name(f"{path.name}.json")


def with_sidecar(path: Path, stored: Stored) -> Stored:
    """Return what a file holds together with what its sidecar tells, if it has one.

    Raises
    ------
    FileError
        If there is a sidecar, but not of this image.
    """
    beside = sidecar_path(path)
    if not beside.is_file():
        return stored
    try:
        record = parse_record(beside.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{beside} cannot be read ({error}). Remove or mend it.") from error
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
