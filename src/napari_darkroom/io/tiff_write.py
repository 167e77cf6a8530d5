"""Writing TIFF: a hyperstack for ImageJ where it can hold the value, else OME, else plain.

========================  =============================================================
ImageJ                    uint8, uint16, float32, uint8 RGB(A); masks as 0 and 255; labels
                          up to 65535; axes t, z, c, y, x; one length unit
OME                       all other integers up to 32 bits, float64, uint16 RGB; and every
                          file whose name ends in ``.ome.tif``
plain                     what neither knows: 64-bit integers, float16, other axes
========================  =============================================================

Nothing is converted with a loss, and each flavour carries Darkroom's record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np

from napari_darkroom.core.blocks import store
from napari_darkroom.core.errors import FileError
from napari_darkroom.core.sidecar import KEY
from napari_darkroom.core.values import Grid, Labels
from napari_darkroom.io.raw import RawPixels
from napari_darkroom.io.record import make_record, to_json
from napari_darkroom.io.tiff_description import imagej_metadata, ome_metadata, resolution

Flavour: TypeAlias = Literal["imagej", "ome", "plain"]
_ORDER = ("t", "z", "c", "y", "x")
_CODES = "".join(_ORDER).upper()
_IMAGEJ_TYPES = ("uint8", "uint16", "float32")
_OME_TYPES = (*_IMAGEJ_TYPES, "int8", "int16", "int32", "uint32", "float64")
# Classic TIFF counts bytes in 32 bits; a little is left for the tags.
_CLASSIC_LIMIT = 2**32 - 2**25
# Bounds of a fraction of two 32-bit integers, with digits to spare.
_RESOLUTIONS = (1e-5, 1e8)


@dataclass(frozen=True)
class _Layout:
    """How a value stands in the file; decided once, since the type of lazy labels is costly."""

    value: Grid
    axes: tuple[str, ...]
    dtype: np.dtype[Any]

    @property
    def colour(self) -> tuple[int, ...]:
        return tuple(self.value.data.shape[self.value.calibration.ndim :])

    @property
    def large(self) -> bool:
        return self.value.data.size * self.dtype.itemsize > _CLASSIC_LIMIT

    @property
    def fits_ome(self) -> bool:
        return self.axes == _ORDER and self.dtype.name in _OME_TYPES

    @property
    def fits_imagej(self) -> bool:
        types = ("uint8",) if self.colour else _IMAGEJ_TYPES
        if self.axes != _ORDER or self.dtype.name not in types or self.large:
            return False
        low, high = _RESOLUTIONS
        return all(low <= density <= high for density in resolution(self.value) or ())

    def shape(self, flavour: Flavour) -> tuple[int, ...]:
        """Return the shape in the file: all the axes, of a plain one those longer than 1."""
        lengths = dict(zip(self.value.calibration.axes, self.value.shape, strict=True))
        full = tuple(lengths.get(axis, 1) for axis in self.axes)
        if flavour == "imagej":
            # Without a sample axis a last length of 1 would be taken for it.
            return full + (self.colour or (1,))
        if flavour == "ome":
            return full + self.colour
        long = tuple(length for length in full if length > 1)
        return (1,) * (2 - len(long)) + long + self.colour

    def pixels(self) -> Any:
        """Return the pixels, lazy ones still so, with the axes in the file's order."""
        own = self.value.calibration.axes
        order = [own.index(axis) for axis in self.axes if axis in own]
        return self.value.data.transpose(order + list(range(len(own), self.value.data.ndim)))


def write_tiff(path: Path, value: Grid, provenance: Mapping[str, Any] | None) -> None:
    """Write a value in the first of the three flavours that can hold it, block by block."""
    layout = _layout(value)
    fallback: Flavour = "ome" if layout.fits_ome else "plain"
    _write(path, layout, provenance, "imagej" if layout.fits_imagej else fallback)


def write_ome_tiff(path: Path, value: Grid, provenance: Mapping[str, Any] | None) -> None:
    """Write a value as OME-TIFF; a lazy one block by block.

    Raises
    ------
    FileError
        If OME-TIFF cannot hold the pixel type or the axes.
    """
    layout = _layout(value)
    if not layout.fits_ome:
        raise FileError(
            f"OME-TIFF cannot hold {value.dtype} along {', '.join(value.calibration.axes)}: it "
            f"knows {', '.join(sorted(_OME_TYPES))} along t, c, z, y, x. Use a name that ends "
            "in .tif."
        )
    _write(path, layout, provenance, "ome")


def write_compressed_tiff(path: Path, value: Grid) -> None:
    """Write a value as a plain TIFF, small and without a loss; the same value gives the same bytes.

    For files that Darkroom itself reads again: drawings and painted labels are mostly background.
    """
    layout = _layout(value)
    _write(path, layout, None, "plain", compression="zlib")


def _layout(value: Grid) -> _Layout:
    axes = value.calibration.axes
    standard = set(axes) <= set(_ORDER) and {"y", "x"} <= set(axes)
    return _Layout(value, _ORDER if standard else axes, _stored_type(value))


def _stored_type(value: Grid) -> np.dtype[Any]:
    if value.kind == "mask":
        return np.dtype(np.uint8)
    dtype = value.dtype.newbyteorder("=")
    if not isinstance(value, Labels) or dtype == np.uint8:
        return dtype
    low, high = _ends(value.data)
    fits = low >= 0 and high <= np.iinfo(np.uint16).max
    return np.dtype(np.uint16) if fits else dtype


def _ends(data: Any) -> tuple[int, int]:
    """Return the least and the largest element; lazy ones are computed once for both."""
    low, high = data.min(), data.max()
    if hasattr(data, "dask"):
        import dask.array as da

        low, high = da.compute(low, high)
    return int(low), int(high)


def _write(
    path: Path,
    layout: _Layout,
    provenance: Mapping[str, Any] | None,
    flavour: Flavour,
    **options: Any,
) -> None:
    from tifffile import imwrite

    record = to_json(make_record(layout.value, layout.axes, provenance))
    shape = layout.shape(flavour)
    colour = layout.colour
    by_blocks = layout.value.lazy and not options
    imwrite(
        path,
        None if by_blocks else _pixels(layout, flavour),
        shape=shape,
        dtype=layout.dtype,
        photometric="rgb" if colour else "minisblack",
        planarconfig="contig" if colour else None,
        extrasamples=["unassalpha"] if colour == (4,) else None,
        bigtiff=layout.large,
        **_description(flavour, layout, record),
        **options,
    )
    if by_blocks:
        _fill(path, layout)


def _pixels(layout: _Layout, flavour: Flavour) -> Any:
    """Return what tifffile writes: planes one by one where it takes them, else the whole."""
    if flavour == "plain":
        return _as_stored(layout.pixels(), layout.dtype).reshape(layout.shape(flavour))
    return _planes(layout)


def _fill(path: Path, layout: _Layout) -> None:
    """Compute lazy pixels into a file that has their place; each block is computed once."""
    from tifffile import TiffFile

    with TiffFile(path) as tiff:
        offset, order = tiff.series[0].dataoffset, tiff.byteorder
    if offset is None:
        raise FileError(f"{path.name}: its pixels do not stand in one piece. Compute it first.")
    lazy = layout.pixels()
    stored = lazy.map_blocks(_as_stored, layout.dtype, dtype=layout.dtype)
    with path.open("r+b") as file:
        store(stored, RawPixels(file, offset, lazy.shape, layout.dtype.newbyteorder(order)))


def _planes(layout: _Layout) -> Iterator[Any]:
    """Yield the planes in the file's order, each computed and converted when it is asked for."""
    pixels = layout.pixels()
    for index in np.ndindex(pixels.shape[: layout.value.calibration.ndim - 2]):
        yield _as_stored(pixels[index], layout.dtype)


def _as_stored(pixels: Any, dtype: np.dtype[Any]) -> Any:
    array = np.asarray(pixels)
    stored = np.ascontiguousarray(array, dtype=dtype)
    return stored * dtype.type(255) if array.dtype == bool else stored


def _description(flavour: Flavour, layout: _Layout, record: str) -> dict[str, Any]:
    """Return tifffile's arguments that say what the pixels are."""
    if flavour == "imagej":
        told = imagej_metadata(layout.value) | {"axes": f"{_CODES}S", "Info": f"{KEY} = {record}"}
        return {"imagej": True, "metadata": told, "resolution": resolution(layout.value)}
    if flavour == "ome":
        told = ome_metadata(layout.value) | {
            "axes": f"{_CODES}S" if layout.colour else _CODES,
            "CommentAnnotation": {"Value": record},
        }
        return {"ome": True, "metadata": told}
    return {"metadata": {KEY: record}}
