"""Reading TIFF: plain, ImageJ and OME, by tifffile.

What the pixels are: a palette image keeps its indices (the numbers that ImageJ measures, not
the colours it shows), a bilevel image is a mask, an image whose light and dark are swapped
for display (white is zero) keeps its numbers. Stage positions in OME-XML are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import prod
from pathlib import Path
from typing import Any

from napari_darkroom.core.dtypes import as_native
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.sidecar import KEY
from napari_darkroom.io.damage import decoding, logged_errors
from napari_darkroom.io.record import parse_record
from napari_darkroom.io.stored import Stored, name_axes
from napari_darkroom.io.tiff_calibration import Sizes, imagej_sizes, ome_sizes, tag_sizes

_NAMES = {"T": "t", "C": "c", "Z": "z", "Y": "y", "X": "x"}
_COLOUR_PHOTOMETRICS = (2, 6)  # RGB, YCbCr
# What tifffile logs, and goes on with fewer or empty planes, when a file is cut off.
_DAMAGE = re.compile(
    r"invalid page offset|invalid offset|invalid value offset|corrupted|missing"
    r"|expected \d+ frames|incorrect|failed to re|incompletely written"
)
_INFO_LINE = re.compile(rf"^{KEY} = (.*)$", re.MULTILINE)


def read_tiff(path: Path) -> list[Stored]:
    """Return every image series in a TIFF file.

    Raises
    ------
    FileError
        If it is no TIFF, or is damaged or cut off anywhere that matters to the pixels.
    """
    from tifffile import TiffFile

    with decoding(path, "TIFF"), logged_errors("tifffile") as errors, TiffFile(path) as file:
        ome = _ome_images(file)
        series = [one for one in file.series if one.ndim and one.dtype is not None]
        if not len(file.pages):
            raise FileError(
                f"{path} is cut off: the description of its image lies beyond its end, at "
                f"{file.filehandle.size} bytes. Copy or export it anew from its source."
            )
        for one in series:
            _check_extent(path, one, file.filehandle.size)
        _check_promises(path, file, errors)
        result = [_read_series(file, one, ome, i) for i, one in enumerate(series)]
        _check_promises(path, file, errors)
    return result


def _check_extent(path: Path, series: Any, size: int) -> None:
    """Refuse a file that holds less than its pixels need, before memory is taken for them."""
    needed = prod(series.keyframe.chunked)
    for page in filter(None, series.pages):
        end = max(map(sum, zip(page.dataoffsets, page.databytecounts, strict=False)), default=0)
        if end > size or len(page.dataoffsets) < needed:
            raise FileError(
                f"{path} is cut off or damaged: its pixels need more than the {size} bytes that "
                "are there. Copy or export it anew from its source."
            )


def _check_promises(path: Path, file: Any, errors: Sequence[str]) -> None:
    """Refuse a file of which tifffile gave less than its header tells."""
    damage = [message for message in errors if _DAMAGE.search(message)]
    promised = (file.imagej_metadata or {}).get("images", 1)
    found = sum(_plane_count(series) for series in file.series) if file.is_imagej else promised
    if isinstance(promised, int) and promised > found:
        damage.append(f"{promised} planes are promised, {found} are there")
    if damage:
        reason = re.sub(r"<tifffile[^>]*> ?", "", damage[0])
        raise FileError(
            f"{path} is damaged or cut off ({reason[:150]}). Copy or export it anew from its "
            "source."
        )


def _plane_count(series: Any) -> int:
    planes = 1
    for length, code in zip(series.shape, series.axes, strict=True):
        planes *= 1 if code in "YXS" else length
    return planes


def _read_series(file: Any, series: Any, ome: Sequence[Mapping[str, Any]], index: int) -> Stored:
    page = series.keyframe
    data = as_native(series.asarray())
    codes = series.axes
    rgb = "S" in codes and page.photometric in _COLOUR_PHOTOMETRICS
    rgb = rgb and series.shape[codes.index("S")] in (3, 4)
    if rgb:
        position = codes.index("S")
        order = [i for i in range(data.ndim) if i != position] + [position]
        data, codes = data.transpose(order), codes.replace("S", "")
    image = ome[index] if series.kind == "ome" and index < len(ome) else {}
    return Stored(
        data,
        _axis_names(codes),
        sizes=_sizes(file, series, image),
        rgb=rgb,
        channels=_channel_names(image),
        name=str(image.get("Name", "")) if len(file.series) > 1 else "",
        record=_record(file, page, image),
    )


def _axis_names(codes: str) -> tuple[str, ...]:
    """Return names for tifffile's one-letter codes; samples that are no colour are channels."""
    known = [_NAMES.get(code) for code in codes]
    if "S" in codes:
        known[codes.index("S")] = "s" if "c" in known else "c"
    return name_axes(known)


def _sizes(file: Any, series: Any, image: Mapping[str, Any]) -> Sizes:
    if series.kind == "ome":
        return ome_sizes(image.get("Pixels", {}))
    if file.is_imagej:
        return imagej_sizes(series.keyframe, file.imagej_metadata)
    return tag_sizes(series.keyframe)


def _ome_images(file: Any) -> list[Mapping[str, Any]]:
    """Return the Image elements of the OME-XML, each with the file's annotations."""
    if not file.is_ome:
        return []
    from tifffile import xml2dict

    root = xml2dict(file.ome_metadata).get("OME", {})
    notes = root.get("StructuredAnnotations", {})
    return [{**image, "annotations": notes} for image in _as_list(root.get("Image"))]


def _as_list(given: Any) -> list[Any]:
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


def _channel_names(image: Mapping[str, Any]) -> tuple[str, ...]:
    channels = _as_list(image.get("Pixels", {}).get("Channel"))
    names = [str(channel.get("Name", "")) for channel in channels if isinstance(channel, dict)]
    return tuple(names) if any(names) else ()


def _record(file: Any, page: Any, image: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the record in ImageJ's info, in an OME annotation or in a plain description."""
    if image:
        notes = _as_list(image["annotations"].get("CommentAnnotation"))
        found = [parse_record(str(note.get("Value"))) for note in notes if isinstance(note, dict)]
        return next((record for record in found if record), None)
    if file.is_imagej:
        line = _INFO_LINE.search(str(file.imagej_metadata.get("Info", "")))
        return parse_record(line[1]) if line else None
    shaped: Sequence[Mapping[str, Any]] = file.shaped_metadata or ()
    own = shaped[0].get(KEY) if shaped else None
    return parse_record(str(own)) if own else None
