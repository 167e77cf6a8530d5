"""From a calibrated value to a file."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from napari_darkroom.core.atomic import replacing
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.sidecar import sidecar_path
from napari_darkroom.core.values import Grid, Image
from napari_darkroom.io.formats import format_of
from napari_darkroom.io.record import make_record, to_json
from napari_darkroom.io.sidecar import check_place, remove_earlier


def write(
    path: str | PathLike[str], value: Grid, *, provenance: Mapping[str, Any] | None = None
) -> list[Path]:
    """Write an image, labels or a mask; the end of the name tells the format.

    Nothing is converted with a loss: what a format cannot hold is refused. TIFF keeps the
    calibration, the kind and the name. PNG and NPY get a JSON file beside them where they alone
    would not read back as the same value.

    Parameters
    ----------
    path : path
        Name of the file; its folder must exist. A file that is there is replaced.
    value : Image, Labels or Mask
        Masks are written as 0 and 255 (NPY: bool). A lazy value is computed block
        by block into TIFF and NPY, as a whole for the others.
    provenance : mapping, optional
        Where the value came from, kept as JSON; by default ``value.metadata["provenance"]``.

    Returns
    -------
    list of Path
        The files written, the image first. All of them are whole, or none is.

    Raises
    ------
    FileError
        If the format is unknown or cannot hold the value, the file cannot be written, or a JSON
        file of another program stands where one is needed.
    """
    target = Path(path)
    chosen = format_of(target, writing=True)
    if 0 in value.data.shape:
        raise FileError(
            f"{target}: a {value.kind} without pixels (shape {value.shape}) is not written."
        )
    if not chosen.sidecar:
        with replacing(target) as (draft,):
            chosen.write(draft, value, provenance)
        return [target]
    if _reads_back_alone(value, provenance):
        with replacing(target) as (draft,):
            chosen.write(draft, value, provenance)
        # It would describe other pixels.
        remove_earlier(target)
        return [target]
    check_place(target)
    beside = sidecar_path(target)
    record = to_json(make_record(value, value.calibration.axes, provenance))
    with replacing(target, beside) as (draft, beside_draft):
        chosen.write(draft, value, provenance)
        beside_draft.write_text(record + "\n", encoding="utf-8")
    return [target, beside]


def _reads_back_alone(value: Grid, provenance: Mapping[str, Any] | None) -> bool:
    """Whether bare pixels read back as this value: an image in pixels, colours as guessed."""
    origin = provenance if provenance is not None else value.metadata.get("provenance")
    if not isinstance(value, Image) or value.channels or origin is not None:
        return False
    guessed_rgb = value.data.ndim >= 3 and value.data.shape[-1] in (3, 4)
    plain = value.calibration == Calibration.default(value.calibration.ndim)
    return plain and value.rgb == guessed_rgb
