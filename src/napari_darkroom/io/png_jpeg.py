"""PNG, JPEG and GIF.

The pixels are those of the file: no colour profile and no EXIF rotation is applied. A palette
of greys that rises or falls evenly is a matter of display, so its indices are kept (they are
what ImageJ measures); any other palette becomes its colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from napari_darkroom.core.errors import FileError
from napari_darkroom.core.values import Grid
from napari_darkroom.io.damage import decoding
from napari_darkroom.io.stored import Stored

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DEPTH_BYTE = 24


def read_picture(path: Path) -> list[Stored]:
    """Return the image in a PNG, JPEG or GIF file; several frames of a GIF stand along t.

    Raises
    ------
    FileError
        If the file is damaged, cut off or of another format.
    """
    with decoding(path, "PNG, JPEG or GIF"):
        return [_read_deep_png(path) if _is_deep_png(path) else _read_with_pillow(path)]


def _is_deep_png(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_DEPTH_BYTE + 1)
    return head.startswith(_PNG_SIGNATURE) and len(head) > _DEPTH_BYTE and head[_DEPTH_BYTE] == 16


def _read_deep_png(path: Path) -> Stored:
    # Pillow reads colours of 16 bits as 8 without a word.
    from imagecodecs import png_decode

    return _from_samples(np.asarray(png_decode(path.read_bytes())))


def _read_with_pillow(path: Path) -> Stored:
    from PIL import Image as Pillow

    with Pillow.open(path, formats=("PNG", "JPEG", "GIF")) as picture:
        count = getattr(picture, "n_frames", 1) if picture.format == "GIF" else 1
        if count == 1:
            return _from_samples(_pixels(picture))
        frames = []
        for number in range(count):
            picture.seek(number)
            frames.append(np.asarray(picture.convert("RGB")))
    return Stored(np.stack(frames), ("t", "y", "x"), rgb=True)


def _pixels(picture: Any) -> NDArray[Any]:
    if picture.mode == "P" and not _is_grey_ramp(picture):
        return np.asarray(picture.convert("RGBA" if "transparency" in picture.info else "RGB"))
    if picture.mode in ("CMYK", "YCbCr", "LAB", "HSV"):
        return np.asarray(picture.convert("RGB"))
    return np.asarray(picture)


def _is_grey_ramp(picture: Any) -> bool:
    # Writers leave out, or fill with black, what lies above the largest index.
    used = int(np.asarray(picture).max()) + 1
    palette = np.asarray(picture.getpalette("RGB"), dtype=int).reshape(-1, 3)[:used]
    grey = bool((palette == palette[:, :1]).all())
    steps = np.diff(palette[:, 0])
    return grey and len(steps) > 1 and abs(int(steps[0])) == 1 and bool((steps == steps[0]).all())


def _from_samples(pixels: NDArray[Any]) -> Stored:
    if pixels.ndim == 2:
        return Stored(pixels, ("y", "x"))
    if pixels.shape[-1] in (3, 4):
        return Stored(pixels, ("y", "x"), rgb=True)
    return Stored(pixels, ("y", "x", "c"), channels=("grey", "alpha"))


def write_png(path: Path, value: Grid, provenance: Mapping[str, Any] | None) -> None:
    """Write a plane of 8 or 16 bits, a mask (as 0 and 255) or labels (16 bits) as PNG.

    Raises
    ------
    FileError
        If PNG cannot hold the value without loss.
    """
    del provenance  # stands in the sidecar
    from imagecodecs import png_encode

    path.write_bytes(png_encode(_samples(value, _plane(value))))


def _plane(value: Grid) -> NDArray[Any]:
    pixels = np.asarray(value.data)
    plane = pixels.shape[value.calibration.ndim - 2 :] if value.calibration.ndim >= 2 else ()
    if len(plane) < 2 or np.prod(pixels.shape) != np.prod(plane):
        raise FileError(
            f"PNG holds one plane, this {value.kind} has the shape {value.shape} along "
            f"{', '.join(value.calibration.axes)}. Use a name that ends in .tif, or take one plane."
        )
    return pixels.reshape(plane)


def _samples(value: Grid, pixels: NDArray[Any]) -> NDArray[Any]:
    if value.kind == "mask":
        return pixels.astype(np.uint8) * np.uint8(255)
    if value.kind == "labels":
        if pixels.size and (pixels.min() < 0 or pixels.max() > np.iinfo(np.uint16).max):
            raise FileError(
                f"PNG holds labels from 0 to 65535, these run from {pixels.min()} to "
                f"{pixels.max()}. Use a name that ends in .tif, or number them anew."
            )
        return pixels.astype(np.uint16)
    if pixels.dtype.newbyteorder("=") not in (np.uint8, np.uint16):
        raise FileError(
            f"PNG holds images of uint8 or uint16, this one is {pixels.dtype}. Use a name "
            "that ends in .tif, or rescale it to one of these first."
        )
    return np.ascontiguousarray(pixels, dtype=pixels.dtype.newbyteorder("="))
